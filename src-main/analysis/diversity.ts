import { centred, everyVideoOnce, type Interval, intervalOf, type VideoWeights } from './bootstrap';
import type { ConfusionCell } from './confusions';

/**
 * Misclassification diversity (GAD, ICLR 2026): how scattered the wrong labels of a class are. For each true class the
 * entropy, in nats and not normalised, of the labels given to those of its steps that are labelled wrongly; 2, 1 and 1
 * wrong steps of three labels are 1.0397. Steps of the background have no class to be wrong about and are not counted;
 * the background as a label given is left out unless asked for, and the share it took is told.
 */
export interface Diversity {
  /** `[classes]` NaN where a class has no wrong step. */
  entropy: Float64Array;
  /** `[classes]` wrong steps that are counted. */
  errors: Float64Array;
  /** Over the classes with at least one; NaN without any. */
  mean: number;
  /** The same with each class as often as it has wrong steps. */
  weighted: number;
}

export interface DiversityChoice {
  /** `[classes]` 1 for an action. */
  actions: Uint8Array;
  /** Index of the background; -1 where there is none. */
  background: number;
  countBackground: boolean;
}

/** The wrong labels of every class in every video, laid out so that a draw of videos is counted in one pass. */
export class WrongLabels {
  /** Each pair of true class and wrong label, by true class. */
  private readonly pairs: ConfusionCell[];
  /** Of every video's cell: its pair, its video, its steps. */
  private readonly pairOf: Int32Array;
  private readonly videoOf: Int32Array;
  private readonly steps: Float64Array;

  /** @param videos the cells of each */
  constructor(
    videos: readonly (readonly ConfusionCell[])[],
    private readonly choice: DiversityChoice,
  ) {
    const { actions, background, countBackground } = choice;
    const wrong = ({ truth, predicted }: ConfusionCell) =>
      truth !== predicted && actions[truth] === 1 && (countBackground || predicted !== background);
    const cells = videos.flatMap((own, video) => own.filter(wrong).map((cell) => ({ ...cell, video })));
    cells.sort((a, b) => a.truth - b.truth || a.predicted - b.predicted);
    this.pairs = [];
    this.pairOf = Int32Array.from(cells, ({ truth, predicted }) => {
      const last = this.pairs[this.pairs.length - 1];
      if (last?.truth !== truth || last.predicted !== predicted) this.pairs.push({ truth, predicted, steps: 0 });
      return this.pairs.length - 1;
    });
    this.videoOf = Int32Array.from(cells, ({ video }) => video);
    this.steps = Float64Array.from(cells, ({ steps }) => steps);
  }

  /** @param weights how often each video counts */
  diversity(weights: VideoWeights): Diversity {
    const counts = new Float64Array(this.pairs.length);
    for (let i = 0; i < this.steps.length; i++) {
      counts[this.pairOf[i]!]! += this.steps[i]! * weights[this.videoOf[i]!]!;
    }
    const classes = this.choice.actions.length;
    const [errors, sums] = [new Float64Array(classes), new Float64Array(classes)];
    this.pairs.forEach(({ truth }, i) => {
      const count = counts[i]!;
      if (count === 0) return;
      errors[truth]! += count;
      sums[truth]! += count * Math.log(count);
    });
    // -Σ n/N ln(n/N) = ln N - Σ n ln n / N; 0 may come out as minus a rounding error.
    const entropy = sums.map((sum, i) => (errors[i]! > 0 ? Math.max(0, Math.log(errors[i]!) - sum / errors[i]!) : NaN));
    return { entropy, errors, ...means(entropy, errors) };
  }
}

function means(entropy: Float64Array, errors: Float64Array): { mean: number; weighted: number } {
  let [count, sum, all, weighted] = [0, 0, 0, 0];
  entropy.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    count++;
    sum += value;
    all += errors[i]!;
    weighted += value * errors[i]!;
  });
  return { mean: sum / count, weighted: weighted / all };
}

/** Share of the wrong steps of actions that were called background, 0 to 1; NaN without a wrong step. */
export function backgroundShare(
  cells: readonly ConfusionCell[],
  { actions, background }: Pick<DiversityChoice, 'actions' | 'background'>,
): number {
  const wrong = cells.filter(({ truth, predicted }) => truth !== predicted && actions[truth]);
  const sum = (some: readonly ConfusionCell[]) => some.reduce((total, { steps }) => total + steps, 0);
  return sum(wrong.filter(({ predicted }) => predicted === background)) / sum(wrong);
}

export interface DiversityIntervals {
  value: Diversity;
  mean: Interval | null;
  weighted: Interval | null;
  /** `[classes]` null where a class has no wrong step. */
  entropy: (Interval | null)[];
}

/**
 * With 95 % intervals over videos. A draw holds fewer different videos than there are, so fewer wrong labels are seen
 * in it and its entropy comes out smaller (Paninski, Neural Computation 2003); the draws are therefore centred on the
 * value, and the interval tells their spread alone.
 * @param draws see `videoDraws`
 */
export function diversityIntervals(labels: WrongLabels, draws: readonly Uint16Array[]): DiversityIntervals {
  const value = labels.diversity(everyVideoOnce(draws[0]?.length ?? 0));
  const drawn = draws.map((weights) => labels.diversity(weights));
  const around = (of: number, values: readonly number[]) => {
    const interval = intervalOf(of, centred(of, values));
    // An entropy is never below 0.
    return interval && { ...interval, low: Math.max(0, interval.low) };
  };
  return {
    value,
    mean: around(
      value.mean,
      drawn.map(({ mean }) => mean),
    ),
    weighted: around(
      value.weighted,
      drawn.map(({ weighted }) => weighted),
    ),
    entropy: Array.from(value.entropy, (own, index) =>
      Number.isNaN(own)
        ? null
        : around(
            own,
            drawn.map(({ entropy }) => entropy[index]!),
          ),
    ),
  };
}
