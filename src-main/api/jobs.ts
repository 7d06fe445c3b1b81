import type { Handlers } from '../common/contract';
import type { JobRecord } from '../common/contract/jobs';
import { UserError } from '../common/errors';
import { contextNamedByHead, type TrainSettings } from '../common/settings';
import { listRuns } from '../jobs/runFolder';
import { estimateTraining } from '../jobs/estimate';
import type { Session } from './session';

type JobHandlers = Pick<
  Handlers,
  'jobs.list' | 'jobs.start' | 'jobs.cancel' | 'jobs.resume' | 'jobs.dismiss' | 'train.estimate' | 'train.suggestId'
>;

/** The queue of jobs, and what a training would take before it is queued. */
export function jobHandlers(session: Session): JobHandlers {
  const queue = () => session.requireProject().queue;
  return {
    'jobs.list': async () => (session.store === null ? [] : queue().list()),
    'jobs.start': async (input) => queue().start(input),
    'jobs.cancel': async ({ id }) => known(queue().cancel(id), id),
    'jobs.resume': async ({ id }) => known(queue().resume(id), id),
    'jobs.dismiss': async ({ id }) => {
      queue().dismiss(id);
      return queue().list();
    },
    'train.estimate': async (settings) => estimateTraining(session.requireProject().store, settings),
    'train.suggestId': async (settings) => {
      const { store, queue: jobs } = session.requireProject();
      const taken = new Set((await listRuns(store.dir, () => undefined)).map((run) => run.id));
      for (const job of jobs.list()) if (job.input.kind === 'train') taken.add(job.input.run);
      const base = describedRun(settings);
      let id = base;
      for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
      return { id };
    },
  };
}

/** What a run's name tells of its classifier. */
function describedRun(settings: TrainSettings): string {
  const { kind, classToken, context, order, stages, seed } = settings;
  const parts: string[] = [kind];
  if (kind === 'discriminative' && !classToken) parts.push('no-cls');
  if (kind === 'gad' && context !== 'none') {
    parts.push(context === 'previous action' ? 'previous' : context);
    if (contextNamedByHead(settings)) parts.push(settings.contextAs === 'head' ? 'head' : 'head-own-cls');
    else if (order !== 'discriminative first') parts.push(order);
    if (stages === 'two') parts.push('two-stage');
  }
  return [...parts, `s${seed}`].join('-').replaceAll(' ', '-');
}

function known(record: JobRecord | undefined, id: string): JobRecord {
  if (record) return record;
  throw new UserError(
    'unknown-job',
    `There is no job "${id}".`,
    'It may have been dismissed; look at the queue again.',
  );
}
