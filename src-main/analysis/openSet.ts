/**
 * Open set: telling steps of classes that a classifier never learnt from those it knows. A score says
 * how unlike anything known a step is, the higher the more; how well it does is measured on classes
 * that were held out of training.
 */

/** 1 - the largest probability (Hendrycks and Gimpel, ICLR 2017). @param logProbabilities `[classes]` */
export function maxSoftmaxScore(logProbabilities: Float32Array): number {
  return 1 - Math.exp(largest(logProbabilities));
}

/** Free energy at temperature 1: -log Σ exp(logit) (Liu et al., NeurIPS 2020, equation 4). @param logits `[classes]` */
export function energyScore(logits: Float32Array): number {
  const top = largest(logits);
  return -(top + Math.log(logits.reduce((sum, value) => sum + Math.exp(value - top), 0)));
}

function largest(values: Float32Array): number {
  return values.reduce((top, value) => Math.max(top, value), -Infinity);
}

/** How well a score separates unknown from known; both 0 to 1, NaN where one side is empty. */
export interface Separation {
  /** Area under the ROC curve: the chance that an unknown step scores above a known one, ties counted half. */
  auroc: number;
  /** Share of unknown steps taken for known where the threshold lets at least 95 % of the known ones through. */
  fpr95: number;
}

/** Separation of two sets of scores. */
export function separation(known: Float64Array, unknown: Float64Array): Separation {
  if (known.length === 0 || unknown.length === 0) return { auroc: Number.NaN, fpr95: Number.NaN };
  const below = known.slice().sort();
  const wins = unknown.reduce((sum, value) => sum + (firstAtLeast(below, value) + firstAbove(below, value)) / 2, 0);
  const threshold = below[Math.ceil(0.95 * below.length) - 1] as number;
  const missed = unknown.reduce((count, value) => count + (value <= threshold ? 1 : 0), 0);
  return { auroc: wins / (known.length * unknown.length), fpr95: missed / unknown.length };
}

/** How many of ascending values are below `value`. */
function firstAtLeast(ascending: Float64Array, value: number): number {
  return firstIndex(ascending, (other) => other >= value);
}

/** How many of ascending values are not above `value`. */
function firstAbove(ascending: Float64Array, value: number): number {
  return firstIndex(ascending, (other) => other > value);
}

function firstIndex(ascending: Float64Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(ascending[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
