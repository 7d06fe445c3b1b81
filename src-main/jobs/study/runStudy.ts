import type { JobInput } from '../../common/contract/jobs';
import type { Study, StudyResult } from '../../common/domain/study';
import { Cancelled, throwIfCancelled } from '../../common/errors';
import type { JobContext } from '../../common/progress';
import { writeFileAtomic } from '../../data/project/atomic';
import { withLock } from '../../data/project/lock';
import type { ProjectStore } from '../../data/project/store';
import { environment } from '../bench/environment';
import { keepStudy, readStudyResult, studyPath, writeStudyResult } from './files';
import { studyText, tableFormats } from './formats';
import { findRuns, type FoundRun, planRuns, remainingJobs } from './runs';
import { studyTable } from './table';

/**
 * Does what is left of a study, one run after another, and writes the table after each. A run that fails
 * does not stop the others; a cancel ends the running job, whose checkpoint and finished videos are kept,
 * and the next call goes on there.
 */
export interface StudyWork {
  store: ProjectStore;
  name: string;
  study: Study;
  /** Does one job in a child process; throws what the job throws. */
  perform(job: JobInput): Promise<unknown>;
}

/** @throws Cancelled; UserError `locked` where another process runs the same study */
export async function runStudy(
  work: StudyWork,
  { signal, log }: Pick<JobContext, 'signal' | 'log'>,
): Promise<StudyResult> {
  const { store, name, study } = work;
  await keepStudy(store.dir, name);
  return withLock(studyPath(store.dir, name, 'result.json'), async () => {
    const planned = planRuns(name, study);
    const problems = new Map<string, string>();
    let result = await writeResult(work, problems, 0);
    for (const [index, one] of planned.entries()) {
      throwIfCancelled(signal);
      // Looked up anew: an earlier row may have trained the very run that this one needs.
      const [found] = (await findRuns(store, [one], study.split)) as [FoundRun];
      const place = `Run ${index + 1} of ${planned.length}, ${study.rows[one.row]?.label}, seed ${one.seed}`;
      const began = performance.now();
      try {
        await finish(work, found, (what) => log(`${place}: ${what}.`));
      } catch (error) {
        if (error instanceof Cancelled) throw error;
        const message = error instanceof Error ? error.message : String(error);
        const [sentence = ''] = message.split('\n');
        problems.set(found.id, sentence);
        log(`${place}: failed. ${message}`);
      } finally {
        result = await writeResult(work, problems, (performance.now() - began) / 1000);
      }
    }
    return result;
  });
}

/** Does the jobs that are left of a run. */
async function finish({ study, perform }: StudyWork, found: FoundRun, say: (what: string) => void): Promise<void> {
  const jobs = remainingJobs(found, study.split);
  say(doing(found, jobs));
  for (const job of jobs) await perform(job);
}

function doing({ id, run }: FoundRun, [first]: readonly JobInput[]): string {
  if (!first) return `done, as ${id}`;
  if (first.kind !== 'train') return `${first.kind === 'infer' ? 'predicting and scoring' : 'scoring'} ${id}`;
  if (!run) return `training ${id}`;
  return `going on with ${id} after ${run.stepsDone} of ${run.stepsTotal} updates`;
}

/** Writes the table as it stands. @param seconds spent since it was last written */
async function writeResult(
  { store, name, study }: StudyWork,
  problems: ReadonlyMap<string, string>,
  seconds: number,
): Promise<StudyResult> {
  const { spentSeconds = 0 } = (await readStudyResult(store.dir, name)) ?? {};
  const result: StudyResult = {
    version: 1,
    ...(await studyTable(store, name, study, problems)),
    made: new Date().toISOString(),
    ...(await environment()),
    spentSeconds: spentSeconds + seconds,
  };
  await writeStudyResult(store.dir, result);
  for (const format of tableFormats) {
    await writeFileAtomic(studyPath(store.dir, name, format), studyText(result, format));
  }
  return result;
}
