import { join } from 'node:path';
import type { Run, RunEvent } from '../common/domain/run';
import { Cancelled, throwIfCancelled, UserError } from '../common/errors';
import { type JobContext, ProgressMeter } from '../common/progress';
import type { TrainSettings } from '../common/settings';
import { writeFileAtomic } from '../data/project/atomic';
import type { ProjectStore } from '../data/project/store';
import { cosineWithWarmup, warmupSteps } from '../engine/optim/schedule';
import { fullModules } from '../gad/parameters';
import { stageAt, trainingStages } from '../gad/stages';
import type { PlannedUpdate, TrainingPlan } from '../gad/plan';
import type { BatchLosses, ClassifierTrainer } from '../gad/trainer';
import { writeCheckpointFiles } from './checkpointFiles';
import type { RunClassifier } from './classifier';
import { classifierFile } from './classifierFile';
import { appendEvents, runFolder, updateRun, writeCheckpoint } from './runFolder';
import { windowFeatures } from './trainingVideos';

/** The updates of a training, from wherever it stands to its end, each logged, with checkpoints on the way. */
export interface Training {
  store: ProjectStore;
  run: Run;
  settings: TrainSettings;
  classifier: RunClassifier;
  plan: TrainingPlan;
  trainer: ClassifierTrainer;
  /** Updates done, and seconds they took, before this sitting. */
  done: number;
  seconds: number;
}

export interface TrainResult {
  run: string;
  updates: number;
  /** Seconds of training, over all sittings. */
  seconds: number;
  /** Of the last update. */
  loss: number | null;
}

/** @throws UserError `loss-not-finite`, `gradient-not-finite`; Cancelled, after a checkpoint was written */
export async function runTraining(training: Training, context: JobContext): Promise<TrainResult> {
  const { store, run, settings, plan } = training;
  const { id } = run;
  await updateRun(store.dir, id, { status: 'training', stepsTotal: plan.updates, error: undefined });
  const schedule = learningRates(settings, training.classifier, plan);
  const meter = new ProgressMeter(context, 'Training', plan.updates, 'updates');
  const started = Date.now();
  const seconds = () => training.seconds + (Date.now() - started) / 1000;
  let done = training.done;
  let loss: number | null = null;
  try {
    for (const planned of plan.from(done)) {
      const losses = await update(training, planned, schedule(done), context);
      const event: StepEvent = { type: 'step', ...losses, seconds: seconds() };
      done = event.step;
      loss = event.loss;
      await appendEvents(runFolder(store.dir, id), [event]);
      meter.update(done, `epoch ${planned.epoch + 1} of ${settings.epochs}`);
      if (done % settings.checkpointEvery === 0 && done < plan.updates) await saveCheckpoint(training, done, seconds());
    }
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    await saveCheckpoint(training, done, seconds());
    await updateRun(store.dir, id, { status: 'cancelled', stepsDone: done, seconds: seconds() });
    throw error;
  }
  await saveCheckpoint(training, done, null);
  await updateRun(store.dir, id, { status: 'trained', stepsDone: done, seconds: seconds() });
  return { run: id, updates: done, seconds: seconds(), loss };
}

/** Learning rate of an update, counted from 0. */
export function learningRates(
  settings: TrainSettings,
  classifier: RunClassifier,
  plan: TrainingPlan,
): (step: number) => number {
  const stages = trainingStages(classifier.description, plan.updates);
  return (step) => {
    const { first, updates } = stageAt(stages, step);
    return cosineWithWarmup(settings.learningRate, warmupSteps(settings.warmup, updates), updates)(step - first);
  };
}

type StepEvent = Extract<RunEvent, { type: 'step' }>;

/** Gradients of all batches of an update, then the update. Losses are means over the batches. */
export async function update(
  { trainer, classifier, store, run }: Pick<Training, 'trainer' | 'classifier' | 'store' | 'run'>,
  planned: PlannedUpdate,
  learningRate: number,
  { signal }: JobContext,
): Promise<Omit<StepEvent, 'type' | 'seconds'>> {
  const step = planned.index + 1;
  const losses: BatchLosses[] = [];
  for (const [i, windows] of planned.batches.entries()) {
    throwIfCancelled(signal);
    const tracks = await Promise.all(windows.map((window) => windowFeatures(store, classifier.set, window)));
    const batch = await trainer.collect(windows, tracks, `${planned.index} ${i}`);
    if (!Number.isFinite(batch.loss)) throw lossNotFinite(run.id, step, batch.loss);
    losses.push(batch);
    // Lets a cancel message in: a pass blocks this thread.
    await new Promise((resolve) => setImmediate(resolve));
  }
  throwIfCancelled(signal);
  const gradientNorm = await trainer.update(learningRate);
  const mean = (part: (losses: BatchLosses) => number | null) =>
    losses.reduce<number | null>((sum, each) => {
      const value = part(each);
      return sum === null || value === null ? null : sum + value / losses.length;
    }, 0);
  return {
    step,
    loss: mean((each) => each.loss) as number,
    classLoss: mean((each) => each.classLoss),
    textLoss: mean((each) => each.textLoss),
    structureLoss: mean((each) => each.structureLoss),
    contrastiveLoss: mean((each) => each.contrastiveLoss),
    textKlLoss: mean((each) => each.textKlLoss),
    learningRate,
    gradientNorm,
  };
}

function lossNotFinite(run: string, step: number, loss: number): UserError {
  return new UserError(
    'loss-not-finite',
    `Training run ${JSON.stringify(run)}: the loss became ${loss} at update ${step}.`,
    'Lower the learning rate or raise the warm-up, and start again; the last checkpoint is still good.',
  );
}

/** @param seconds of training so far; null where it is finished */
async function saveCheckpoint(training: Training, step: number, seconds: number | null): Promise<void> {
  const { trainer, classifier, settings, store, run } = training;
  const dir = runFolder(store.dir, run.id);
  const { rank, alpha, dropout, decoder } = settings;
  const state = await trainer.exportState();
  const adapter = { rank, alpha, dropout, baseModel: decoder, fullModules: fullModules(classifier.description) };
  await writeCheckpoint(dir, step, async (folder) => {
    await writeCheckpointFiles(folder, adapter, state, seconds);
    await writeFileAtomic(join(folder, 'classifier.json'), classifierFile(settings, run.classes, classifier));
  });
  await appendEvents(dir, [{ type: 'checkpoint', step }]);
  if (seconds !== null) await updateRun(store.dir, run.id, { stepsDone: step, seconds });
}
