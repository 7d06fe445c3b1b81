/** Text that fits or is shortened by whole words: `cut onion`, else `c. onion`, else `onion`, else nothing. */
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

/** Ways to write a class name, longest first. */
export function shortenings(name: string): string[] {
  const words = name.split(' ');
  if (words.length < 2) return [name];
  const rest = words.slice(1).join(' ');
  return [name, `${(words[0] as string)[0]}. ${rest}`, rest];
}

/** The longest way that fits `pixels`, or null. @param measure width of a text */
export function fittingLabel(name: string, pixels: number, measure: (text: string) => number): string | null {
  return shortenings(name).find((text) => measure(text) <= pixels) ?? null;
}
