/** Where the file holds no right picture: hatched over the pictures, with the word where it fits. */
import type { Span } from '../../../src-main/common/domain/span';
import { textWidth } from '../../canvas/label';
import { toX, type Viewport } from '../../canvas/viewport';
import type { Tokens } from '../../ui/theme';
import type { Row } from '../rows';

const word = 'damaged';
const hatchPixels = 8;

/** @param spans in seconds */
export function paintDamage(
  context: CanvasRenderingContext2D,
  view: Viewport,
  row: Row,
  spans: readonly Span[],
  tokens: Tokens,
): void {
  for (const { start, end } of spans) {
    const left = Math.max(0, Math.round(toX(view, start)));
    const width = Math.max(2, Math.min(view.width, Math.round(toX(view, end))) - left);
    if (left >= view.width || left + width <= 0) continue;
    context.save();
    context.beginPath();
    context.rect(left, row.top, width, row.height - 1);
    context.clip();
    context.fillStyle = tokens.bg0;
    context.fillRect(left, row.top, width, row.height);
    hatch(context, left, width, row, tokens.err);
    context.restore();
    context.font = `500 11px ${tokens.sans}`;
    const taken = textWidth(context, word) + 8;
    if (taken > width) continue;
    context.fillStyle = tokens.bg0;
    context.fillRect(left + (width - taken) / 2, row.top + row.height / 2 - 9, taken, 17);
    context.fillStyle = tokens.err;
    context.textBaseline = 'middle';
    context.fillText(word, left + (width - taken) / 2 + 4, row.top + row.height / 2);
  }
}

function hatch(context: CanvasRenderingContext2D, left: number, width: number, row: Row, colour: string): void {
  context.strokeStyle = colour;
  context.globalAlpha = 0.5;
  context.lineWidth = 1;
  context.beginPath();
  const from = Math.floor((left - row.height) / hatchPixels) * hatchPixels;
  for (let x = from; x < left + width; x += hatchPixels) {
    context.moveTo(x, row.top + row.height);
    context.lineTo(x + row.height, row.top);
  }
  context.stroke();
}
