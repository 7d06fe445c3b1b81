/** A part of a piece that is one token; `length` in byte characters. */
export interface Part {
  readonly id: number;
  readonly length: number;
}

const cacheSize = 20_000;

/** Byte-pair encoding: joins neighbouring parts in the order in which training learnt the pairs. */
export class BytePairEncoder {
  private readonly ranks = new Map<number, number>();
  private readonly joined: number[] = [];
  private readonly cache = new Map<string, readonly Part[]>();

  /**
   * @param vocabulary ids by token, in byte characters
   * @param merges pairs in the order learnt; the joined token is in the vocabulary
   * @param wholeFirst a piece that is a token itself is not merged up ("ignore_merges", as in Llama 3)
   * @param unknown id for byte characters that are no token; null leaves them out
   */
  constructor(
    private readonly vocabulary: ReadonlyMap<string, number>,
    merges: readonly (readonly [string, string])[],
    private readonly wholeFirst: boolean,
    private readonly unknown: number | null,
  ) {
    for (const [left, right] of merges) {
      const ids = [left, right, left + right].map((token) => vocabulary.get(token));
      const [a, b, both] = ids;
      if (a === undefined || b === undefined || both === undefined) throw new MergeOutsideVocabulary(left, right);
      const key = this.key(a, b);
      if (!this.ranks.has(key)) this.ranks.set(key, this.joined.length);
      this.joined.push(both);
    }
  }

  encode(piece: string): readonly Part[] {
    const known = this.cache.get(piece);
    if (known) return known;
    const whole = this.wholeFirst ? this.vocabulary.get(piece) : undefined;
    const parts = whole === undefined ? this.merge(piece) : [{ id: whole, length: piece.length }];
    if (this.cache.size >= cacheSize) this.cache.clear();
    this.cache.set(piece, parts);
    return parts;
  }

  private merge(piece: string): Part[] {
    const parts: Part[] = [];
    for (const character of piece) parts.push({ id: this.vocabulary.get(character) ?? -1, length: 1 });
    for (;;) {
      let best = Infinity;
      let at = -1;
      for (let i = 0; i + 1 < parts.length; i++) {
        const rank = this.ranks.get(this.key(parts[i]!.id, parts[i + 1]!.id)) ?? Infinity;
        if (rank < best) [best, at] = [rank, i];
      }
      if (at < 0) break;
      parts.splice(at, 2, { id: this.joined[best]!, length: parts[at]!.length + parts[at + 1]!.length });
    }
    return parts.map((part) => (part.id < 0 ? { ...part, id: this.unknown ?? -1 } : part));
  }

  private key(a: number, b: number): number {
    return a < 0 || b < 0 ? -1 : a * 0x400000 + b;
  }
}

/** A merge names a token that the vocabulary lacks. */
export class MergeOutsideVocabulary extends Error {
  constructor(
    readonly left: string,
    readonly right: string,
  ) {
    super(`merge "${left} ${right}"`);
  }
}
