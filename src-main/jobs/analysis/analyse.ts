import type { CheckedInputOf, OutputOf } from '../../common/contract';
import type { statisticsProcedures } from '../../common/contract/statistics';
import type { ProjectStore } from '../../data/project/store';
import { confusedPairsReport, overlapCorrelations } from './confusedPairs';
import { confusionMatrix } from './confusionMatrix';
import { runCurves } from './curves';
import { diversityReport } from './diversityReport';
import { statisticsReport } from './statistics';

/**
 * Analyses of runs, named as the procedures that ask for them. They take a second or two, so a child process does them.
 */
const analyses = {
  'confusions.matrix': confusionMatrix,
  'confusions.pairs': confusedPairsReport,
  'confusions.correlations': overlapCorrelations,
  'entropy.report': diversityReport,
  'statistics.scores': statisticsReport,
  'statistics.curves': runCurves,
} as const satisfies { readonly [N in AnalysisName]: Analysis<N> };

type Analysis<N extends AnalysisName> = (store: ProjectStore, request: CheckedInputOf<N>) => Promise<OutputOf<N>>;

export type AnalysisName = keyof typeof statisticsProcedures;

export type AnalysisInput = {
  [N in AnalysisName]: { kind: 'analyse'; analysis: N; request: CheckedInputOf<N> };
}[AnalysisName];

/** @throws UserError as the analysis does */
export function analyse(store: ProjectStore, { analysis, request }: AnalysisInput): Promise<unknown> {
  return analyses[analysis](store, request as never);
}
