/** What of the lanes is no segment: reviewed spans, scores, pictures, what was begun, playhead. */
import { mergeSpans, type Span } from '../../../src-main/common/domain/span';
import { toX, type Viewport } from '../../canvas/viewport';
import type { Tokens } from '../../ui/theme';
import type { Row } from '../rows';
import type { ScoreTrack } from '../scores';

type Context = CanvasRenderingContext2D;

/** Distance of the lines of a hatching. */
const hatchPixels = 8;

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

/** A thin line at the pointer, through all rows. */
export function paintHover(context: Context, x: number, height: number, tokens: Tokens): void {
  context.fillStyle = tokens.tx3;
  context.fillRect(Math.round(x), 0, 1, height);
}
