import { z } from 'zod';
import { Compared, ScoreComparison, ScoreInterval, TaskNames } from './statistics';

export const ClassDiversity = z.object({
  classId: z.int(),
  /** True steps. */
  steps: z.int(),
  /** Wrong steps that are counted; `toBackground` are counted among them only when asked for. */
  errors: z.int(),
  toBackground: z.int(),
  /** That have a counted wrong step; of fewer than two no interval can be told. */
  videos: z.int(),
  /** Nats; null without a counted wrong step. */
  entropy: ScoreInterval.nullable(),
  /** Wrong labels given, the most frequent first; the background among them when asked for. */
  labels: z.array(z.object({ classId: z.int(), steps: z.int() })),
});
export type ClassDiversity = z.infer<typeof ClassDiversity>;

export const RunDiversity = z.object({
  run: z.string(),
  /** Over classes with a counted wrong step; null where there is none. */
  mean: ScoreInterval.nullable(),
  /** The same with each class as often as it has wrong steps. */
  weighted: ScoreInterval.nullable(),
  /** Of the wrong steps, 0 to 1; null without a wrong step. */
  backgroundShare: z.number().nullable(),
  classes: z.array(ClassDiversity),
  /** Of the mean, against the first run; null for the first. Less is better. */
  difference: ScoreComparison.nullable(),
});
export type RunDiversity = z.infer<typeof RunDiversity>;

/** Misclassification diversity of runs on a split; see src-main/analysis/diversity.ts. */
export const DiversityReport = Compared.extend({
  ...TaskNames.shape,
  countBackground: z.boolean(),
  runs: z.array(RunDiversity),
});
export type DiversityReport = z.infer<typeof DiversityReport>;
