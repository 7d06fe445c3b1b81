import { z } from 'zod';
import { ScoreInterval } from './statistics';

/**
 * What is wrong with a segment, true or predicted; the rule is `analysis/diagnosis/events.ts`. In the order of lists.
 */
export const errorKinds = ['confused', 'boundary', 'fragmented', 'merged', 'duplicate', 'invented', 'missed'] as const;
export type ErrorKind = (typeof errorKinds)[number];

/** In lists and on segments. */
export const kindLetters: Record<ErrorKind, string> = {
  confused: 'C',
  boundary: 'B',
  fragmented: 'F',
  merged: 'M',
  duplicate: 'D',
  invented: 'I',
  missed: 'X',
};

/** What is said of a segment; events and verdicts in columns are indices of this list. */
export const verdicts = ['correct', ...errorKinds] as const;
export type Verdict = (typeof verdicts)[number];

/** From which intersection over union on a pair of segments counts. */
export const DiagnosisThresholds = z.object({
  /** A prediction of the right class is correct. */
  correct: z.number().gt(0).max(1).default(0.5),
  /** Two segments have to do with each other. */
  overlap: z.number().gt(0).max(1).default(0.1),
});
export type DiagnosisThresholds = z.infer<typeof DiagnosisThresholds>;

const KindReport = z.object({
  kind: z.enum(errorKinds),
  /** Rows of the list of events. */
  events: z.int(),
  /** True and predicted segments of this kind. */
  truths: z.int(),
  predictions: z.int(),
  /** Points of segment F1 that are gained if this kind alone is fixed, by threshold; null where there is no score. */
  costs: z.array(ScoreInterval.nullable()),
});

const SensitivityGroup = z.object({
  name: z.string(),
  truths: z.int(),
  /** In which they are. */
  videos: z.int(),
  /** True segments of the group by verdict, in the order of `verdicts`. */
  verdicts: z.array(z.int()),
  /** Their shares in percent, in the same order; null where all are of one video. */
  shares: z.array(ScoreInterval.nullable()),
});

/** True segments by one of their traits: which share of each group is found, and how the others fail. */
export const Sensitivity = z.object({ trait: z.string(), groups: z.array(SensitivityGroup) });
export type Sensitivity = z.infer<typeof Sensitivity>;

/** Why a run errs on a split. */
export const DiagnosisReport = z.object({
  version: z.literal(1),
  run: z.string(),
  split: z.string(),
  thresholds: DiagnosisThresholds,
  videos: z.int(),
  truths: z.int(),
  predictions: z.int(),
  /** Pairs. */
  correct: z.int(),
  /** Segment F1, micro, in percent as reports have it; null where there is nothing. */
  scores: z.array(z.object({ iou: z.number(), score: ScoreInterval.nullable() })),
  kinds: z.array(KindReport),
  sensitivity: z.array(Sensitivity),
  /** Sentences about what was left out or compared on less than all. */
  notes: z.array(z.string()),
});
export type DiagnosisReport = z.infer<typeof DiagnosisReport>;

const Steps = z.array(z.int());

/**
 * Errors as columns, one entry an event, in the order of videos and time. Spans are half-open, in steps at `rate`; -1
 * where there is no such segment.
 */
export const ErrorEvents = z.object({
  rate: z.number().positive(),
  videos: z.array(z.string()),
  /** Index in `videos`. */
  video: Steps,
  /** Index in `verdicts`. */
  kind: Steps,
  truthStart: Steps,
  truthEnd: Steps,
  /** Class ids; -1: no segment. */
  truthClass: Steps,
  predictedStart: Steps,
  predictedEnd: Steps,
  predictedClass: Steps,
  /** Mean over the event's steps; empty for runs without scores. */
  probability: z.array(z.number().nullable()),
  entropy: z.array(z.number()),
  /**
   * What the second run makes of the same truth, an index in `verdicts`; -1 where it has
   * not seen it. Empty without one.
   */
  against: Steps,
});
export type ErrorEvents = z.infer<typeof ErrorEvents>;
