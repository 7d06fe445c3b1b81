import { fromErrorRecord, UserError } from '../common/errors';
import { type SpawnChild, startWorker } from '../jobs/process';
import type { WorkerJob } from '../jobs/runJob';

/**
 * Does a job in a child beside the queue, so that nothing it does can stop or end the program.
 * @param what it does and what helps where the child dies, as a person would say it
 * @throws what the job throws; UserError `worker-crashed` where the child died
 */
export async function runSideJob(
  spawn: SpawnChild,
  job: WorkerJob,
  { what, tip }: { what: string; tip: string },
): Promise<unknown> {
  const outcome = await startWorker(spawn, job, { progress: () => undefined, log: () => undefined }).outcome;
  if (outcome.kind === 'done') return outcome.result;
  if (outcome.kind === 'error') throw fromErrorRecord(outcome.error);
  throw new UserError('worker-crashed', `${what}: ${outcome.description}`, tip);
}
