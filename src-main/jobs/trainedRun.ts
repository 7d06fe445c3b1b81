import { classifiesSteps, type Run, type RunClass, settledSettings } from '../common/domain/run';
import { UserError } from '../common/errors';
import type { JobContext } from '../common/progress';
import type { TrainSettings } from '../common/settings';
import type { ProjectStore } from '../data/project/store';
import type { HostTensor } from '../engine/runtime/tensor';
import type { ClassifierModel } from '../gad/network';
import { Predictor } from '../gad/predictor';
import type { SimilarMoments } from '../gad/similarMoments';
import { loadWeights } from '../models/decoder/checkpoint';
import { mergeLora } from '../models/decoder/merge';
import { type Adapter, readAdapter } from '../models/weights/peft';
import { chooseDevice, openClassifier, type RunClassifier } from './classifier';
import { similarMoments } from './retrieval/trainingMoments';
import { ambiguousIndices } from './runClasses';
import type { PreparedTraining } from './prepareTraining';
import { latestCheckpoint, readRun, runFolder } from './runFolder';

/** A run that can predict: what it was trained with, and its last checkpoint. */
export interface TrainedRun {
  run: Run;
  settings: TrainSettings;
  classifier: RunClassifier;
  /** The run's folder. */
  dir: string;
  /** Updates done, and where the adapter lies. */
  checkpoint: { step: number; dir: string };
}

/** @throws UserError `no-run`, `not-trained`, `rate-differs`, and those of reading decoder and feature set */
export async function openTrainedRun(store: ProjectStore, id: string): Promise<TrainedRun> {
  const run = await readRun(store.dir, id);
  const dir = runFolder(store.dir, run.id);
  const checkpoint = await latestCheckpoint(dir);
  const settings = settledSettings(run);
  if (!settings || !checkpoint) throw notTrained(run);
  const classifier = await openClassifier(store, settings, run.classes);
  if (classifier.set.rate !== run.rate) throw rateDiffers(run, classifier.set.rate);
  return { run, settings, classifier, dir, checkpoint };
}

/**
 * @param what is being done with the run, as "Streaming with"
 * @throws UserError `not-online` for a run of an offline task
 */
export function requireOnline(run: Run, what: string): void {
  if (classifiesSteps(run)) return;
  throw new UserError(
    'not-online',
    `${what} run ${JSON.stringify(run.id)}: it was trained for ${run.settings?.task} and classifies whole clips, not steps.`,
    'Choose a run of online detection.',
  );
}

/** The network of a run with its adapters merged. */
export interface MergedNetwork {
  model: ClassifierModel;
  /** Merged weights and what is trained in full, by input name. */
  weights: Readonly<Record<string, HostTensor>>;
}

/** @param writes whether the language-model head is used: it keeps its own adapter */
export async function mergedNetwork(
  { run: { classes }, classifier, checkpoint: { dir } }: TrainedRun,
  writes: boolean,
): Promise<MergedNetwork> {
  return merged(classifier, classes, await readAdapter(dir), writes);
}

/** What was trained, and how its adapters are scaled. */
type Trained = Pick<Adapter, 'tensors' | 'rank' | 'alpha'>;

async function merged(
  { checkpoint, description, set }: RunClassifier,
  classes: readonly RunClass[],
  { tensors, rank, alpha }: Trained,
  writes: boolean,
): Promise<MergedNetwork> {
  const weights = await mergeLora(await loadWeights(checkpoint, 'fp32'), tensors, { rank, alpha });
  const model: ClassifierModel = {
    description,
    decoder: checkpoint.config,
    visualDim: set.dim,
    classes: classes.length,
    lora: writes ? { rank, alpha, dropout: 0, targets: ['head'] } : null,
    base: 'fp32',
  };
  return { model, weights: { ...Object.fromEntries(weights), ...Object.fromEntries(tensors) } };
}

/** What the run's question names; null where it names nothing. @throws UserError, Cancelled as `similarMoments` */
export function similarOf(
  store: ProjectStore,
  trained: TrainedRun,
  context: JobContext,
): Promise<SimilarMoments | null> {
  const { run, settings, classifier } = trained;
  return similarMoments(store, { settings, classes: run.classes, classifier }, run.splits.train, context);
}

/** @param batch windows a pass @throws UserError, Cancelled as `similarOf` */
export async function makePredictor(
  store: ProjectStore,
  trained: TrainedRun,
  batch: number,
  context: JobContext,
): Promise<Predictor> {
  const { run, settings, classifier, checkpoint } = trained;
  const similar = await similarOf(store, trained, context);
  const adapter = await readAdapter(checkpoint.dir);
  const predictor = await predictorOf({ settings, classifier, classes: run.classes, similar }, adapter, batch);
  await predictor.prepare();
  return predictor;
}

/** A predictor of what a training has come to. @param batch windows a pass */
export async function predictorOf(
  { settings, classifier, classes, similar }: Pick<PreparedTraining, 'settings' | 'classifier' | 'classes' | 'similar'>,
  trained: Trained,
  batch: number,
): Promise<Predictor> {
  const { checkpoint, description, prompt, texts, longest } = classifier;
  return new Predictor({
    ...(await merged(classifier, classes, trained, description.response === 'always')),
    prompt,
    tokenizer: checkpoint.tokenizer,
    texts,
    leftOut: ambiguousIndices(classes),
    decoding: settings.decoding,
    silenceThreshold: settings.silenceThreshold,
    official: settings.official,
    similar,
    device: await chooseDevice(settings.device),
    batch,
    longest,
  });
}

function notTrained(run: Run): UserError {
  const why = run.origin === 'imported' ? 'its predictions were imported' : 'it has no checkpoint yet';
  return new UserError(
    'not-trained',
    `Predicting with run ${JSON.stringify(run.id)}: ${why}.`,
    'Choose a run that was trained here, or train it first.',
  );
}

function rateDiffers(run: Run, rate: number): UserError {
  return new UserError(
    'rate-differs',
    `Predicting with run ${JSON.stringify(run.id)}: its feature set has ${rate} steps a second now, but it was trained at ${run.rate}.`,
    'Extract the features at the old rate, or train again.',
  );
}
