import type { Value } from '../engine/graph/graph';
import type { Builder } from '../engine/ops/builder';
import { float32, type HostTensor } from '../engine/runtime/tensor';
import { type ClassifierModel, linear } from './network';

/**
 * Losses between the windows of a batch, beside those of each window. Both compare rows of cosines, over a temperature
 * and through a softmax, with rows of wanted probabilities, which come with the batch:
 *
 * - structure (Sugar, NeurIPS 2024): the states that decide among each other, against the similarities of what the
 *   windows show (`StructureTarget`);
 * - contrastive (CoCa, 2022): the states that decide against the class texts, through a trained linear map; every
 *   window of the same class is a positive.
 */
export interface PairLosses {
  /** Scalars; null where the classifier has no such loss. */
  structure: Value | null;
  contrastive: Value | null;
}

/** What a cosine is divided by; fixed, between the 0.07 at which CLIP begins and the 0.1 of supervised contrast. */
const temperature = 0.1;
/** Added where two windows are not compared. */
const excluded = -1e9;

/** @param decision states that decide, `[windows, hidden]` */
export function pairLosses(b: Builder, decision: Value, { description, decoder }: ClassifierModel): PairLosses {
  const { structure, contrastive } = description;
  const [windows, hidden] = decision.shape as [number, number];
  const states = structure > 0 || contrastive > 0 ? unit(b, decision) : null;
  const pairs = (name: string) => b.input(name, 'float32', [windows, windows]);
  const agreement = (a: Value, c: Value, wanted: Value, mask: Value) => {
    const logits = b.add(b.mul(b.matmul(a, c, { transB: true }), 1 / temperature), mask);
    return b.neg(b.reduceSum(b.mul(wanted, b.logSoftmax(logits))));
  };
  return {
    structure:
      states && structure > 0
        ? b.scope('structureLoss', () => agreement(states, states, pairs('alike'), pairs('alikeMask')))
        : null,
    contrastive:
      states && contrastive > 0
        ? b.scope('contrastiveLoss', () => {
            const [wanted, mask] = [pairs('sameClass'), pairs('sameClassMask')];
            const texts = b.input('labelTexts', 'float32', [windows, decoder.hiddenSize]);
            const mapped = unit(b, linear(b, 'text_proj', texts, hidden));
            const both = b.add(agreement(states, mapped, wanted, mask), agreement(mapped, states, wanted, mask));
            return b.mul(both, 0.5);
          })
        : null,
  };
}

/** Rows of length 1. */
function unit(b: Builder, x: Value): Value {
  const length = b.sqrt(b.add(b.reduceSum(b.square(x), [1], true), 1e-12));
  return b.mul(x, b.reciprocal(length));
}

/**
 * Feeds of the structure loss: rows of wanted probabilities, the softmax of the log-similarities without the window
 * itself, each over the number of windows.
 * @param logSimilarities `[count, count]` of the windows that are not padding
 * @param windows of the batch's shape
 */
export function structureFeeds(
  logSimilarities: Float64Array,
  count: number,
  windows: number,
): Record<string, HostTensor> {
  const other = logSimilarities.map((value, at) => (at % (count + 1) === 0 ? -Infinity : value));
  const largest = Array.from({ length: count }, (_, i) => Math.max(...other.subarray(i * count, (i + 1) * count)));
  const weight = (i: number, j: number) =>
    count > 1 ? Math.exp((other[i * count + j] as number) - (largest[i] as number)) : 0;
  return pairFeeds('alike', weight, (i, j) => i !== j && j < count, count, windows);
}

/** Feeds of the contrastive loss. @param classes embedding of each class text */
export function contrastiveFeeds(
  labels: readonly number[],
  classes: readonly Float32Array[],
  windows: number,
): Record<string, HostTensor> {
  const dim = (classes[0] as Float32Array).length;
  const texts = new Float32Array(windows * dim);
  labels.forEach((label, i) => texts.set(classes[label] as Float32Array, i * dim));
  const weight = (i: number, j: number) => (labels[i] === labels[j] ? 1 : 0);
  const pairs = pairFeeds('sameClass', weight, (_, j) => j < labels.length, labels.length, windows);
  return { ...pairs, labelTexts: float32([windows, dim], texts) };
}

/**
 * Rows of weights as probabilities over the number of windows, and the mask of what is compared. Padding has weight 0.
 */
function pairFeeds(
  name: string,
  weight: (i: number, j: number) => number,
  compared: (i: number, j: number) => boolean,
  count: number,
  windows: number,
): Record<string, HostTensor> {
  const wanted = new Float32Array(windows * windows);
  for (let i = 0; i < count; i++) {
    const row = Array.from({ length: count }, (_, j) => weight(i, j));
    const total = row.reduce((sum, value) => sum + value, 0);
    if (total > 0)
      wanted.set(
        row.map((value) => value / total / count),
        i * windows,
      );
  }
  const mask = wanted.map((_, at) => (compared(Math.floor(at / windows), at % windows) ? 0 : excluded));
  return { [name]: float32([windows, windows], wanted), [`${name}Mask`]: float32([windows, windows], mask) };
}
