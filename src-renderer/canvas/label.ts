/** Widths of texts on a canvas, by font. */
const fonts = new Map<string, Map<string, number>>();
const mostTexts = 20_000;

/**
 * Width in CSS pixels of `text`; remembered.
 * @param font the context's; given where many texts are measured, because asking the context for
 * it takes longer than the rest
 */
export function textWidth(context: CanvasRenderingContext2D, text: string, font = context.font): number {
  let widths = fonts.get(font);
  if (!widths || widths.size > mostTexts) {
    widths = new Map();
    fonts.set(font, widths);
  }
  let width = widths.get(text);
  if (width === undefined) {
    width = context.measureText(text).width;
    widths.set(text, width);
  }
  return width;
}
