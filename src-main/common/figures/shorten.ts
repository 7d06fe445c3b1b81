/** Text that fits or is shortened by whole words: `cut onion`, else `c. onion`, else `onion`, else nothing. */

/** Ways to write a class name, longest first. */
export function shortenings(name: string): string[] {
  const words = name.split(' ');
  if (words.length < 2) return [name];
  const rest = words.slice(1).join(' ');
  return [name, `${(words[0] as string)[0]}. ${rest}`, rest];
}

/** The longest way that fits `room`, or null. @param measure width of a text, in the unit of `room` */
export function fittingLabel(name: string, room: number, measure: (text: string) => number): string | null {
  return shortenings(name).find((text) => measure(text) <= room) ?? null;
}
