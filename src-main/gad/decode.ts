import type { DecidedSegment } from '../common/domain/prediction';

/** What a classifier computed into what it says: log-probabilities, one class a step, decided segments. Pure. */

/** Log-softmax of each row of `[rows, classes]`. */
export function logProbabilities(logits: Float32Array, classes: number): Float32Array {
  const out = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    const row = logits.subarray(start, start + classes);
    const largest = maximum(row);
    let sum = 0;
    for (const value of row) sum += Math.exp(value - largest);
    const shift = largest + Math.log(sum);
    for (let i = 0; i < classes; i++) out[start + i] = (row[i] as number) - shift;
  }
  return out;
}

/** Index of the largest value, the first of equals; `leftOut` indices are never chosen. */
export function largestIndex(row: Float32Array, leftOut: ReadonlySet<number> = new Set()): number {
  let best = -1;
  for (let i = 0; i < row.length; i++) {
    if (!leftOut.has(i) && (best < 0 || (row[i] as number) > (row[best] as number))) best = i;
  }
  return best;
}

function maximum(row: Float32Array): number {
  return row[largestIndex(row)] as number;
}

/**
 * Maximal runs of steps with one non-background class.
 * @param labels class id of every step
 * @param probability probability of the class of each step; null where the classifier has no scores
 */
export function decidedSegments(
  labels: Int32Array,
  backgroundId: number,
  probability: Float32Array | null,
): DecidedSegment[] {
  const out: DecidedSegment[] = [];
  for (let start = 0, end = 0; start < labels.length; start = end) {
    const classId = labels[start] as number;
    while (end < labels.length && labels[end] === classId) end++;
    if (classId === backgroundId) continue;
    const confidence = probability && mean(probability.subarray(start, end));
    out.push({ start, end, classId, confidence });
  }
  return out;
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
