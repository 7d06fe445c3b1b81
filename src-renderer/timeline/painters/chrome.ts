/** Everything of the timeline that is no segment: ruler, grid, reviewed spans, scores, pictures, minimap, playhead. */
import { mergeSpans, type Span } from '../../../src-main/common/domain/span';
import type { FrameClock } from '../../../src-main/common/domain/video';
import { textWidth } from '../../canvas/label';
import { ticks } from '../../canvas/ticks';
import { toX, type Viewport } from '../../canvas/viewport';
import type { Tokens } from '../../ui/theme';
import { formatTime } from '../../ui/format';
import { type Row, rulerHeight } from '../rows';
import type { ScoreTrack } from '../scores';

type Context = CanvasRenderingContext2D;

/** Distance of the lines of a hatching. */
const hatchPixels = 8;

/** What the ruler shows beside its marks, in seconds. */
interface OnRuler {
  clock: FrameClock | null;
  playhead: number;
  hover: number | null;
  /** What is played over and over. */
  loop: Span | null;
}

/** Marks and times, the playhead's flag, and the time under the pointer; labels step aside for both. */
export function paintRuler(
  context: Context,
  view: Viewport,
  { clock, playhead, hover, loop }: OnRuler,
  tokens: Tokens,
): void {
  context.fillStyle = tokens.bg2;
  context.fillRect(0, 0, view.width, rulerHeight);
  if (loop) paintLoop(context, toX(view, loop.start), toX(view, loop.end), tokens);
  context.font = `11px ${tokens.mono}`;
  context.textBaseline = 'middle';
  const flag = toX(view, playhead);
  const tag = hover === null ? null : hoverTag(context, view, hover);
  const taken = [{ left: flag - 8, right: flag + 9 }, ...(tag ? [tag] : [])];
  for (const { x, label } of ticks(view, clock)) {
    const at = Math.round(x);
    context.fillStyle = label === null ? tokens.line2 : tokens.tx3;
    const length = label === null ? 4 : 8;
    context.fillRect(at, rulerHeight - length, 1, length);
    if (label === null) continue;
    const right = at + 4 + textWidth(context, label);
    if (taken.some((span) => at + 4 < span.right && right > span.left)) continue;
    context.fillStyle = tokens.tx2;
    context.fillText(label, at + 4, 10);
  }
  if (tag) {
    context.fillStyle = tokens.bg4;
    context.beginPath();
    context.roundRect(tag.left, 2, tag.right - tag.left, 16, 3);
    context.fill();
    context.fillStyle = tokens.tx;
    context.fillText(tag.text, tag.left + 4, 10.5);
  }
  paintFlag(context, flag, tokens);
}

/** Between brackets. */
function paintLoop(context: Context, from: number, to: number, tokens: Tokens): void {
  const [left, right] = [Math.round(from), Math.max(Math.round(from) + 2, Math.round(to))];
  context.fillStyle = tokens.accbg;
  context.fillRect(left, 0, right - left, rulerHeight);
  context.strokeStyle = tokens.acc;
  context.lineWidth = 2;
  context.beginPath();
  for (const [x, inwards] of [
    [left + 1, 4],
    [right - 1, -4],
  ] as const) {
    context.moveTo(x + inwards, 1);
    context.lineTo(x, 1);
    context.lineTo(x, rulerHeight - 1);
    context.lineTo(x + inwards, rulerHeight - 1);
  }
  context.stroke();
}

function hoverTag(context: Context, view: Viewport, hover: number): { left: number; right: number; text: string } {
  const text = formatTime(hover);
  const width = textWidth(context, text) + 8;
  const left = Math.min(Math.max(0, toX(view, hover) - width / 2), view.width - width);
  return { left, right: left + width, text };
}

/** Lines through the lanes at the labelled marks. */
export function paintGrid(
  context: Context,
  view: Viewport,
  clock: FrameClock | null,
  height: number,
  tokens: Tokens,
): void {
  context.fillStyle = tokens.line;
  for (const { x, label } of ticks(view, clock)) if (label !== null) context.fillRect(Math.round(x), 0, 1, height);
}

/** Diagonal lines where nobody has looked yet: no segment there does not mean that nothing happens. */
export function paintUnreviewed(
  context: Context,
  view: Viewport,
  row: { top: number; height: number },
  reviewed: readonly Span[],
  tokens: Tokens,
): void {
  context.save();
  context.beginPath();
  let from = 0;
  for (const { start, end } of [...mergeSpans(reviewed), { start: view.duration, end: view.duration }]) {
    const left = Math.max(0, toX(view, from));
    const right = Math.min(view.width, toX(view, start));
    if (right > left) context.rect(left, row.top, right - left, row.height);
    from = end;
  }
  context.clip();
  context.strokeStyle = tokens.line2;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = -row.height; x < view.width; x += hatchPixels) {
    context.moveTo(x, row.top + row.height);
    context.lineTo(x + row.height, row.top);
  }
  context.stroke();
  context.restore();
}

