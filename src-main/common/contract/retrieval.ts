import { z } from 'zod';
import { procedure } from './procedure';

/** A moment that was found, among all that a run has predicted. */
export const Moment = z.object({
  video: z.string(),
  /** Seconds from the first frame. */
  seconds: z.number(),
  /** 0 to 1. */
  similarity: z.number(),
  classId: z.int(),
  /** Of the class, by the run; null where it has no scores. */
  probability: z.number().nullable(),
});
export type Moment = z.infer<typeof Moment>;

/** A moment of a training video. */
export const TrainingMoment = Moment.omit({ classId: true, probability: true }).extend({
  /** What is true there; null: nothing. */
  classId: z.int().nullable(),
});
export type TrainingMoment = z.infer<typeof TrainingMoment>;

export const NearestTraining = z.object({
  /** States that decided, or visual features where the run has not predicted its training videos. */
  by: z.enum(['states', 'features']),
  moments: z.array(TrainingMoment),
});
export type NearestTraining = z.infer<typeof NearestTraining>;

export const TextSearch = z.object({
  /** Classes that were looked for, the most alike first. */
  classes: z.array(z.object({ classId: z.int(), similarity: z.number() })),
  moments: z.array(Moment),
});
export type TextSearch = z.infer<typeof TextSearch>;

const Wanted = z.object({ run: z.string(), count: z.int().min(1).max(200).default(20) });

export const retrievalProcedures = {
  /** Moments like a stretch of a video, in seconds from its first frame; the most similar first. */
  'runs.similar': procedure(Wanted.extend({ video: z.string(), start: z.number(), end: z.number() }), z.array(Moment)),
  /** Moments of training videos like a stretch, with what is true of them. */
  'runs.nearestTraining': procedure(
    Wanted.extend({ video: z.string(), start: z.number(), end: z.number() }),
    NearestTraining,
  ),
  /** Moments whose class is like a text. */
  'runs.search': procedure(Wanted.extend({ text: z.string().min(1) }), TextSearch),
} as const;
