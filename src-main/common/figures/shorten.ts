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

/** The longest way that fits, else as much of the shortest as fits, with an ellipsis. */
export function shortened(name: string, room: number, measure: (text: string) => number): string {
  const fitting = fittingLabel(name, room, measure);
  if (fitting !== null) return fitting;
  const last = shortenings(name).at(-1) ?? name;
  for (let length = last.length - 1; length > 0; length--) {
    const cut = `${last.slice(0, length).trimEnd()}…`;
    if (measure(cut) <= room) return cut;
  }
  return '…';
}

/** A text as lines that fit, broken between words; a word that is longer stands alone. */
export function wrapped(words: string, room: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && measure(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
