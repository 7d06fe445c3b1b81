import type { Run } from '../common/domain/run';
import { UserError } from '../common/errors';
import type { TrainSettings } from '../common/settings';
import type { ProjectStore } from '../data/project/store';
import { Predictor } from '../gad/predictor';
import { loadWeights } from '../models/decoder/checkpoint';
import { mergeLora } from '../models/decoder/merge';
import { readAdapter } from '../models/weights/peft';
import { chooseDevice, openClassifier, type RunClassifier } from './classifier';
import { ambiguousIndices } from './runClasses';
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
  if (!run.settings || !checkpoint) throw notTrained(run);
  const classifier = await openClassifier(store, run.settings, run.classes);
  if (classifier.set.rate !== run.rate) throw rateDiffers(run, classifier.set.rate);
  return { run, settings: run.settings, classifier, dir, checkpoint };
}

/** @param what is being done with the run, as "Streaming with" @throws UserError `not-online` for a run of an offline task */
export function requireOnline({ id, settings }: Run, what: string): void {
  if (!settings || settings.task === 'online detection') return;
  throw new UserError(
    'not-online',
    `${what} run ${JSON.stringify(id)}: it was trained for ${settings.task} and classifies whole clips, not steps.`,
    'Choose a run of online detection.',
  );
}

/**
 * The classifier with its adapters merged; only the head of one that writes keeps its own.
 * @param batch windows a pass
 */
export async function makePredictor(
  { run: { classes }, settings, classifier, checkpoint: { dir } }: TrainedRun,
  batch: number,
): Promise<Predictor> {
  const { checkpoint, description, prompt, texts, set, longest } = classifier;
  const adapter = await readAdapter(dir);
  const merged = await mergeLora(await loadWeights(checkpoint, 'fp32'), adapter.tensors, adapter);
  const writes = description.response === 'always';
  const leftOut = ambiguousIndices(classes);
  const predictor = new Predictor({
    model: {
      description,
      decoder: checkpoint.config,
      visualDim: set.dim,
      classes: classes.length,
      lora: writes ? { rank: adapter.rank, alpha: adapter.alpha, dropout: 0, targets: ['head'] } : null,
      base: 'fp32',
    },
    prompt,
    tokenizer: checkpoint.tokenizer,
    texts,
    leftOut,
    decoding: settings.decoding,
    silenceThreshold: settings.silenceThreshold,
    official: settings.official,
    weights: { ...Object.fromEntries(merged), ...Object.fromEntries(adapter.tensors) },
    device: await chooseDevice(settings.device),
    batch,
    longest,
  });
  await predictor.prepare();
  return predictor;
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
