import type { Window } from '../common/domain/window';
import { largestIndex, logProbabilities } from './decode';
import type { Neighbours } from './neighbours';
import type { Predictions, Predictor } from './predictor';

export interface MixingRule {
  /** Share w of the neighbours. */
  weight: number;
  /** Class indices that are never the answer. */
  leftOut: ReadonlySet<number>;
}

/**
 * A predictor whose class probabilities the neighbours of the deciding state are mixed into, p = (1 - w) · p of the
 * model + w · p of the neighbours (as kNN-LM does, Khandelwal et al. 2020).
 */
export class NeighbourPredictor implements Pick<Predictor, 'predict' | 'dispose'> {
  /** @param predictor one that gives scores, @param neighbours by their deciding states */
  constructor(
    private readonly predictor: Pick<Predictor, 'predict' | 'dispose'>,
    private readonly neighbours: Neighbours,
    private readonly rule: MixingRule,
  ) {}

  /** Log-probabilities stand in place of logits. */
  async predict(windows: readonly Window[], tracks: readonly Float32Array[]): Promise<Predictions> {
    const predictions = await this.predictor.predict(windows, tracks);
    const { decisions, logits } = predictions;
    if (!logits) throw new Error('internal: neighbours of a classifier without scores');
    const { weight, leftOut } = this.rule;
    const [classes, hidden] = [logits.length / windows.length, decisions.length / windows.length];
    const mixed = logProbabilities(logits, classes);
    const labels = windows.map(({ video }, i) => {
      const row = mixed.subarray(i * classes, (i + 1) * classes);
      const votes = this.neighbours.votes(decisions.subarray(i * hidden, (i + 1) * hidden), video);
      if (votes.size > 0)
        row.forEach((own, c) => {
          row[c] = Math.log((1 - weight) * Math.exp(own) + weight * (votes.get(c) ?? 0));
        });
      return largestIndex(row, leftOut);
    });
    return { ...predictions, labels: Int32Array.from(labels), logits: mixed };
  }

  dispose(): Promise<void> {
    return this.predictor.dispose();
  }
}
