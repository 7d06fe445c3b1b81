import { z } from 'zod';
import { ChosenSteps } from '../domain/chosenSteps';
import { ConfusedPairs, ConfusionGrouping, ConfusionMatrix, OverlapCorrelations } from '../domain/confusions';
import { DiversityReport } from '../domain/diversity';
import { RunCurves, StatisticsReport } from '../domain/statistics';
import { procedure } from './procedure';

/** The split may also be `chosen`, the videos that a run was asked to predict one by one. */
const OneRun = z.object({ run: z.string(), split: z.string() });
const Runs = z.object({ runs: z.array(z.string()).min(1), split: z.string() });
/** Only these steps, at the rate of the first run; null: all. */
const OfSteps = { steps: ChosenSteps.nullable().default(null) };

export const statisticsProcedures = {
  'confusions.matrix': procedure(OneRun.extend({ grouping: ConfusionGrouping, ...OfSteps }), ConfusionMatrix),
  'confusions.pairs': procedure(OneRun.extend(OfSteps), ConfusedPairs),
  'confusions.correlations': procedure(OneRun.extend(OfSteps), OverlapCorrelations),
  'entropy.report': procedure(Runs.extend({ countBackground: z.boolean(), ...OfSteps }), DiversityReport),
  'statistics.scores': procedure(Runs.extend({ baseline: z.string().nullable() }), StatisticsReport),
  'statistics.curves': procedure(OneRun, RunCurves),
} as const;
