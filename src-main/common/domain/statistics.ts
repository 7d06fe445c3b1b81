import { z } from 'zod';

/** A value with its 95 % interval over videos; null where it is 0/0. */
export const ScoreInterval = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type ScoreInterval = z.infer<typeof ScoreInterval>;

/** The second of two runs against the first, over the same videos. */
export const ScoreComparison = ScoreInterval.extend({
  /** Share of the draws of videos in which the second is better, equal ones counted half. */
  better: z.number(),
  /** Share of the videos in which it is better, equal ones counted half; null where no video has the score. */
  superiority: z.number().nullable(),
  /** Mean of the videos' differences over their standard deviation. */
  effect: z.number().nullable(),
});
export type ScoreComparison = z.infer<typeof ScoreComparison>;

/** What every analysis of runs on a split says of its ground. */
export const Compared = z.object({
  split: z.string(),
  /** Ids of the videos that all of its runs have predicted. */
  videos: z.array(z.string()),
  /** What was left out, one sentence each: videos and classes that not all runs share. */
  notes: z.array(z.string()),
});
export type Compared = z.infer<typeof Compared>;
