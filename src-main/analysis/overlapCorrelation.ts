import { centred, everyVideoOnce, type Interval, intervalOf, type VideoWeights } from './bootstrap';
import type { ConfusionCell } from './confusions';
import type { Similarity } from './labelSimilarity';
import { RankedQuantity, SparseRanks } from './rankCorrelation';

/**
 * Whether classes are confused the more, the more alike their labels are: the rank correlation, over ordered pairs of
 * two actions of which the first occurs, of the similarity of their labels with the share of the first's steps that are
 * called the second. Most pairs are never confused and count with a share of 0. Tells of an association, not of its
 * cause: labels with a common verb also look alike on video.
 */
export class ConfusedShares {
  /** Index of each confused pair among all pairs. */
  private readonly pairOf: number[] = [];
  private readonly truthOf: number[] = [];
  private readonly cells: { pair: number; video: number; steps: number }[] = [];
  private readonly totals: { truth: number; video: number; steps: number }[] = [];
  /**
   * Actions that occur, and all actions: pair (row, column) has index `row * (columns - 1) + column`, itself left out.
   */
  private readonly rows: number[];
  private readonly columns: number[];

  /**
   * @param videos the cells of each
   * @param actions `[classes]` 1 for an action
   */
  constructor(
    videos: readonly (readonly ConfusionCell[])[],
    private readonly actions: Uint8Array,
  ) {
    const occurring = new Set(videos.flatMap((cells) => cells.map(({ truth }) => truth)));
    this.columns = [...actions.keys()].filter((index) => actions[index]);
    this.rows = this.columns.filter((index) => occurring.has(index));
    this.collect(videos);
  }

  get pairs(): number {
    return this.rows.length * (this.columns.length - 1);
  }

  private collect(videos: readonly (readonly ConfusionCell[])[]): void {
    const rowOf = new Map(this.rows.map((index, row) => [index, row]));
    const columnOf = new Map(this.columns.map((index, column) => [index, column]));
    const known = new Map<number, number>();
    videos.forEach((cells, video) => {
      for (const { truth, predicted, steps } of cells) {
        const row = rowOf.get(truth);
        if (row === undefined) continue;
        this.totals.push({ truth, video, steps });
        const column = columnOf.get(predicted);
        if (truth === predicted || column === undefined) continue;
        const own = columnOf.get(truth) as number;
        const index = row * (this.columns.length - 1) + column - (column > own ? 1 : 0);
        const pair = known.get(index) ?? this.pairOf.length;
        if (!known.has(index)) {
          known.set(index, pair);
          this.pairOf.push(index);
          this.truthOf.push(truth);
        }
        this.cells.push({ pair, video, steps });
      }
    });
  }

  /** @returns `[pairs]` */
  similarities(of: Similarity): Float64Array {
    const out = new Float64Array(this.pairs);
    let at = 0;
    for (const truth of this.rows) {
      for (const other of this.columns) if (other !== truth) out[at++] = of(truth, other);
    }
    return out;
  }

  /** Share of the true class's steps, of each confused pair. @param weights how often each video counts */
  private shares(weights: VideoWeights): Float64Array {
    const totals = new Float64Array(this.actions.length);
    for (const { truth, video, steps } of this.totals) totals[truth]! += steps * weights[video]!;
    const shares = new Float64Array(this.pairOf.length);
    for (const { pair, video, steps } of this.cells) shares[pair]! += steps * weights[video]!;
    // A draw without the class says nothing of it: 0.
    return shares.map((steps, pair) => (steps === 0 ? 0 : steps / totals[this.truthOf[pair]!]!));
  }

  /**
   * With intervals over videos, centred: a draw holds fewer of the rare confusions, which weakens any correlation.
   * @param similarities `[pairs]` by each measure
   * @param draws see `videoDraws`
   * @returns for each measure; null where the labels of all pairs are equally alike, or nothing is confused
   */
  correlations(similarities: readonly Float64Array[], draws: readonly Uint16Array[]): (Interval | null)[] {
    const measures = similarities.map((values) => new RankedQuantity(values));
    const of = (weights: VideoWeights) => {
      const ranks = new SparseRanks(this.pairs, this.pairOf, this.shares(weights));
      return measures.map((measure) => ranks.correlation(measure));
    };
    const values = of(everyVideoOnce(draws[0]?.length ?? 0));
    const drawn = draws.map(of);
    return values.map((value, m) =>
      intervalOf(
        value,
        centred(
          value,
          drawn.map((one) => one[m]!),
        ),
      ),
    );
  }
}
