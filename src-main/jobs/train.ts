import { type Run, type RunClass, settledSettings } from '../common/domain/run';
import { Cancelled, UserError } from '../common/errors';
import type { JobContext } from '../common/progress';
import { isContextOpen, type TrainSettings } from '../common/settings';
import { isLocked, withLock } from '../data/project/lock';
import { countLabels } from '../data/project/labelCounts';
import { checkSplits } from '../data/project/splits';
import { openProject, type ProjectStore } from '../data/project/store';
import type { Prompt } from '../gad/prompt';
import type { ClassifierTrainer } from '../gad/trainer';
import { readCheckpointFiles } from './checkpointFiles';
import { chooseDevice } from './classifier';
import { chooseContext } from './contextChoice/chooseContext';
import { requireValidation } from './contextChoice/validation';
import { makeTrainer, prepareAgain, type PreparedTraining, prepareTraining } from './prepareTraining';
import { classesFor, withoutHeldOut } from './runClasses';
import { programCommit, programVersions } from './provenance';
import {
  createRun,
  keepEventsUpTo,
  latestCheckpoint,
  readRun,
  requireNewRun,
  runFolder,
  trainingLock,
  updateRun,
} from './runFolder';
import { runTraining, type TrainResult } from './trainingLoop';

/**
 * Fine-tunes a classifier. Everything random follows from the seed and the number of the update, and a checkpoint holds
 * parameters and moments exactly, so a resumed run equals an uninterrupted one. A cancel, a failure or a crash
 * leaves the last checkpoint usable.
 */
export interface TrainInput {
  /** The project's folder. */
  project: string;
  /** Id of the run to make, or to go on with. */
  run: string;
  settings: TrainSettings;
  /** Go on from the last checkpoint, with the settings the run began with. */
  resume: boolean;
}

/** @throws UserError where the project, the decoder, the features or the settings do not allow it; Cancelled */
export async function trainJob(input: TrainInput, context: JobContext): Promise<TrainResult> {
  const store = await openProject(input.project);
  if (input.resume) await resumable(store, input.run);
  else await requireNewRun(store.dir, input.run);
  const lock = trainingLock(store.dir, input.run);
  if (await isLocked(lock)) throw trainedElsewhere(input.run);
  return withLock(lock, () => train(store, input, context));
}

async function train(store: ProjectStore, input: TrainInput, context: JobContext): Promise<TrainResult> {
  checkSplits(store.project.splits, store.videos);
  const earlier = input.resume ? await resumable(store, input.run) : null;
  const settings = earlier ? (settledSettings(earlier) as TrainSettings) : input.settings;
  const classes = earlier?.classes ?? newClasses(store, settings);
  const open = isContextOpen(settings);
  const prepared = await prepareTraining(store, open ? { ...settings, context: 'none' } : settings, classes, context);
  if (open) await requireValidation(store, prepared);
  if (earlier) requireSame(earlier, prepared.hashes);
  // A new run is written down only once all of it fits.
  const run = earlier ?? (await newRun(store, input, prepared));
  let trainer: ClassifierTrainer | undefined;
  try {
    const ready = open ? await settleContext(store, run, prepared, context) : prepared;
    trainer = await makeTrainer(ready);
    const begun = await restore(runFolder(store.dir, run.id), trainer, input.resume);
    return await runTraining({ store, run, ...ready, trainer, ...begun }, context);
  } catch (error) {
    if (!(error instanceof Cancelled)) {
      const message = error instanceof Error ? error.message : String(error);
      await updateRun(store.dir, run.id, { status: 'failed', error: message });
    }
    throw error;
  } finally {
    await trainer?.dispose();
  }
}

/** Classes of a new run. */
function newClasses(store: ProjectStore, { task, heldOut }: TrainSettings): RunClass[] {
  return classesFor(task, withoutHeldOut(store.taxonomy, heldOut), store.videos);
}

/** Tries the contexts and prepares the training with the chosen one, which the run's record tells from then on. */
async function settleContext(
  store: ProjectStore,
  run: Run,
  prepared: PreparedTraining,
  context: JobContext,
): Promise<PreparedTraining> {
  await updateRun(store.dir, run.id, { status: 'training', error: undefined });
  const chosenContext = await chooseContext(store, run, prepared, context).catch(async (error: unknown) => {
    if (error instanceof Cancelled) await updateRun(store.dir, run.id, { status: 'cancelled' });
    throw error;
  });
  const settled = await prepareAgain(store, prepared, { context: chosenContext.context }, context);
  await updateRun(store.dir, run.id, { chosenContext, ...learntFacts(settled) });
  return settled;
}

