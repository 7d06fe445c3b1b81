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

/** One line of `predictions/<split>/<video>.texts.jsonl`: what a generative run wrote for a step. */
export const StepText = z.object({ step: z.int(), text: z.string(), distance: z.int() });
export type StepText = z.infer<typeof StepText>;
