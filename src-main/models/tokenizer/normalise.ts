/** Composed text, and where its positions lie in the text it was made from. */
export interface Normalised {
  readonly text: string;
  /** Absent where nothing changed. */
  readonly origin?: { start(position: number): number; end(position: number): number };
}

/** Unicode's composed form (NFC) with its origins, by runs of a base character and the marks and jamo that follow it. */
export function normaliseNfc(text: string): Normalised {
  const composed = text.normalize('NFC');
  if (composed === text) return { text };
  const starts: number[] = [];
  const ends: number[] = [];
  let position = 0;
  for (const [run] of text.matchAll(/[\s\S][\p{M}\u1160-\u11ff]*/gu)) {
    for (let i = run.normalize('NFC').length; i > 0; i--) {
      starts.push(position);
      ends.push(position + run.length);
    }
    position += run.length;
  }
  return {
    text: composed,
    origin: { start: (at) => starts[at] ?? text.length, end: (at) => (at === 0 ? 0 : (ends[at - 1] ?? text.length)) },
  };
}
