import type { Value } from '../engine/graph/graph';
import type { Builder } from '../engine/ops/builder';
import { float32, type HostTensor, int32 } from '../engine/runtime/tensor';
import type { Batch, BatchShape } from './batch';
import type { ClassifierModel, Network } from './network';
import { pairLosses } from './pairLosses';

/**
 * Losses of the official code. Class: cross entropy of each window, weighted, over the number of windows. Text: mean
 * cross entropy over the learnt positions of each window, then the mean over windows. Total: class + λ · text, and the
 * weighted losses between windows (`pairLosses.ts`). All weights and means come with the batch, so that the graph only
 * sums.
 */
export interface ClassifierLoss {
  /** A scalar. */
  total: Value;
  /** Scalars; null where the classifier has no such loss. */
  classLoss: Value | null;
  textLoss: Value | null;
  structureLoss: Value | null;
  contrastiveLoss: Value | null;
  /** Cross entropy of each window `[windows]` and each learnt position `[answers]`, unweighted. */
  classRows: Value | null;
  textRows: Value | null;
}

export function classifierLoss(
  b: Builder,
  network: Network,
  model: ClassifierModel,
  shape: BatchShape,
): ClassifierLoss {
  const { windows, answers } = shape;
  const weighted = (logits: Value, count: number, labels: string, weights: string) => {
    const rows = b.crossEntropy(logits, b.input(labels, 'int32', [count]));
    return { rows, sum: b.reduceSum(b.mul(rows, b.input(weights, 'float32', [count]))) };
  };
  const { classLogits, answerLogits } = network;
  const ofClass = b.scope('classLoss', () => classLogits && weighted(classLogits, windows, 'labels', 'classWeights'));
  const ofText = b.scope(
    'textLoss',
    () => answerLogits && weighted(answerLogits, answers, 'answerTokens', 'answerWeights'),
  );
  const { structure, contrastive } = pairLosses(b, network.decision, model);
  const parts = [];
  if (ofClass) parts.push(ofClass.sum);
  if (ofText) parts.push(b.mul(ofText.sum, model.description.textWeight));
  if (parts.length === 0) throw new Error('internal: a classifier with neither class head nor text');
  if (structure) parts.push(b.mul(structure, model.description.structure));
  if (contrastive) parts.push(b.mul(contrastive, model.description.contrastive));
  return {
    total: parts.reduce((sum, part) => b.add(sum, part)),
    classLoss: ofClass?.sum ?? null,
    textLoss: ofText?.sum ?? null,
    structureLoss: structure,
    contrastiveLoss: contrastive,
    classRows: ofClass?.rows ?? null,
    textRows: ofText?.rows ?? null,
  };
}

/** What the loss reads of a batch, beside the network's feeds. */
export function lossFeeds(batch: Batch, model: ClassifierModel): Record<string, HostTensor> {
  const { windows, answers } = batch.shape;
  const { classHead } = model.description;
  return {
    ...(classHead
      ? { labels: int32([windows], batch.labels), classWeights: float32([windows], batch.classWeights) }
      : {}),
    ...(answers > 0
      ? { answerTokens: int32([answers], batch.answerTokens), answerWeights: float32([answers], batch.answerWeights) }
      : {}),
  };
}
