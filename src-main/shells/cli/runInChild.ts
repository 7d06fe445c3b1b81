import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JobInput } from '../../common/contract/jobs';
import { Cancelled, fromErrorRecord, UserError } from '../../common/errors';
import { forkChild, startWorker } from '../../jobs/process';
import type { WorkerJob } from '../../jobs/runJob';
import { settleRun } from '../../jobs/settleRun';
import type { Output } from './output';

/** The built worker entry, beside this file's bundle. */
export function workerEntry(): string {
  return fileURLToPath(new URL('./worker.cjs', import.meta.url));
}

/**
 * Runs one job in a child process, so that a native abort is a sentence and not a vanished terminal. The first Ctrl C
 * asks the job to stop and keep what it has, a second kills it.
 * @throws UserError, Cancelled
 */
export async function runInChild(job: WorkerJob, output: Output): Promise<unknown> {
  const worker = startWorker(() => forkChild(workerEntry()), job, { progress: output.progress, log: output.note });
  let asked = false;
  const stop = () => {
    if (asked) worker.kill();
    else output.note('Stopping; what is finished is kept. Ctrl C again to kill.');
    asked = true;
    worker.cancel();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    const outcome = await worker.outcome;
    await settleRun(job, outcome);
    if (outcome.kind === 'done') return outcome.result;
    if (outcome.kind === 'error') throw fromErrorRecord(outcome.error);
    if (asked) throw new Cancelled();
    throw new UserError(
      'worker-crashed',
      `${outcome.description}${outcome.stderr === '' ? '' : `\n${outcome.stderr.trim()}`}`,
      `Start it again${job.input.kind === 'train' ? '; with --resume training continues from its last checkpoint' : ''}.`,
    );
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

/** Runs a job on the project in `dir`; its result's fields. */
export async function runJobInChild(output: Output, dir: string, input: JobInput): Promise<Record<string, unknown>> {
  return ((await runInChild({ project: resolve(dir), input }, output)) ?? {}) as Record<string, unknown>;
}
