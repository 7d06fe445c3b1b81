import type { WorkerOutcome } from './process';
import { readRun, updateRun } from './runFolder';
import type { WorkerJob } from './runJob';

/**
 * Writes into a run what the process that trained it could not, because it died or was killed: that it failed, and how, or
 * that it was cancelled. A run that came to its own end stays as it is.
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
