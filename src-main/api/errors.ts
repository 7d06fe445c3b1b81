import type { Handlers } from '../common/contract';
import { changeMark, readMarks } from '../data/project/marks';
import { diagnoseRun } from '../jobs/diagnosis/diagnose';
import { readVerdicts } from '../jobs/diagnosis/verdicts';
import type { Session } from './session';

type ErrorHandlers = Pick<Handlers, Extract<keyof Handlers, `errors.${string}`>>;

/** Errors of runs and the marks that people put on moments. */
export function errorHandlers(session: Session): ErrorHandlers {
  const store = () => session.requireProject().store;
  return {
    'errors.list': async (request) => {
      const { report, events } = await diagnoseRun(store(), { ...request, sharedOnly: false }, new AbortController());
      return { report, events };
    },
    'errors.verdicts': (request) => readVerdicts(store(), request),
    'errors.marks': () => readMarks(store()),
    'errors.mark': (mark) => changeMark(store(), mark),
  };
}
