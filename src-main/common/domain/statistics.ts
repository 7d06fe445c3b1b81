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
  /** What is counted: a run answers step by step, or whole clips. */
  unit: z.enum(['step', 'clip']),
  /** What was left out, one sentence each: videos and classes that not all runs share. */
  notes: z.array(z.string()),
});
export type Compared = z.infer<typeof Compared>;

/** Classes of task recognition are tasks of videos and no classes of the project: their names by class id. */
export const TaskNames = z.object({ tasks: z.array(z.string()).optional() });
export type TaskNames = z.infer<typeof TaskNames>;

export interface RunScore {
  title: string;
  help: string;
  digits: number;
  lowerIsBetter?: boolean;
  /**
   * Depends on how many different videos there are, so draws are moved to the value; see
   * src-main/analysis/bootstrap.ts.
   */
  centred?: boolean;
}

/** The scores of a run that have an interval over videos. */
export const runScores = {
  segmentF1: { title: 'S-F1', help: 'Segment F1 at IoU 0.1, micro, in percent.', digits: 1 },
  segmentF1At25: { title: 'F1@25', help: 'Segment F1 at IoU 0.25, micro, in percent.', digits: 1 },
  segmentF1At50: { title: 'F1@50', help: 'Segment F1 at IoU 0.5, micro, in percent.', digits: 1 },
  segmentF1Macro: {
    title: 'S-F1 macro',
    help: 'Segment F1 at IoU 0.1, mean over the classes, in percent.',
    digits: 1,
    centred: true,
  },
  pointF1: { title: 'P-F1', help: 'F1 of segment starts within 1 s, in percent.', digits: 1 },
  pointF1At2: { title: 'P-F1 2 s', help: 'F1 of segment starts within 2 s, in percent.', digits: 1 },
  frameAccuracy: { title: 'Frame acc.', help: 'Share of steps with their true label, in percent.', digits: 1 },
  foregroundF1: { title: 'Foreground F1', help: 'F1 of steps of actions, in percent.', digits: 1 },
  actionRecall: {
    title: 'Class recall',
    help: 'Recall of steps, mean over the actions that occur, in percent.',
    digits: 1,
    centred: true,
  },
  meanAveragePrecision: {
    title: 'mAP',
    help: 'Average precision of steps, mean over the actions that occur, in percent.',
    digits: 1,
    centred: true,
  },
  topOne: { title: 'Top-1', help: 'Share of clips with their true label, in percent.', digits: 1 },
  topOneClassMean: {
    title: 'Class mean',
    help: 'Share of clips with their true label, mean over the classes that occur, in percent.',
    digits: 1,
    centred: true,
  },
  diversity: {
    title: 'Entropy, nats',
    help: 'Misclassification diversity: mean over the classes of the entropy of their wrong labels.',
    digits: 2,
    lowerIsBetter: true,
    centred: true,
  },
} as const satisfies Record<string, RunScore>;
export type RunScoreName = keyof typeof runScores;
export const runScoreNames = Object.keys(runScores) as [RunScoreName, ...RunScoreName[]];

/** Scores of a run over its videos of a split, and against another run over the videos of both. */
export const RunStatistics = Compared.extend({
  run: z.string(),
  scores: z.record(z.enum(runScoreNames), ScoreInterval.nullable()),
  /** Null for the baseline itself and where there is none. */
  difference: Compared.extend({
    baseline: z.string(),
    scores: z.record(z.enum(runScoreNames), ScoreComparison.nullable()),
  }).nullable(),
  /** Why there is no difference, where a baseline was asked for. */
  incomparable: z.string().optional(),
});
export type RunStatistics = z.infer<typeof RunStatistics>;

/** Of several runs; those that cannot be scored are told with the reason. */
export const StatisticsReport = z.object({
  runs: z.array(RunStatistics),
  unscored: z.array(z.object({ run: z.string(), message: z.string() })),
});
export type StatisticsReport = z.infer<typeof StatisticsReport>;

/** A score along a quantity, with its interval at each point; null where it is 0/0. */
export const ScoreCurve = z.array(z.object({ x: z.number(), score: ScoreInterval.nullable() }));
export type ScoreCurve = z.infer<typeof ScoreCurve>;

/** A run that classifies whole clips has none by threshold, tolerance or part seen. */
export const RunCurves = Compared.extend({
  run: z.string(),
  /** Segment F1, micro, by IoU threshold; F1 of starts by tolerance in seconds. In percent. */
  overlap: ScoreCurve,
  starts: ScoreCurve,
  /** By the fraction of an action that has been seen: named right at that moment, and at some moment until then. */
  early: z.object({ at: ScoreCurve, until: ScoreCurve }),
  /** Null where the run has no scores. */
  calibration: z
    .object({
      /** Expected calibration error, in percent. */
      error: ScoreInterval.nullable(),
      bins: z.array(z.object({ steps: z.int(), confidence: z.number(), accuracy: z.number() })),
    })
    .nullable(),
  precisionRecall: z
    .object({
      /** From the highest threshold: recall and precision over all pairs of step and action, in percent. */
      points: z.array(z.tuple([z.number(), z.number()])),
      /** Of these pairs together; see `Report` for the mean over classes. */
      averagePrecision: z.number().nullable(),
    })
    .nullable(),
});
export type RunCurves = z.infer<typeof RunCurves>;