function trainedElsewhere(id: string): UserError {
  return new UserError(
    'run-training',
    `Run ${JSON.stringify(id)} is being trained by another process.`,
    'Wait until it ends, or cancel it where it was started.',
  );
}

/** @throws UserError `not-resumable` */
async function resumable(store: ProjectStore, id: string): Promise<Run> {
  const run = await readRun(store.dir, id);
  if (run.origin === 'trained' && run.settings && run.status !== 'trained') return run;
  const why = run.origin === 'imported' ? 'its predictions were imported' : 'its training is finished';
  throw new UserError('not-resumable', `Resuming run ${JSON.stringify(id)}: ${why}.`, 'Start a new run.');
}

/** A resumed run must see what it saw before. */
function requireSame(run: Run, hashes: Record<string, string>): void {
  const changed = Object.keys(hashes).filter((name) => run.hashes[name] !== hashes[name]);
  if (changed.length === 0) return;
  throw new UserError(
    'run-inputs-changed',
    `Resuming run ${JSON.stringify(run.id)}: ${changed.join(' and ')} changed since it began.`,
    'Start a new run, or bring back what it was trained on.',
  );
}

async function newRun(
  store: ProjectStore,
  { run: id, settings }: TrainInput,
  prepared: PreparedTraining,
): Promise<Run> {
  const { train, val, test } = store.project.splits;
  const run: Run = {
    version: 1,
    id,
    name: id,
    created: new Date().toISOString(),
    status: 'new',
    origin: 'trained',
    settings,
    splits: { train, val, test },
    rate: prepared.classifier.set.rate,
    versions: await programVersions(),
    commit: await programCommit(),
    device: await chooseDevice(settings.device),
    classes: [...prepared.classes],
    stepsDone: 0,
    stepsTotal: prepared.plan.updates,
    seconds: 0,
    learnt: await learntLabels(store),
    ...learntFacts(prepared),
  };
  await createRun(store.dir, run);
  return run;
}

/** How much is labelled in the training split. */
async function learntLabels(store: ProjectStore): Promise<NonNullable<Run['learnt']>> {
  const videos = store.project.splits.train.map((id) => store.video(id));
  const counted = await Promise.all(
    videos.map(async (video) => countLabels(store, video, await store.annotation(video.id))),
  );
  return {
    segments: counted.reduce((sum, { segments }) => sum + segments, 0),
    reviewedSeconds: counted.reduce((sum, { reviewedSeconds }) => sum + reviewedSeconds, 0),
  };
}

/** What a run's record tells of what is learnt. */
function learntFacts({ hashes, classifier, classes }: PreparedTraining): Pick<Run, 'hashes' | 'labelTokens'> {
  const writes = classifier.description.response === 'always';
  return { hashes, ...(writes ? { labelTokens: meanLabelTokens(classifier.prompt, classes) } : {}) };
}

/** Tokens of an action's text without the one that ends it. */
function meanLabelTokens(prompt: Prompt, classes: readonly RunClass[]): number {
  const actions = prompt.answers.filter((_, i) => !classes[i]?.background && !classes[i]?.ambiguous);
  const tokens = actions.map((answer) => answer.filter((token) => token !== prompt.eos).length);
  return tokens.reduce((sum, count) => sum + count, 0) / actions.length;
}

/** Brings back the last checkpoint, or begins anew where there is none. */
async function restore(
  dir: string,
  trainer: ClassifierTrainer,
  resume: boolean,
): Promise<{ done: number; seconds: number }> {
  const checkpoint = resume ? await latestCheckpoint(dir) : null;
  if (!checkpoint) {
    if (resume) await keepEventsUpTo(dir, 0);
    return { done: 0, seconds: 0 };
  }
  const { state, seconds } = await readCheckpointFiles(checkpoint.dir);
  await trainer.importState(state);
  await keepEventsUpTo(dir, state.step);
  return { done: state.step, seconds };
}
