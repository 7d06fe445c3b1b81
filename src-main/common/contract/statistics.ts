import { z } from 'zod';
import { ConfusedPairs, ConfusionGrouping, ConfusionMatrix } from '../domain/confusions';
import { DiversityReport } from '../domain/diversity';
import { SplitName } from '../domain/project';
import { procedure } from './procedure';

const OneRun = z.object({ run: z.string(), split: SplitName });
const Runs = z.object({ runs: z.array(z.string()).min(1), split: SplitName });

export const statisticsProcedures = {
  'confusions.matrix': procedure(OneRun.extend({ grouping: ConfusionGrouping }), ConfusionMatrix),
  'confusions.pairs': procedure(OneRun, ConfusedPairs),
  'entropy.report': procedure(Runs.extend({ countBackground: z.boolean() }), DiversityReport),
} as const;
