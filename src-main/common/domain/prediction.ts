import { z } from 'zod';

/** A maximal run of steps with one non-background label; half-open, in steps at `rate`. */
export const DecidedSegment = z.object({
  start: z.int(),
  end: z.int(),
  classId: z.int(),
  /** Mean probability of the class over the steps; null for runs without scores. */
  confidence: z.number().nullable(),
});
export type DecidedSegment = z.infer<typeof DecidedSegment>;

/** `predictions/<split>/<video>.segments.json` */
export const PredictedSegments = z.object({
  version: z.literal(1),
  video: z.string(),
  rate: z.number().positive(),
  steps: z.int(),
  segments: z.array(DecidedSegment),
});
export type PredictedSegments = z.infer<typeof PredictedSegments>;

/** What a run of an offline task says of one clip: a segment, or a whole video. */
export const PredictedClip = z.object({
  /** Steps it saw from and to, half-open, at `rate`. */
  start: z.int(),
  end: z.int(),
  /** Id of the run's class that it names. */
  classId: z.int(),
  /** Probability of the class; null for runs without scores. */
  confidence: z.number().nullable(),
  /** What a generative run wrote. */
  text: z.string().optional(),
});
export type PredictedClip = z.infer<typeof PredictedClip>;

/** `predictions/<split>/<video>.clips.json`: in the order of time, as rows of the video's scores and features. */
export const PredictedClips = z.object({
  version: z.literal(1),
  video: z.string(),
  rate: z.number().positive(),
  clips: z.array(PredictedClip),
});
export type PredictedClips = z.infer<typeof PredictedClips>;

/** One line of `predictions/<split>/<video>.texts.jsonl`: what a generative run wrote for a step. */
export const StepText = z.object({ step: z.int(), text: z.string(), distance: z.int() });
export type StepText = z.infer<typeof StepText>;
