import { z } from 'zod';
import { ConfusedPairs, ConfusionGrouping, ConfusionMatrix } from '../domain/confusions';
import { DiversityReport } from '../domain/diversity';
import { RunCurves, StatisticsReport } from '../domain/statistics';
import { procedure } from './procedure';

/** The split may also be `chosen`, the videos that a run was asked to predict one by one. */
const OneRun = z.object({ run: z.string(), split: z.string() });
const Runs = z.object({ runs: z.array(z.string()).min(1), split: z.string() });

export const statisticsProcedures = {
  'confusions.matrix': procedure(OneRun.extend({ grouping: ConfusionGrouping }), ConfusionMatrix),
  'confusions.pairs': procedure(OneRun, ConfusedPairs),
  'entropy.report': procedure(Runs.extend({ countBackground: z.boolean() }), DiversityReport),
  'statistics.scores': procedure(Runs.extend({ baseline: z.string().nullable() }), StatisticsReport),
  'statistics.curves': procedure(OneRun, RunCurves),
} as const;
