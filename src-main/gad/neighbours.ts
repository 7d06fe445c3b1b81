import type { Window } from '../common/domain/window';
import { rowProducts, unitRows } from './cosine';
import { largestIndex, logProbabilities } from './decode';
import type { Predictions, Predictor } from './predictor';

/**
 * Retrieval-augmented prediction: the training windows whose deciding states are nearest to that of a window mix their
 * labels into its class probabilities, p = (1 - w) · p of the model + w · p of the neighbours (as kNN-LM does, Khandelwal
 * et al. 2020; each neighbour weighs by the softmax of its cosine, Wu et al. 2018).
 */
export interface TrainingStates {
  /** States that decided, `[windows, hidden]`. */
  rows: Float32Array;
  /** `[windows]`: class index of each. */
  labels: Int32Array;
  /** Video of each window. */
  videos: readonly string[];
}

export interface NeighbourRule {
  /** Neighbours that have a say, and their share w. */
  count: number;
  weight: number;
  /** Class indices that are never the answer. */
  leftOut: ReadonlySet<number>;
}

/** What a cosine is divided by before the softmax (Wu et al. 2018). */
const temperature = 0.07;

/** A predictor whose answers the training windows have a say in. */
export class NeighbourPredictor implements Pick<Predictor, 'predict' | 'dispose'> {
  private readonly rows: Float32Array;

  /** @param predictor one that gives scores */
  constructor(
    private readonly predictor: Pick<Predictor, 'predict' | 'dispose'>,
    private readonly states: TrainingStates,
    private readonly rule: NeighbourRule,
  ) {
    this.rows = unitRows(states.rows, states.rows.length / states.labels.length);
  }

  /** Log-probabilities stand in place of logits. Windows of its own video are no neighbours of a window. */
  async predict(windows: readonly Window[], tracks: readonly Float32Array[]): Promise<Predictions> {
    const predictions = await this.predictor.predict(windows, tracks);
    const { decisions, logits } = predictions;
    if (!logits) throw new Error('internal: neighbours of a classifier without scores');
    const { weight, leftOut } = this.rule;
    const [classes, hidden] = [logits.length / windows.length, decisions.length / windows.length];
    const mixed = logProbabilities(logits, classes);
    const labels = windows.map(({ video }, i) => {
      const row = mixed.subarray(i * classes, (i + 1) * classes);
      const votes = this.votes(decisions.subarray(i * hidden, (i + 1) * hidden), video, classes);
      votes?.forEach((vote, c) => {
        row[c] = Math.log((1 - weight) * Math.exp(row[c] as number) + weight * vote);
      });
      return largestIndex(row, leftOut);
    });
    return { ...predictions, labels: Int32Array.from(labels), logits: mixed };
  }

  dispose(): Promise<void> {
    return this.predictor.dispose();
  }

  /** Probability of each class by the neighbours of a state; null where there are none. */
  private votes(state: Float32Array, video: string, classes: number): Float32Array | null {
    const { labels, videos } = this.states;
    const cosines = rowProducts(unitRows(state, state.length), this.rows);
    const nearest = largest(cosines, this.rule.count, (i) => videos[i] !== video);
    if (nearest.length === 0) return null;
    const best = cosines[nearest[0] as number] as number;
    const votes = new Float32Array(classes);
    for (const i of nearest) votes[labels[i] as number]! += Math.exp(((cosines[i] as number) - best) / temperature);
    const total = votes.reduce((sum, vote) => sum + vote, 0);
    return votes.map((vote) => vote / total);
  }
}

/** Indices of the `count` largest values that are allowed, the largest first. */
function largest(values: Float32Array, count: number, allowed: (index: number) => boolean): number[] {
  const kept: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const least = kept[count - 1];
    if ((least !== undefined && (values[i] as number) <= (values[least] as number)) || !allowed(i)) continue;
    const at = kept.findIndex((other) => (values[other] as number) < (values[i] as number));
    kept.splice(at < 0 ? kept.length : at, 0, i);
    kept.length = Math.min(kept.length, count);
  }
  return kept;
}
