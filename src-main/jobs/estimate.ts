/**
 * What a training would take, and what stands in its way, before it is started. The form shows it under the fields.
 */
import { availableParallelism, totalmem } from 'node:os';
import type { TrainEstimate } from '../common/contract/jobs';
import { UserError } from '../common/errors';
import type { TrainSettings } from '../common/settings';
import { requireModel } from '../data/project/models';
import { checkSplits } from '../data/project/splits';
import type { ProjectStore } from '../data/project/store';
import { type FeatureSource, featureSteps, requireFeatureSet } from '../features/store';
import { openCheckpoint } from '../models/decoder/checkpoint';
import type { DecoderConfig } from '../models/decoder/config';
import { parameterCount } from '../models/decoder/describe';
import { textShape } from '../gad/textKl';
import { clipSource, videoClips } from './clips';
import { classesFor, withoutHeldOut } from './runClasses';
import { trainingIds, trainingTasks } from './trainingVideos';

/** Tokens of question, [CLS] and answer beside the frames, about. */
const textTokens = 24;
/** The same of a clip. */
const clipTextTokens = 80;

/** Windows, updates and bytes that a training takes; what stands in its way is in `problems` by setting, not thrown. */
export async function estimateTraining(store: ProjectStore, settings: TrainSettings): Promise<TrainEstimate> {
  const problems: TrainEstimate['problems'] = [];
  const attempt = async <T>(field: string, action: () => Promise<T>): Promise<T | null> => {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push({ field, message: error.message });
      return null;
    }
  };
  await attempt('features', async () => checkSplits(store.project.splits, store.videos));
  const set = await attempt('features', () => requireFeatureSet(store, settings.features));
  const windows = (set && (await attempt('features', () => trainingWindows(store, settings, set)))) ?? 0;
  if (settings.kind === 'gad' && settings.context === 'task goal')
    await attempt('context', async () => trainingTasks(store));
  const checkpoint = await attempt('decoder', async () =>
    openCheckpoint(await requireModel(store, settings.decoder, 'decoder')),
  );
  await attempt('heldOut', async () => withoutHeldOut(store.taxonomy, settings.heldOut));
  const perEpoch = Math.ceil(windows / (settings.batch * settings.accumulate));
  const updates =
    settings.maxSteps > 0 ? Math.min(settings.maxSteps, perEpoch * settings.epochs) : perEpoch * settings.epochs;
  const memoryBytes = checkpoint ? trainingMemory(checkpoint.config, settings, set?.tokens ?? 1) : 0;
  if (memoryBytes > totalmem()) {
    const found = `${(memoryBytes / 2 ** 30).toFixed(1)} GB`;
    problems.push({
      field: 'batch',
      message: `${settings.batch} needs about ${found}; the machine has ${(totalmem() / 2 ** 30).toFixed(1)} GB.`,
    });
  }
  return { windows, updates, memoryBytes, problems };
}

/** Windows of an epoch. @throws UserError where there is nothing to train on */
async function trainingWindows(store: ProjectStore, settings: TrainSettings, set: FeatureSource): Promise<number> {
  const train = trainingIds(store);
  const rows = await Promise.all(train.map((video) => featureSteps(store, set, video)));
  const missing = rows.filter((count) => count === null).length;
  if (missing > 0) {
    throw new UserError(
      'features-missing',
      `No features for ${missing} of ${train.length} training videos in "${set.name}".`,
      'Extract them on the Features screen.',
    );
  }
  const clips = await clipSource(store, settings, classesFor(settings.task, store.taxonomy.classes, store.videos));
  if (!clips) return Math.ceil(rows.reduce<number>((sum, count) => sum + (count ?? 0), 0) / settings.stride);
  const counts = await Promise.all(
    train.map(async (id, i) => (await videoClips(store, clips, store.video(id), rows[i] ?? 0)).length),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Of the windows of text alone: what the adapted decoder keeps, and the logits of both, with their probabilities. */
function keptOfText({ vocabularySize }: DecoderConfig, kept: (windows: number, length: number) => number): number {
  const { windows, steps } = textShape;
  return kept(windows, steps) + 4 * windows * steps * vocabularySize;
}

/** Bytes of weights, adapters with their moments, and activations kept for the backward pass; a rule of thumb. */
function trainingMemory(config: DecoderConfig, settings: TrainSettings, visualTokens: number): number {
  const { hiddenSize, mlpSize, heads, layers } = config;
  const { task, short, shortEvery, long, longEvery, clipSteps } = settings;
  // Between the steps of a clip stands a token of text.
  const tokens =
    task === 'online detection'
      ? (Math.ceil(short / shortEvery) + Math.ceil(long / longEvery)) * visualTokens + textTokens
      : clipSteps * (visualTokens + 1) + clipTextTokens;
  const adapter = layers * settings.rank * (9 * hiddenSize + 3 * mlpSize);
  /** Numbers kept of windows, of each token in each layer. */
  const kept = (windows: number, length: number) =>
    windows *
    length *
    layers *
    (settings.recompute === 'layer'
      ? hiddenSize
      : 10 * hiddenSize + (settings.recompute === 'half' ? 2 : 4) * mlpSize + 2 * heads * length);
  const activations = kept(settings.batch, tokens) + (settings.textKl > 0 ? keptOfText(config, kept) : 0);
  const runtime = 150e6 + 2e7 * availableParallelism();
  return runtime + parameterCount(config) * (settings.frozen === 'fp16' ? 2 : 4) + 16 * adapter + 4 * activations;
}
