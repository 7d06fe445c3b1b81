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
import { featureSteps, requireFeatureSet } from '../features/store';
import { openCheckpoint } from '../models/decoder/checkpoint';
import type { DecoderConfig } from '../models/decoder/config';
import { describeClassifier } from '../gad/classifier';
import { parameterCount } from '../models/decoder/describe';
import { trainingTasks } from './trainingVideos';

/** Tokens of question, [CLS] and answer beside the frames, about. */
const textTokens = 24;

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
  const steps = (await attempt('features', () => trainingSteps(store, settings.features))) ?? 0;
  if (describeClassifier(settings).context === 'task goal') await attempt('context', async () => trainingTasks(store));
  const checkpoint = await attempt('decoder', async () =>
    openCheckpoint(await requireModel(store, settings.decoder, 'decoder')),
  );
  const windows = Math.ceil(steps / settings.stride);
  const perEpoch = Math.ceil(windows / (settings.batch * settings.accumulate));
  const updates =
    settings.maxSteps > 0 ? Math.min(settings.maxSteps, perEpoch * settings.epochs) : perEpoch * settings.epochs;
  const memoryBytes = checkpoint ? trainingMemory(checkpoint.config, settings) : 0;
  if (memoryBytes > totalmem()) {
    const found = `${(memoryBytes / 2 ** 30).toFixed(1)} GB`;
    problems.push({
      field: 'batch',
      message: `${settings.batch} needs about ${found}; the machine has ${(totalmem() / 2 ** 30).toFixed(1)} GB.`,
    });
  }
  return { windows, updates, memoryBytes, problems };
}

/** Steps of the training videos that have features. @throws UserError where there is nothing to train on */
async function trainingSteps(store: ProjectStore, set: string): Promise<number> {
  const { train } = store.project.splits;
  if (train.length === 0)
    throw new UserError(
      'no-training-videos',
      'No video is in the training split.',
      'Choose splits on the Project screen.',
    );
  const source = await requireFeatureSet(store, set);
  const rows = await Promise.all(train.map((video) => featureSteps(store, source, video)));
  const missing = rows.filter((count) => count === null).length;
  if (missing > 0) {
    throw new UserError(
      'features-missing',
      `No features for ${missing} of ${train.length} training videos in "${set}".`,
      'Extract them on the Features screen.',
    );
  }
  return rows.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

/** Bytes of weights, adapters with their moments, and activations kept for the backward pass; a rule of thumb. */
function trainingMemory(config: DecoderConfig, settings: TrainSettings): number {
  const { hiddenSize, mlpSize, heads, layers } = config;
  const tokens =
    Math.ceil(settings.short / settings.shortEvery) + Math.ceil(settings.long / settings.longEvery) + textTokens;
  const adapter = layers * settings.rank * (9 * hiddenSize + 3 * mlpSize);
  const layer =
    settings.recompute === 'layer'
      ? hiddenSize
      : 10 * hiddenSize + (settings.recompute === 'half' ? 2 : 4) * mlpSize + 2 * heads * tokens;
  const activations = settings.batch * tokens * layers * layer;
  const runtime = 150e6 + 2e7 * availableParallelism();
  return runtime + parameterCount(config) * (settings.frozen === 'fp16' ? 2 : 4) + 16 * adapter + 4 * activations;
}
