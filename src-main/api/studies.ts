import type { Handlers } from '../common/contract';
import type { JobInput, JobRecord } from '../common/contract/jobs';
import type { StudyRun } from '../common/domain/study';
import type { JobQueue } from '../jobs/queue';
import { keepStudy, readStudy, readStudyResult } from '../jobs/study/files';
import { studyText } from '../jobs/study/formats';
import { listStudies } from '../jobs/study/list';
import { findRuns, planRuns, remainingJobs } from '../jobs/study/runs';
import { studyTable } from '../jobs/study/table';
import type { Session } from './session';

type StudyHandlers = Pick<Handlers, Extract<keyof Handlers, `studies.${string}`>>;

const isActive = ({ state }: JobRecord) => state === 'queued' || state === 'running' || state === 'stopping';
const runOf = (input: JobInput) => ('run' in input ? input.run : null);

/** Studies over the queue of jobs. */
export function studyHandlers(session: Session): StudyHandlers {
  const open = () => session.requireProject();
  const table = async (name: string) => {
    const { store, queue } = open();
    const stored = await readStudyResult(store.dir, name);
    const problems = problemsOf(stored?.rows.flatMap(({ runs }) => runs) ?? [], queue.list());
    return studyTable(store, name, await readStudy(store.dir, name), problems);
  };
  const found = async (name: string) => {
    const { store } = open();
    const study = await readStudy(store.dir, name);
    return { split: study.split, runs: await findRuns(store, planRuns(name, study), study.split) };
  };
  return {
    'studies.list': () => listStudies(open().store),
    'studies.table': ({ study }) => table(study),
    'studies.queue': async ({ study }) => {
      const { store, queue } = open();
      const { split, runs } = await found(study);
      await keepStudy(store.dir, study);
      dismissEnded(queue, new Set(runs.map(({ id }) => id)));
      // Rows with the same settings are one run.
      const seen = new Set(queue.list().filter(isActive).map(workOf));
      const wanted = runs.filter((run) => {
        const key = JSON.stringify(run.settings);
        const known = seen.has(run.id) || seen.has(key);
        seen.add(run.id).add(key);
        return !known;
      });
      return wanted.flatMap((run) => remainingJobs(run, split).map((job) => queue.start(job)));
    },
    'studies.stop': async ({ study }) => {
      const { queue } = open();
      const ids = new Set((await found(study)).runs.map(({ id }) => id));
      const jobs = queue.list().filter((job) => isActive(job) && ids.has(runOf(job.input) ?? ''));
      // The last first: a cancelled job must not let the next one begin.
      return jobs.reverse().flatMap(({ id }) => queue.cancel(id) ?? []);
    },
    'studies.export': async ({ study, format }) => ({
      file: `${study}.${format}`,
      text: studyText(await table(study), format),
    }),
  };
}

/** Takes earlier jobs of these runs off the list, so that what it says of them is of today. */
function dismissEnded(queue: JobQueue, runs: ReadonlySet<string>): void {
  for (const { id, input } of queue.list()) if (runs.has(runOf(input) ?? '')) queue.dismiss(id);
}

/** What a job of the queue is about to train, or the run it reads. */
const workOf = ({ input }: JobRecord) =>
  input.kind === 'train' ? JSON.stringify(input.settings) : (runOf(input) ?? '');

/** Why runs failed, by run: what the queue's first failed job of it says, else what "gadw study" wrote down. */
function problemsOf(stored: readonly StudyRun[], jobs: readonly JobRecord[]): Map<string, string> {
  const problems = new Map(stored.flatMap(({ run, problem }) => (problem === undefined ? [] : [[run, problem]])));
  const known = new Set<string>();
  for (const { input, state, error } of jobs) {
    const run = runOf(input);
    if (run === null || known.has(run)) continue;
    if (state !== 'failed' || !error) problems.delete(run);
    else {
      problems.set(run, error.message);
      known.add(run);
    }
  }
  return problems;
}
