import { textWidth } from '../../canvas/label';
import { toX, type Viewport } from '../../canvas/viewport';
import type { Tokens } from '../../ui/theme';
import type { Guide } from '../guide';

const tagHeight = 18;

/**
 * A line through all lanes where a dragged edge would come to lie, dashed while nothing draws it, with what it says.
 */
export function paintGuide(
  context: CanvasRenderingContext2D,
  { seconds, text, target }: Guide,
  view: Viewport,
  height: number,
  tokens: Tokens,
): void {
  const x = Math.round(toX(view, seconds)) + 0.5;
  context.save();
  context.strokeStyle = tokens.acc;
  context.lineWidth = 1;
  if (target === null) context.setLineDash([4, 3]);
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, height);
  context.stroke();
  context.font = `11px ${tokens.mono}`;
  context.textBaseline = 'middle';
  const words = target === null ? text : `${text}  ${target}`;
  const width = textWidth(context, words) + 12;
  const left = x + 6 + width > view.width ? x - 6 - width : x + 6;
  context.fillStyle = tokens.acc;
  context.beginPath();
  context.roundRect(left, 4, width, tagHeight, 3);
  context.fill();
  context.fillStyle = tokens.acctx;
  context.fillText(words, left + 6, 4 + tagHeight / 2 + 0.5);
  context.restore();
}
