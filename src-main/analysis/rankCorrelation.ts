/**
 * Spearman's rank correlation, equal values at their mean rank, of one quantity known of every item with another that is 0
 * for most of them, as confusions of pairs of classes are: only the items above 0 are sorted, so that thousands of draws
 * over millions of pairs are possible.
 */
export class SparseRankCorrelation {
  /** Ranks less their mean. */
  private readonly deviations: Float64Array;
  private readonly sumOfSquares: number;

  /** @param values `[items]` of the quantity that stays the same */
  constructor(values: Float64Array) {
    const sorted = values.slice().sort();
    this.deviations = values.map((value) => meanRank(sorted, value) - (values.length + 1) / 2);
    this.sumOfSquares = this.deviations.reduce((sum, one) => sum + one * one, 0);
  }

  /**
   * @param items indices, none twice
   * @param values the other quantity of these items, not below 0; it is 0 for all others
   * @returns -1 to 1, NaN where one of the two is the same for all items
   */
  with(items: ArrayLike<number>, values: ArrayLike<number>): number {
    const n = this.deviations.length;
    const above = Array.from(items, (item, i) => ({ item, value: values[i]! })).filter(({ value }) => value > 0);
    above.sort((a, b) => a.value - b.value);
    const zeros = n - above.length;
    // Deviations sum to 0, so what the zeros have of it is minus what the others have.
    let [products, others, squares] = [0, 0, zeros * (rankOfTies(0, zeros) - (n + 1) / 2) ** 2];
    for (let from = 0; from < above.length; ) {
      let to = from;
      while (to < above.length && above[to]!.value === above[from]!.value) to++;
      const deviation = rankOfTies(zeros + from, to - from) - (n + 1) / 2;
      for (let i = from; i < to; i++) {
        products += deviation * this.deviations[above[i]!.item]!;
        others += this.deviations[above[i]!.item]!;
      }
      squares += (to - from) * deviation ** 2;
      from = to;
    }
    if (zeros > 0) products -= others * (rankOfTies(0, zeros) - (n + 1) / 2);
    return squares > 0 && this.sumOfSquares > 0 ? products / Math.sqrt(squares * this.sumOfSquares) : NaN;
  }
}

/** Rank, from 1, of `count` equal values that stand behind `before` smaller ones. */
const rankOfTies = (before: number, count: number): number => before + (count + 1) / 2;

function meanRank(sorted: Float64Array, value: number): number {
  const before = firstFrom(sorted, (one) => one >= value);
  return rankOfTies(before, firstFrom(sorted, (one) => one > value) - before);
}

/** Index of the first of ascending values that passes; all after it do. */
function firstFrom(sorted: Float64Array, passes: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
