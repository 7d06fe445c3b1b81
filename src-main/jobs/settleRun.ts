import { isLocked } from '../data/project/lock';
import type { WorkerOutcome } from './process';
import { latestCheckpoint, listRuns, readRun, runFolder, trainingLock, updateRun } from './runFolder';
import type { WorkerJob } from './runJob';

/**
 * Writes into a run what the process that trained it could not, because it died or was killed: that it failed, and how,
 * or that it was cancelled. A run that came to its own end stays as it is.
 */
export async function settleRun({ project, input }: WorkerJob, outcome: WorkerOutcome): Promise<void> {
  if (input.kind !== 'train') return;
  const cancelled = outcome.kind === 'error' && outcome.error.kind === 'cancelled';
  if (outcome.kind !== 'crash' && !cancelled) return;
  // Without a readable run there is nothing to settle.
  const run = await readRun(project, input.run).catch(() => null);
  if (run?.status !== 'new' && run?.status !== 'training') return;
  await updateRun(
    project,
    run.id,
    outcome.kind === 'crash' ? { status: 'failed', error: outcome.description } : { status: 'cancelled' },
  );
}

/**
 * Writes into the runs of a project whose training ended with the machine, or with all processes of the program, that
 * it failed, so that it can be gone on with. What somebody still trains stays as it is.
 */
export async function settleLeftRuns(project: string): Promise<void> {
  for (const { id, status, stepsTotal } of await listRuns(project, () => undefined)) {
    if (status !== 'training' || (await isLocked(trainingLock(project, id)))) continue;
    const kept = (await latestCheckpoint(runFolder(project, id)))?.step ?? 0;
    const error = `The training was cut off from outside; ${kept} of ${stepsTotal} updates are kept.`;
    await updateRun(project, id, { status: 'failed', error });
  }
}
