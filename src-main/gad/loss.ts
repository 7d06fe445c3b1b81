import type { Value } from '../engine/graph/graph';
import type { Builder } from '../engine/ops/builder';
import { float32, type HostTensor, int32 } from '../engine/runtime/tensor';
import type { Batch, BatchShape } from './batch';
import type { ClassifierModel, Network } from './network';
import { pairLosses } from './pairLosses';
import { textKl } from './textKl';

/**
 * Losses of the official code. Class: cross entropy of each window, weighted, over the number of windows. Text: mean
 * cross entropy over the learnt positions of each window, then the mean over windows; where a head names the context in
 * place of text, its cross entropy over the number of windows, 0 where there is no context. Total: class + λ · text,
 * and the weighted losses between windows (`pairLosses.ts`) and of text alone (`textKl.ts`). All weights and means come
 * with the batch, so that the graph only sums.
 */
export interface ClassifierLoss {
  /** A scalar. */
  total: Value;
  /** Scalars; null where the classifier has no such loss, or it does not count. */
  classLoss: Value | null;
  /** Of the text, or of the head that names the context in its place. */
  textLoss: Value | null;
  structureLoss: Value | null;
  contrastiveLoss: Value | null;
  textKlLoss: Value | null;
  /** Cross entropy of each window `[windows]` and each learnt position `[answers]`, unweighted. */
  classRows: Value | null;
  textRows: Value | null;
}

/** @param counted whether class and text are learnt together, or only one of them; the other losses go with the text */
export function classifierLoss(
  b: Builder,
  network: Network,
  model: ClassifierModel,
  shape: BatchShape,
  counted: 'both' | 'class' | 'text' = 'both',
): ClassifierLoss {
  const { windows, answers } = shape;
  const weighted = (logits: Value, count: number, labels: string, weights: string) => {
    const rows = b.crossEntropy(logits, b.input(labels, 'int32', [count]));
    return { rows, sum: b.reduceSum(b.mul(rows, b.input(weights, 'float32', [count]))) };
  };
  const { classLogits, contextLogits, answerLogits } = network;
  const all = {
    class: b.scope('classLoss', () => classLogits && weighted(classLogits, windows, 'labels', 'classWeights')),
    text: b.scope(
      'textLoss',
      () =>
        (answerLogits && weighted(answerLogits, answers, 'answerTokens', 'answerWeights')) ??
        (contextLogits && weighted(contextLogits, windows, 'contextLabels', 'contextWeights')),
    ),
    pairs: pairLosses(b, network.decision, model),
  };
  const ofClass = counted === 'text' ? null : all.class;
  const ofText = counted === 'class' ? null : all.text;
  const { structure, contrastive } = counted === 'class' ? { structure: null, contrastive: null } : all.pairs;
  const parts = [];
  if (ofClass) parts.push(ofClass.sum);
  if (ofText) parts.push(b.mul(ofText.sum, model.description.textWeight));
  const ofTextAlone = counted !== 'class' && model.description.textKl > 0 ? textKl(b, model) : null;
  if (parts.length === 0) throw new Error('internal: a classifier with neither class head nor text');
  if (structure) parts.push(b.mul(structure, model.description.structure));
  if (contrastive) parts.push(b.mul(contrastive, model.description.contrastive));
  if (ofTextAlone) parts.push(b.mul(ofTextAlone, model.description.textKl));
  return {
    total: parts.reduce((sum, part) => b.add(sum, part)),
    classLoss: ofClass?.sum ?? null,
    textLoss: ofText?.sum ?? null,
    structureLoss: structure,
    contrastiveLoss: contrastive,
    textKlLoss: ofTextAlone,
    classRows: ofClass?.rows ?? null,
    textRows: ofText?.rows ?? null,
  };
}

/** What the loss reads of a batch, beside the network's feeds. */
export function lossFeeds(batch: Batch, model: ClassifierModel): Record<string, HostTensor> {
  const { windows, answers } = batch.shape;
  const { classHead, contextHead } = model.description;
  return {
    ...(classHead
      ? { labels: int32([windows], batch.labels), classWeights: float32([windows], batch.classWeights) }
      : {}),
    ...(contextHead === 'none'
      ? {}
      : {
          contextLabels: int32([windows], batch.contextLabels),
          contextWeights: float32([windows], batch.contextWeights),
        }),
    ...(answers > 0
      ? { answerTokens: int32([answers], batch.answerTokens), answerWeights: float32([answers], batch.answerWeights) }
      : {}),
  };
}
