import { rowProducts, unitRows } from './cosine';

/**
 * Retrieval-augmented prediction: the training windows nearest to a window tell it their classes, in one of two
 * ways. They are mixed into its class probabilities (`NeighbourPredictor`), nearest by the states that decide,
 * which the finished classifier gives; or the question names them (`SimilarMoments`), nearest by what they show,
 * which training sees as well.
 */
export interface TrainingWindows {
  /** What windows are compared by, `[windows, dim]`. */
  rows: Float32Array;
  /** `[windows]`: class index of each. */
  labels: Int32Array;
  /** Video of each window. */
  videos: readonly string[];
}

/** What a cosine is divided by before the softmax (Wu et al. 2018). */
const temperature = 0.07;

/** Training windows by the directions of their rows. */
export class Neighbours {
  private readonly rows: Float32Array;

  /** @param count nearest windows that have a say */
  constructor(
    private readonly windows: TrainingWindows,
    private readonly count: number,
  ) {
    this.rows = unitRows(windows.rows, windows.rows.length / windows.labels.length);
  }

  /**
   * Probability of each class that the windows nearest to a row are of, by the softmax of their cosines, the class of
   * the nearest first. Windows of its own video are no neighbours; where there are none, it is empty.
   */
  votes(row: Float32Array, video: string): Map<number, number> {
    const { labels, videos } = this.windows;
    const cosines = rowProducts(unitRows(row, row.length), this.rows);
    const nearest = largest(cosines, this.count, (i) => videos[i] !== video);
    const weights = nearest.map((i) =>
      Math.exp(((cosines[i] as number) - (cosines[nearest[0] as number] as number)) / temperature),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const votes = new Map<number, number>();
    for (const [at, i] of nearest.entries()) {
      const label = labels[i] as number;
      votes.set(label, (votes.get(label) ?? 0) + (weights[at] as number) / total);
    }
    return votes;
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
