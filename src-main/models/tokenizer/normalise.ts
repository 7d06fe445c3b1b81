/** Composed text, and where its positions lie in the text it was made from. */
export interface Normalised {
  readonly text: string;
  /** Absent where nothing changed. */
  readonly origin?: { start(position: number): number; end(position: number): number };
}

/**
 * Unicode's composed form (NFC) with its origins. As in Hugging Face `tokenizers`, a composed character comes from its
 * base character alone, and marks that stay come from themselves.
 */
export function normaliseNfc(text: string): Normalised {
  const composed = text.normalize('NFC');
  if (composed === text) return { text };
  const starts: number[] = [];
  const ends: number[] = [];
  let position = 0;
  for (const [run] of text.matchAll(/[\s\S][\p{M}\u1160-\u11ff]*/gu)) {
    const before = Array.from(run);
    const after = Array.from(run.normalize('NFC'));
    after.forEach((character, i) => {
      const from = i === 0 ? 0 : Math.max(0, i + before.length - after.length);
      const start = position + before.slice(0, from).join('').length;
      for (let unit = 0; unit < character.length; unit++) {
        starts.push(start);
        ends.push(start + before[from]!.length);
      }
    });
    position += run.length;
  }
  return {
    text: composed,
    origin: { start: (at) => starts[at] ?? text.length, end: (at) => (at === 0 ? 0 : (ends[at - 1] ?? text.length)) },
  };
}
