import { codePoints, levenshtein } from '../gad/levenshtein';

/**
 * How alike two labels are, 0 to 1, in the ways that the GAD paper's claim can be tested by: that a generative
 * classifier confuses classes because their labels share subwords. Of a whole taxonomy see labelOverlap.ts. What a
 * label is compared by is prepared once, so that the millions of pairs of thousands of labels take seconds.
 */
export interface LabelForms {
  /** Class text, see `classText`. */
  text: string;
  /** Tokens of the text as a generative classifier writes it. */
  tokens: readonly number[];
  /**
   * `[dim]` what the text means to the decoder before any training, see `classEmbeddings`; null where it is not known.
   */
  embedding: Float32Array | null;
}

/** Of the labels with these indices. */
export type Similarity = (a: number, b: number) => number;

/** Distinct tokens that both have, of those that either has (Jaccard index). */
export function subwordSimilarity(labels: readonly Pick<LabelForms, 'tokens'>[]): Similarity {
  const sets = labels.map(({ tokens }) => Int32Array.from(new Set(tokens)).sort());
  return (a, b) => {
    const [own, other] = [sets[a]!, sets[b]!];
    const shared = sharedCount(own, other);
    const all = own.length + other.length - shared;
    return all === 0 ? 0 : shared / all;
  };
}

/** Numbers in both of two ascending lists. */
function sharedCount(own: Int32Array, other: Int32Array): number {
  let [i, j, shared] = [0, 0, 0];
  while (i < own.length && j < other.length) {
    const difference = own[i]! - other[j]!;
    if (difference === 0) shared++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return shared;
}

/** 1 less the Levenshtein distance over the length of the longer text, in code points. */
export function letterSimilarity(labels: readonly Pick<LabelForms, 'text'>[]): Similarity {
  const texts = labels.map(({ text }) => codePoints(text));
  return (a, b) => {
    const [own, other] = [texts[a]!, texts[b]!];
    const longer = Math.max(own.length, other.length);
    return longer === 0 ? 1 : 1 - levenshtein(own, other) / longer;
  };
}

/** Cosine of the embeddings, -1 to 1; NaN where one is not known. */
export function embeddingSimilarity(labels: readonly Pick<LabelForms, 'embedding'>[]): Similarity {
  const units = labels.map(({ embedding }) => {
    const length = Math.sqrt(embedding?.reduce((sum, x) => sum + x * x, 0) ?? NaN);
    return Float64Array.from(embedding ?? [], (x) => x / length);
  });
  return (a, b) => {
    const [own, other] = [units[a]!, units[b]!];
    if (own.length === 0 || other.length === 0) return NaN;
    let product = 0;
    for (let i = 0; i < own.length; i++) product += own[i]! * other[i]!;
    return product;
  };
}

export const labelSimilarities = {
  subwords: subwordSimilarity,
  letters: letterSimilarity,
  embedding: embeddingSimilarity,
} as const;
