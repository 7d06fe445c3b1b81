/** Widths of texts on a canvas. */
const widths = new Map<string, number>();

/** Width in CSS pixels of `text` in the context's current font; remembered. */
export function textWidth(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font}|${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    width = context.measureText(text).width;
    if (widths.size > 20_000) widths.clear();
    widths.set(key, width);
  }
  return width;
}
