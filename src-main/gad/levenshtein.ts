import { normaliseAnswer } from './classText';

/**
 * From a written answer to a class: the class text at the smallest Levenshtein distance, on code points, from the
 * normalised answer; ties go to the text that sorts first (official evaluation code). Where labels are tokens without
 * meaning the same is done on tokens. Answers repeat, so each distinct one is compared once.
 */
export interface ClassMatch {
  /** Index of the class. */
  index: number;
  /** Edits between the answer and that of the class. */
  distance: number;
}

export class ClassMatcher {
  private readonly choices: { index: number; symbols: Uint32Array }[];
  private readonly known = new Map<string, ClassMatch>();

  /**
   * @param texts class texts by class index
   * @param leftOut indices that are never the answer (ambiguous classes)
   * @param spelled what answers are compared with, by class index: the code points of the texts, or tokens
   */
  constructor(
    texts: readonly string[],
    leftOut: ReadonlySet<number> = new Set(),
    spelled: readonly Uint32Array[] = texts.map(codePoints),
  ) {
    this.choices = texts
      .map((text, index) => ({ index, sortedBy: codePoints(text), symbols: spelled[index] as Uint32Array }))
      .filter((choice) => !leftOut.has(choice.index))
      .sort((a, b) => compare(a.sortedBy, b.sortedBy));
    if (this.choices.length === 0) throw new Error('internal: no class to match an answer with');
  }

  match(answer: string): ClassMatch {
    return this.nearest(codePoints(normaliseAnswer(answer)));
  }

  /** @param symbols as classes are spelled */
  nearest(symbols: Uint32Array): ClassMatch {
    const key = symbols.join();
    const known = this.known.get(key);
    if (known) return known;
    const best: ClassMatch = { index: -1, distance: Infinity };
    for (const choice of this.choices) {
      if (Math.abs(choice.symbols.length - symbols.length) >= best.distance) continue;
      const distance = levenshtein(symbols, choice.symbols);
      if (distance < best.distance) Object.assign(best, { index: choice.index, distance });
    }
    this.known.set(key, best);
    return best;
  }
}

/** Plain Levenshtein distance: insertions, deletions and substitutions count 1. */
export function levenshtein(a: Uint32Array, b: Uint32Array): number {
  const row = new Uint32Array(b.length + 1);
  for (let j = 1; j <= b.length; j++) row[j] = j;
  for (let i = 1; i <= a.length; i++) {
    let diagonal = row[0] as number;
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j] as number;
      const substitution = diagonal + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(substitution, above + 1, (row[j - 1] as number) + 1);
      diagonal = above;
    }
  }
  return row[b.length] as number;
}

/** The text as Unicode code points. */
export function codePoints(text: string): Uint32Array {
  return Uint32Array.from(text, (character) => character.codePointAt(0) as number);
}

function compare(a: Uint32Array, b: Uint32Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
