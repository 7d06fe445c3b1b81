/** The ruler above the lanes, and its labelled marks through them. */
import type { Span } from '../../../src-main/common/domain/span';
import type { FrameClock } from '../../../src-main/common/domain/video';
import { textWidth } from '../../canvas/label';
import { ticks } from '../../canvas/ticks';
import { toX, type Viewport } from '../../canvas/viewport';
import type { Tokens } from '../../ui/theme';
import { formatTime } from '../../ui/format';
import { rulerHeight } from '../rows';

type Context = CanvasRenderingContext2D;

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
