import { largestIndex, logProbabilities } from './decode';
import type { Predictions } from './predictor';

/**
 * Retrieval-augmented prediction: the training windows whose deciding states are nearest to that of a window mix their
 * labels into its class probabilities, p = (1 - w) · p of the model + w · p of the neighbours (as kNN-LM does, Khandelwal
 * et al. 2020; neighbours weighted by the softmax of their cosines, Wu et al. 2018).
 */
export interface TrainingStates {
  /** Deciding states, `[windows, dim]`. */
  rows: Float32Array;
  dim: number;
  /** `[windows]`: class index, and video of each window. */
  labels: Int32Array;
  videos: readonly string[];
}

/** What a cosine is divided by before the softmax (Wu et al. 2018). */
const temperature = 0.07;

export class Neighbours {
  private readonly states: TrainingStates;

  /**
   * @param count neighbours that have a say
   * @param weight their share w
   * @param leftOut class indices that are never the answer
   */
  constructor(
    states: TrainingStates,
    private readonly classes: number,
    private readonly count: number,
    private readonly weight: number,
    private readonly leftOut: ReadonlySet<number>,
  ) {
    this.states = { ...states, rows: unitRows(states.rows, states.dim) };
  }

  /**
   * The predictions of windows of a video with the neighbours' say: labels, and log-probabilities in place of logits. Windows
   * of the same video are no neighbours, so that predicting a training video does not find itself.
   */
  mix(predictions: Predictions, video: string): Predictions {
    const { decisions, logits } = predictions;
    if (!logits) return predictions;
    const { classes, weight } = this;
    const { dim } = this.states;
    const queries = unitRows(decisions, dim);
    const mixed = logProbabilities(logits, classes);
    for (let i = 0; i * classes < mixed.length; i++) {
      const votes = this.votes(queries.subarray(i * dim, (i + 1) * dim), video);
      if (!votes) continue;
      votes.forEach((vote, c) => {
        const own = Math.exp(mixed[i * classes + c] as number);
        mixed[i * classes + c] = Math.log((1 - weight) * own + weight * vote);
      });
    }
    const row = (i: number) => mixed.subarray(i * classes, (i + 1) * classes);
    const labels = Int32Array.from({ length: mixed.length / classes }, (_, i) => largestIndex(row(i), this.leftOut));
    return { ...predictions, labels, logits: mixed };
  }

  /** Probability of each class by the neighbours of a unit state; null where there are none. */
  private votes(query: Float32Array, video: string): Float32Array | null {
    const { rows, dim, labels, videos } = this.states;
    const cosines = rowProducts(query, rows, dim);
    const others = [...labels.keys()].filter((i) => videos[i] !== video);
    const nearest = others.sort((a, b) => (cosines[b] as number) - (cosines[a] as number)).slice(0, this.count);
    if (nearest.length === 0) return null;
    const best = cosines[nearest[0] as number] as number;
    const votes = new Float32Array(this.classes);
    let total = 0;
    for (const i of nearest) {
      const vote = Math.exp(((cosines[i] as number) - best) / temperature);
      votes[labels[i] as number]! += vote;
      total += vote;
    }
    return votes.map((vote) => vote / total);
  }
}

/** Rows of length 1; zero rows stay. */
export function unitRows(rows: Float32Array, dim: number): Float32Array {
  const out = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += dim) {
    const row = rows.subarray(start, start + dim);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)) || 1;
    for (let k = 0; k < dim; k++) out[start + k] = (row[k] as number) / length;
  }
  return out;
}

/** Products of a vector `[dim]` with rows `[n, dim]`: cosines where all have length 1. */
export function rowProducts(vector: Float32Array, rows: Float32Array, dim: number): Float32Array {
  const out = new Float32Array(rows.length / dim);
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let k = 0; k < dim; k++) sum += (vector[k] as number) * (rows[i * dim + k] as number);
    out[i] = sum;
  }
  return out;
}
