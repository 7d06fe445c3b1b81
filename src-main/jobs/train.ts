import type { Run } from '../common/domain/run';
import { Cancelled, UserError } from '../common/errors';
import type { JobContext } from '../common/progress';
import type { TrainSettings } from '../common/settings';
import { checkSplits } from '../data/project/splits';
import { openProject, type ProjectStore } from '../data/project/store';
import type { ClassifierModel } from '../gad/network';
import { classEmbeddings } from '../gad/classEmbeddings';
import { adaptedTargets, initialParameters, spreadOf } from '../gad/parameters';
import { classWeights } from '../gad/classWeights';
import { TrainingPlan } from '../gad/plan';
import type { Prompt } from '../gad/prompt';
import { ClassifierTrainer } from '../gad/trainer';
import { checkpointHash, loadWeights } from '../models/decoder/checkpoint';
import { readCheckpointFiles } from './checkpointFiles';
import { chooseDevice, openClassifier, type RunClassifier } from './classifier';
import { clipSource } from './clips';
import { classesFor, withoutHeldOut } from './runClasses';
import { programCommit, programVersions } from './provenance';
import { createRun, keepEventsUpTo, latestCheckpoint, readRun, requireNewRun, runFolder, updateRun } from './runFolder';
import { runTraining, type TrainResult } from './trainingLoop';
import { trainingClips } from './trainingClips';
import { trainingVideos } from './trainingVideos';

/**
 * Fine-tunes a classifier. Everything random follows from the seed and the number of the update, and a checkpoint holds
 * parameters and moments exactly, so a resumed run equals an uninterrupted one. A cancel, a failure or a crash leaves the
 * last checkpoint usable.
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
  if (!input.resume) await requireNewRun(store.dir, input.run);
  checkSplits(store.project.splits, store.videos);
  const { run, settings, classifier, plan } = await prepare(store, input, context);
  let trainer: ClassifierTrainer | undefined;
  try {
    trainer = await makeTrainer(classifier, run, settings, plan);
    const begun = await restore(runFolder(store.dir, run.id), trainer, input.resume);
    return await runTraining({ store, run, settings, classifier, plan, trainer, ...begun }, context);
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

interface Prepared {
  run: Run;
  settings: TrainSettings;
  classifier: RunClassifier;
  plan: TrainingPlan;
}

/** Reads and checks everything; a new run is written down only once all of it fits. */
async function prepare(store: ProjectStore, input: TrainInput, context: JobContext): Promise<Prepared> {
  const earlier = input.resume ? await resumable(store, input.run) : null;
  const settings = earlier?.settings ?? input.settings;
  const taxonomy = withoutHeldOut(store.taxonomy.classes, settings.heldOut);
  const classes = earlier?.classes ?? classesFor(settings.task, taxonomy, store.videos);
  const classifier = await openClassifier(store, settings, classes);
  const source = await clipSource(store, settings, classes);
  const { videos, labelsHash } = source
    ? await trainingClips(store, classifier.description, source, context)
    : await trainingVideos(store, classifier, classes, settings.official, context);
  const plan = new TrainingPlan(videos, { ...settings, spec: classifier.spec });
  const device = await chooseDevice(settings.device);
  const hashes = {
    decoder: await checkpointHash(classifier.checkpoint.path),
    features: classifier.set.encoderHash,
    labels: labelsHash,
  };
  if (earlier) requireSame(earlier, hashes);
  const run =
    earlier ?? (await newRun(store, input, classifier, { classes, hashes, device, stepsTotal: plan.updates }));
  return { run, settings, classifier: source ? { ...classifier, longest: longestOf(plan) } : classifier, plan };
}

/** Steps of the longest clip: batches need no room for those that are not there. */
function longestOf(plan: TrainingPlan): number {
  let longest = 1;
  for (const { steps } of plan.allWindows()) longest = Math.max(longest, steps.length);
  return longest;
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

async function makeTrainer(
  { checkpoint, description, prompt, texts, set, longest }: RunClassifier,
  run: Run,
  settings: TrainSettings,
  plan: TrainingPlan,
): Promise<ClassifierTrainer> {
  const { rank, alpha, dropout, frozen, seed } = settings;
  const model: ClassifierModel = {
    description,
    decoder: checkpoint.config,
    visualDim: set.dim,
    classes: run.classes.length,
    lora: { rank, alpha, dropout, targets: adaptedTargets(description) },
    base: frozen,
  };
  const table = await checkpoint.weights.read('embedding.weight');
  const parameters = Object.fromEntries(initialParameters(model, spreadOf(table), seed));
  const weights = Object.fromEntries(await loadWeights(checkpoint, frozen));
  const device = await chooseDevice(settings.device);
  const compares = description.structure > 0 || description.contrastive > 0;
  const { tokenizer, config } = checkpoint;
  const classes = compares ? classEmbeddings(texts, tokenizer, table, config.hiddenSize) : [];
  return ClassifierTrainer.create({
    model,
    prompt,
    settings,
    device,
    parameters,
    weights,
    classes,
    longest,
    classWeights: classWeights(plan.allWindows(), model.classes, settings),
    windows: plan.allWindows(),
    updates: plan.updates,
  });
}

async function newRun(
  store: ProjectStore,
  { run: id, settings }: TrainInput,
  { set, description, prompt }: RunClassifier,
  known: Pick<Run, 'classes' | 'hashes' | 'device' | 'stepsTotal'>,
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
    rate: set.rate,
    versions: await programVersions(),
    commit: await programCommit(),
    stepsDone: 0,
    seconds: 0,
    ...(description.response === 'always' ? { labelTokens: meanLabelTokens(prompt, known.classes) } : {}),
    ...known,
  };
  await createRun(store.dir, run);
  return run;
}

/** Tokens of an action's text without the one that ends it. */
function meanLabelTokens(prompt: Prompt, classes: Run['classes']): number {
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
