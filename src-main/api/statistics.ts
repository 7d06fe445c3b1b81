import type { CheckedInputOf, Handlers, OutputOf } from '../common/contract';
import type { AnalysisInput, AnalysisName } from '../jobs/analysis/analyse';
import type { Session } from './session';
import { runSideJob } from './sideJob';

/** Analyses of runs; each is done in a child, so that the program answers meanwhile. */
export function statisticsHandlers(session: Session): Pick<Handlers, AnalysisName> {
  const by = <N extends AnalysisName>(analysis: N) => {
    return async (request: CheckedInputOf<N>): Promise<OutputOf<N>> => {
      const { store } = session.requireProject();
      const input = { kind: 'analyse', analysis, request } as AnalysisInput;
      const tip = 'Ask for it again; if it fails again, compare fewer runs.';
      const job = { project: store.dir, input };
      return (await runSideJob(session.services.spawn, job, { what: 'Looking into runs', tip })) as OutputOf<N>;
    };
  };
  return {
    'confusions.matrix': by('confusions.matrix'),
    'confusions.pairs': by('confusions.pairs'),
    'confusions.correlations': by('confusions.correlations'),
    'entropy.report': by('entropy.report'),
    'statistics.scores': by('statistics.scores'),
    'statistics.curves': by('statistics.curves'),
  };
}
