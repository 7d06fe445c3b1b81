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
  const open = new OpenSegment(backgroundId);
  const out: DecidedSegment[] = [];
  labels.forEach((classId, step) => {
    const closed = open.add(classId, probability && (probability[step] as number));
    if (closed) out.push(closed);
  });
  const last = open.close();
  return last ? [...out, last] : out;
}

/** Decided segments as their steps come: each is told at the first step that is no part of it. */
export class OpenSegment {
  private step = 0;
  private start = 0;
  private classId: number;
  /** Sum of the probabilities of its steps. */
  private sum: number | null = null;

  constructor(private readonly backgroundId: number) {
    this.classId = backgroundId;
  }

  /** Adds the next step. @returns the segment that ended before it */
  add(classId: number, probability: number | null): DecidedSegment | null {
    const closed = classId === this.classId ? null : this.close();
    if (this.start === this.step) Object.assign(this, { classId, sum: probability === null ? null : 0 });
    if (this.sum !== null && probability !== null) this.sum += probability;
    this.step++;
    return closed;
  }

  /** Ends the open segment. @returns it, or null where the steps since the last one are background */
  close(): DecidedSegment | null {
    const { start, step: end, classId, sum, backgroundId } = this;
    this.start = end;
    if (classId === backgroundId || start === end) return null;
    return { start, end, classId, confidence: sum === null ? null : sum / (end - start) };
  }
}
