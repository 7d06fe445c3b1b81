import { z } from 'zod';
import { Scored } from './scored';

const Counts = z.object({ truePositive: z.int(), falsePositive: z.int(), falseNegative: z.int() });
/** A score in percent; null where it is 0/0. */
const Percent = z.number().nullable();

const ClassMeans = z.object({ precision: Percent, recall: Percent, f1: Percent });

export const SegmentScore = z.object({ iou: z.number(), micro: Percent, macro: Percent, counts: Counts });
export const PointScore = z.object({
  seconds: z.number(),
  start: Percent,
  middle: Percent,
  startCounts: Counts,
  middleCounts: Counts,
});

/** `reports/<split>.json`: what evaluation says of a run on a split. Scores in percent. */
export const Report = z.object({
  version: z.literal(1),
  run: z.string(),
  split: z.string(),
  official: z.boolean(),
  /** Absent in reports of earlier versions. */
  scored: Scored.optional(),
  videos: z.int(),
  /** Steps scored: reviewed and not ambiguous. */
  steps: z.int(),
  frameAccuracy: Percent,
  foregroundPrecision: Percent,
  foregroundRecall: Percent,
  backgroundPrecision: Percent,
  backgroundRecall: Percent,
  foregroundF1: Percent,
  /** Step scores averaged over the classes that occur in the truth, with and without the background. */
  classMeans: ClassMeans,
  actionMeans: ClassMeans,
  /** At IoU 0.1, 0.25, 0.5. S-F1 in tables is micro at 0.1. */
  segmentF1: z.array(SegmentScore),
  /** Segments matched at IoU 0.1 in each video, for intervals; empty in reports of earlier versions. */
  videoCounts: z.array(Counts.extend({ video: z.string() })).default([]),
  /** At 1 s and 2 s. P-F1 in tables is start at 1 s. */
  pointF1: z.array(PointScore),
  /** Null where the run has no scores. */
  meanAveragePrecision: Percent,
  averagePrecision: z.array(z.object({ classId: z.int(), value: Percent })),
  /**
   * Clips scored, of a run of an offline task, whose scores of steps, segments and points are then empty; 0 of others.
   */
  clips: z.int().default(0),
  /**
   * Share of the clips whose class is right, and its mean over the classes that occur; null where there are no clips.
   */
  topOne: Percent.default(null),
  topOneClassMean: Percent.default(null),
  /** Steps (or clips) classified a second at inference, after features exist; null if unknown. */
  stepsPerSecond: z.number().nullable(),
});
export type Report = z.infer<typeof Report>;
