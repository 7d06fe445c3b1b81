import type { Handlers } from '../common/contract';
import { keepRefused, keepRefusedClasses, settleKept } from '../data/project/keeping';
import { listConflicts, planSettlement } from '../jobs/conflicts';
import type { Session } from './session';

type ConflictHandlers = Pick<Handlers, Extract<keyof Handlers, `conflicts.${string}`>>;

/** Segments that were changed twice, and which version is kept. */
export function conflictHandlers(session: Session): ConflictHandlers {
  const store = () => session.requireProject().store;
  return {
    'conflicts.list': () => listConflicts(store()),
    'conflicts.keep': async (edit) => {
      const file = 'classes' in edit ? await keepRefusedClasses(store(), edit) : await keepRefused(store(), [edit]);
      session.emit('conflicts.changed', {});
      return { file };
    },
    'conflicts.plan': (request) => planSettlement(store(), request),
    'conflicts.settle': async ({ keys, settled }) => {
      await settleKept(store(), keys, settled);
      session.emit('conflicts.changed', {});
      return {};
    },
  };
}
