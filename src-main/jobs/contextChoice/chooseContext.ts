import { join } from 'node:path';
import { evidence } from '../../common/domain/evidence';
import {
  ContextChoice,
  type ContextDecision,
  type ContextProbe,
  type MeanInterval,
} from '../../common/domain/contextChoice';
import type { Run } from '../../common/domain/run';
import type { JobContext } from '../../common/progress';
import { type Context, contexts } from '../../common/settings';
import { decideContext } from '../../analysis/decideContext';
import { writeFileAtomic } from '../../data/project/atomic';
import { readRecord, recordText } from '../../data/project/records';
import type { ProjectStore } from '../../data/project/store';
import { prepareAgain, type PreparedTraining } from '../prepareTraining';
import { runFolder } from '../runFolder';
import { probeContext } from './probe';

/**
 * The context "auto": a short training with each context on the training split, scored on the validation split, and the
 * choice among them. Everything tried is kept in `runs/<id>/context.json`, so that a resumed choice tries only what is
 * missing.
 */

/** Share of the run's updates that each probe takes. */
const probeShare = 0.2;

/** @param prepared the run's training, whatever its context @throws UserError as a training; Cancelled */
export async function chooseContext(
  store: ProjectStore,
  run: Run,
  prepared: PreparedTraining,
  context: JobContext,
): Promise<NonNullable<Run['chosenContext']>> {
  const path = join(runFolder(store.dir, run.id), 'context.json');
  const updates = Math.max(1, Math.round(probeShare * run.stepsTotal));
  const probes = (await readRecord(path, path, ContextChoice))?.record.probes.slice() ?? [];
  const keep = (decision: ContextDecision | null) =>
    writeFileAtomic(path, recordText({ version: 1, updates, probes, decision } satisfies ContextChoice));
  const candidates = candidateContexts(store);
  for (const candidate of candidates) {
    if (probes.some((probe) => probe.context === candidate)) continue;
    const own = await prepareAgain(store, prepared, { context: candidate, maxSteps: updates }, context);
    const probe = await probeContext(store, run, own, context);
    probes.push(probe);
    await keep(null);
    context.log(probeLine(probe));
  }
  const decision = decideContext(probes);
  await keep(decision);
  for (const line of decisionLines(decision, probes.length)) context.log(line);
  return { context: decision.chosen, candidates: probes.length };
}

/** All contexts that the training videos can tell. */
function candidateContexts(store: ProjectStore): Context[] {
  const told = store.project.splits.train.every((id) => store.video(id).task !== undefined);
  return contexts.filter((context) => told || context !== 'task goal');
}

const range = ({ low, high }: MeanInterval, digits: number) => `${low.toFixed(digits)} to ${high.toFixed(digits)}`;

function probeLine({ context, crossEntropy, frameAccuracy, textTokens, videos }: ContextProbe): string {
  const entropy = `cross entropy ${crossEntropy.value.toFixed(3)} (${range(crossEntropy, 3)})`;
  const accuracy = `frame accuracy ${frameAccuracy.value.toFixed(1)} (${range(frameAccuracy, 1)})`;
  return `Context ${context}: ${entropy}, ${accuracy}, ${textTokens.toFixed(1)} text tokens a window; ${evidence(videos.length)}.`;
}

function decisionLines({ chosen, best, behind }: ContextDecision, tried: number): string[] {
  const close = behind.filter((other) => other.close).map(({ context }) => context);
  const told =
    close.length === 0
      ? `The least cross entropy has ${best}, surely less than the others.`
      : `The least cross entropy has ${best}; ${close.join(', ')} cannot be told from it by these validation videos, and the fewest text tokens of them count.`;
  return [told, `Context chosen from ${tried}: ${chosen}.`];
}
