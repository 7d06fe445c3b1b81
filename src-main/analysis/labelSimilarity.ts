import { codePoints, levenshtein } from '../gad/levenshtein';

/**
 * How alike two labels are, 0 to 1, in the ways that the GAD paper's claim can be tested by: that a generative classifier
 * confuses classes because their labels share subwords. Of a whole taxonomy see labelOverlap.ts.
 */
export interface LabelForms {
  /** Class text, see `classText`. */
  text: string;
  /** Tokens of the text as a generative classifier writes it. */
  tokens: readonly number[];
  /** `[dim]` what the text means to the decoder before any training, see `classEmbeddings`; null where it is not known. */
  embedding: Float32Array | null;
}

/** Distinct tokens that both have, of those that either has (Jaccard index). */
export function sharedSubwords(a: LabelForms, b: LabelForms): number {
  const own = new Set(a.tokens);
  const other = new Set(b.tokens);
  const shared = [...own].filter((token) => other.has(token)).length;
  const all = own.size + other.size - shared;
  return all === 0 ? 0 : shared / all;
}

/** 1 less the Levenshtein distance over the length of the longer text, in code points. */
export function letterSimilarity(a: LabelForms, b: LabelForms): number {
  const [left, right] = [codePoints(a.text), codePoints(b.text)];
  const longer = Math.max(left.length, right.length);
  return longer === 0 ? 1 : 1 - levenshtein(left, right) / longer;
}

/** Cosine of the embeddings, -1 to 1; NaN where one is not known. */
export function embeddingSimilarity({ embedding: a }: LabelForms, { embedding: b }: LabelForms): number {
  if (!a || !b) return NaN;
  let [product, left, right] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    left += a[i]! ** 2;
    right += b[i]! ** 2;
  }
  return product / Math.sqrt(left * right);
}

export const labelSimilarities = {
  subwords: sharedSubwords,
  letters: letterSimilarity,
  embedding: embeddingSimilarity,
} as const;
export type LabelSimilarity = keyof typeof labelSimilarities;
