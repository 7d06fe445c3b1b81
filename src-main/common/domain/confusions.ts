import { z } from 'zod';
import { Compared, ScoreInterval, TaskNames } from './statistics';

export const confusionGroupings = ['class', 'verb', 'noun', 'task', 'cluster'] as const;
export const ConfusionGrouping = z.enum(confusionGroupings);
export type ConfusionGrouping = z.infer<typeof ConfusionGrouping>;

export const ConfusionGroup = z.object({
  name: z.string(),
  classIds: z.array(z.int()),
  background: z.literal(true).optional(),
  /** True steps. */
  steps: z.int(),
});
export type ConfusionGroup = z.infer<typeof ConfusionGroup>;

/** Steps by true class and label given, of one run; sparse. */
export const ConfusionMatrix = Compared.extend({
  run: z.string(),
  grouping: ConfusionGrouping,
  /** In the order of rows and columns: alike ones beside each other, the background last. */
  groups: z.array(ConfusionGroup),
  /** Filled cells: group of the truth, group of the label, steps. */
  cells: z.array(z.tuple([z.int(), z.int(), z.int()])),
});
export type ConfusionMatrix = z.infer<typeof ConfusionMatrix>;

export const similarityNames = {
  subwords: 'shared subwords',
  letters: 'edit distance',
  embedding: 'embedding',
} as const;
export const SimilarityMeasure = z.enum(['subwords', 'letters', 'embedding']);
export type SimilarityMeasure = z.infer<typeof SimilarityMeasure>;

export const ConfusedPair = z.object({
  truth: z.int(),
  predicted: z.int(),
  steps: z.int(),
  /** Of the true class's steps, 0 to 1. */
  share: z.number(),
  /** How alike the labels are; embedding null where the decoder is not there. */
  similarity: z.object({ subwords: z.number(), letters: z.number(), embedding: z.number().nullable() }),
  /** What the labels have in common. */
  shared: z.enum(['verb', 'noun', 'word']).nullable(),
  /** Its longest moments, in seconds from the first frame. */
  examples: z.array(z.object({ video: z.string(), start: z.number(), end: z.number() })),
});
export type ConfusedPair = z.infer<typeof ConfusedPair>;

/** The most confused pairs of actions. */
export const ConfusedPairs = Compared.extend({
  ...TaskNames.shape,
  run: z.string(),
  /** Id of the decoder whose tokenizer cut the labels; null where words stand for subwords. */
  decoder: z.string().nullable(),
  pairs: z.array(ConfusedPair),
  /** Confused pairs in all, of which `pairs` are the first. */
  confused: z.int(),
  /** Ordered pairs of two actions of which the first occurs. */
  possible: z.int(),
});
export type ConfusedPairs = z.infer<typeof ConfusedPairs>;

/** Whether labels that are alike are confused more. */
export const OverlapCorrelations = Compared.extend({
  run: z.string(),
  /** Ordered pairs that the correlations are over. */
  possible: z.int(),
  /** Rank correlation of similarity with confusion; null where it is not defined. */
  correlations: z.array(z.object({ measure: SimilarityMeasure, interval: ScoreInterval.nullable() })),
});
export type OverlapCorrelations = z.infer<typeof OverlapCorrelations>;
