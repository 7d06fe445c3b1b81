import { fittingLabel } from '../../../src-main/common/figures/shorten';
import { textWidth } from '../../canvas/label';
import { pixelsPerSecond, toX, type Viewport } from '../../canvas/viewport';
import { isNarrow, paintDensity } from './density';
import { hatching } from './hatching';
import { type DrawnSegment, firstFrom, type Lane, type SegmentStyle } from './lane';

/**
 * One row of segments. By width on screen: under 1 px they merge into columns whose height is the labelled share, up to
 * 3 px a plain fill, up to 12 px a fill with a gap, then a rounded box with an edge and whatever text fits.
 */
export function paintSegments(
  context: CanvasRenderingContext2D,
  lane: Lane,
  view: Viewport,
  style: SegmentStyle,
): void {
  const scale = pixelsPerSecond(view);
  let hasNarrow = false;
  let chosen: DrawnSegment | null = null;
  if (style.font !== null) context.font = style.font;
  context.textBaseline = 'middle';
  for (let i = firstFrom(lane, view.visible.start); i < lane.segments.length; i++) {
    const segment = lane.segments[i]!;
    if (segment.start >= view.visible.end) break;
    if (segment.end <= view.visible.start) continue;
    if (segment.id === style.selected) chosen = segment;
    else if (isNarrow(segment, scale)) hasNarrow = true;
    else paintSegment(context, segment, toX(view, segment.start), toX(view, segment.end), view.width, style);
  }
  if (hasNarrow) paintDensity(context, lane, view, style);
  if (chosen) paintChosen(context, chosen, view, style);
}

function paintSegment(
  context: CanvasRenderingContext2D,
  segment: DrawnSegment,
  from: number,
  to: number,
  width: number,
  style: SegmentStyle,
): void {
  const look = style.look(segment);
  const x = Math.round(from);
  const wide = Math.max(1, Math.round(to) - x);
  const box = { x, y: style.top, width: wide >= 3 ? wide - 1 : wide, height: style.height };
  // Put down: faint, and struck through below.
  context.globalAlpha = segment.rejected ? 0.3 : 1;
  context.fillStyle = look.fill;
  if (wide < 12 || style.font === null) context.fillRect(box.x, box.y, box.width, box.height);
  else {
    context.beginPath();
    context.roundRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1, 3);
    context.fill();
    if (style.hatch !== undefined) {
      context.fillStyle = hatching(context, style.hatch, [1], style.top);
      context.fill();
    }
    context.strokeStyle = look.edge;
    context.lineWidth = 1;
    context.stroke();
    const free = style.keptFree?.(segment) ?? 0;
    context.fillStyle = look.ink;
    const grip = segment.id === style.selected && hasGrips(wide, style) ? gripWidth + 3 : 0;
    const inside = { ...box, x: box.x + grip, width: box.width - free - 2 * grip };
    paintText(context, segment.name, style.font, inside, width);
  }
  context.globalAlpha = 1;
  if (!segment.rejected) return;
  context.fillStyle = style.text;
  context.fillRect(box.x, box.y + Math.round(box.height / 2), box.width, 1);
}

/** The text sticks to the visible part of a long segment. */
function paintText(
  context: CanvasRenderingContext2D,
  name: string,
  font: string,
  box: { x: number; y: number; width: number; height: number },
  width: number,
): void {
  const left = Math.max(box.x, 0) + 6;
  const right = Math.min(box.x + box.width, width) - 5;
  const label = right - left < 10 ? null : fittingLabel(name, right - left, (text) => textWidth(context, text, font));
  if (label !== null) context.fillText(label, left, box.y + box.height / 2 + 0.5);
}

/** Under the pointer: an edge of two pixels, on the layer above so that pointing repaints no lane. */
export function paintPointed(
  context: CanvasRenderingContext2D,
  segment: DrawnSegment,
  view: Viewport,
  { top, height, look }: Pick<SegmentStyle, 'top' | 'height' | 'look'>,
): void {
  const x = Math.round(toX(view, segment.start));
  const width = Math.max(2, Math.round(toX(view, segment.end)) - x - 1);
  context.strokeStyle = look(segment).edge;
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(x + 1, top + 1, width - 2, height - 2, 3);
  context.stroke();
}

/** Above its neighbours, at least two pixels wide however far one has zoomed out. */
function paintChosen(
  context: CanvasRenderingContext2D,
  segment: DrawnSegment,
  view: Viewport,
  style: SegmentStyle,
): void {
  const from = toX(view, segment.start);
  const to = Math.max(toX(view, segment.end), from + 2);
  paintSegment(context, segment, from, to, view.width, style);
  const x = Math.round(from);
  const width = Math.max(2, Math.round(to) - x - 1);
  context.lineWidth = 1;
  context.strokeStyle = style.text;
  context.strokeRect(x + 0.5, style.top + 0.5, width - 1, style.height - 1);
  context.lineWidth = 2;
  context.strokeStyle = style.accent;
  context.strokeRect(x - 1, style.top - 1, width + 2, style.height + 2);
  if (!hasGrips(width, style)) return;
  const ink = style.look(segment).ink;
  paintGrip(context, x + 3, style, ink, style.edge === 'start');
  paintGrip(context, x + width - 3 - gripWidth, style, ink, style.edge === 'end');
}

/** Grips stand in segments from this width on. */
const gripsFrom = 24;
const [gripWidth, gripHeight] = [4, 14];
const hasGrips = (width: number, { edge, height }: SegmentStyle): boolean =>
  edge !== undefined && width >= gripsFrom && height >= gripHeight;

/** Inside an edge; filled where keys nudge that edge. */
function paintGrip(
  context: CanvasRenderingContext2D,
  x: number,
  { top, height }: Pick<SegmentStyle, 'top' | 'height'>,
  ink: string,
  active: boolean,
): void {
  const y = Math.round(top + (height - gripHeight) / 2);
  context.fillStyle = ink;
  context.strokeStyle = ink;
  context.lineWidth = 1;
  if (active) context.fillRect(x, y, gripWidth, gripHeight);
  else context.strokeRect(x + 0.5, y + 0.5, gripWidth - 1, gripHeight - 1);
}