/** Solid where somebody has looked, dashed elsewhere; not reviewed is not background. */
export function paintReviewed(
  context: Context,
  view: Viewport,
  row: Row,
  reviewed: readonly Span[],
  tokens: Tokens,
): void {
  const middle = row.top + row.height / 2;
  context.strokeStyle = tokens.tx3;
  context.lineWidth = 1;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.moveTo(Math.max(0, toX(view, 0)), middle + 0.5);
  context.lineTo(Math.min(view.width, toX(view, view.duration)), middle + 0.5);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = tokens.ok;
  for (const { start, end } of reviewed) {
    const x = Math.max(0, Math.round(toX(view, start)));
    const right = Math.min(view.width, Math.round(toX(view, end)));
    if (right <= x) continue;
    context.beginPath();
    context.roundRect(x, middle - 2.5, right - x, 5, 2);
    context.fill();
  }
}

/** Probabilities of classes as pictures, a line of pixels a class. @param rate steps a second */
export function paintScores(
  context: Context,
  view: Viewport,
  row: Row,
  track: ScoreTrack,
  rate: number,
  steps: number,
  tokens: Tokens,
): void {
  context.fillStyle = tokens.lane;
  context.fillRect(0, row.top, view.width, row.height - 1);
  context.imageSmoothingEnabled = false;
  const pictures = track.pictures(Math.floor(view.visible.start * rate), Math.ceil(view.visible.end * rate), steps);
  for (const { from, to, picture } of pictures) {
    const x = toX(view, from / rate);
    context.drawImage(picture, x, row.top + 1, toX(view, to / rate) - x, row.height - 3);
  }
}

/**
 * Pictures side by side, each the one nearest to its middle. The middle of the view is painted last, because what is
 * asked for last is there first.
 * @param pictureAt null while it is not loaded
 */
export function paintPictures(
  context: Context,
  view: Viewport,
  row: Row,
  aspect: number,
  pictureAt: (seconds: number) => CanvasImageSource | null,
  tokens: Tokens,
): void {
  const height = row.height - 6;
  const width = Math.max(24, Math.round(height * aspect));
  const { start, end } = view.visible;
  const step = (end - start) * (width / view.width);
  const places: number[] = [];
  for (let k = Math.floor(start / step); k * step < Math.min(end, view.duration); k++) places.push(k);
  const middle = (start + end) / 2 / step - 0.5;
  context.imageSmoothingEnabled = true;
  for (const k of places.sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle))) {
    const x = Math.round(toX(view, k * step));
    const shown = Math.min(width - 1, toX(view, view.duration) - x);
    context.fillStyle = tokens.bg3;
    context.fillRect(x, row.top + 3, shown, height);
    const picture = pictureAt((k + 0.5) * step);
    if (!picture) continue;
    context.save();
    context.beginPath();
    context.rect(x, row.top + 3, shown, height);
    context.clip();
    context.drawImage(picture, x, row.top + 3, width, height);
    context.restore();
  }
}

/** A segment that has been begun and grows with the playhead until it is ended. */
export function paintBegun(
  context: Context,
  view: Viewport,
  row: Row,
  from: number,
  to: number,
  fill: string,
  tokens: Tokens,
): void {
  const [left, right] = [toX(view, Math.min(from, to)), toX(view, Math.max(from, to))];
  context.fillStyle = fill;
  context.globalAlpha = 0.7;
  context.fillRect(left, row.top + 5, right - left, row.height - 11);
  context.globalAlpha = 1;
  context.strokeStyle = tokens.acc;
  context.lineWidth = 2;
  context.setLineDash([4, 3]);
  context.strokeRect(left, row.top + 5, Math.max(1, right - left), row.height - 11);
  context.setLineDash([]);
}

/** A line one pixel wide with a halo. */
export function paintPlayhead(context: Context, x: number, height: number, tokens: Tokens): void {
  const at = Math.round(x);
  context.fillStyle = tokens.bg0;
  context.globalAlpha = 0.5;
  context.fillRect(at - 1, 0, 3, height);
  context.globalAlpha = 1;
  context.fillStyle = tokens.tx;
  context.fillRect(at, 0, 1, height);
}

function paintFlag(context: Context, x: number, tokens: Tokens): void {
  const at = Math.round(x);
  context.fillStyle = tokens.tx;
  context.fillRect(at, 12, 1, rulerHeight - 12);
  context.beginPath();
  context.moveTo(at - 5.5, 2);
  context.lineTo(at + 6.5, 2);
  context.lineTo(at + 6.5, 12);
  context.lineTo(at + 0.5, 18);
  context.lineTo(at - 5.5, 12);
  context.closePath();
  context.fill();
}

/** A thin line at the pointer, through all rows. */
export function paintHover(context: Context, x: number, height: number, tokens: Tokens): void {
  context.fillStyle = tokens.tx3;
  context.fillRect(Math.round(x), 0, 1, height);
}
