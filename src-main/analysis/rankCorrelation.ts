/**
 * Spearman's rank correlation, equal values at their mean rank, of quantities known of every item with another that is
 * 0 for most of them, as confusions of pairs of classes are: only the items above 0 are sorted, so that thousands of
 * draws over millions of pairs are possible.
 */
export class RankedQuantity {
  /** Ranks less their mean. */
  readonly deviations: Float64Array;
  readonly sumOfSquares: number;

  /** @param values `[items]` */
  constructor(values: Float64Array) {
    const sorted = values.slice().sort();
    const { distinct, ranks } = rankTies(sorted, 0);
    const middle = (values.length + 1) / 2;
    this.deviations = values.map((value) => ranks[indexOf(distinct, value)]! - middle);
    this.sumOfSquares = this.deviations.reduce((sum, one) => sum + one * one, 0);
  }
}

/** The other quantity of one draw: 0 for all items but some. */
export class SparseRanks {
  private readonly items: Int32Array;
  private readonly deviations: Float64Array;
  private readonly zeroDeviation: number;
  private readonly sumOfSquares: number;

  /**
   * @param count of all items
   * @param items indices, none twice
   * @param values of these items, not below 0; it is 0 for all others
   */
  constructor(count: number, items: ArrayLike<number>, values: ArrayLike<number>) {
    const above = [...Array(items.length).keys()].filter((i) => values[i]! > 0);
    const zeros = count - above.length;
    const { distinct, ranks } = rankTies(Float64Array.from(above, (i) => values[i]!).sort(), zeros);
    const middle = (count + 1) / 2;
    this.zeroDeviation = rankOfTies(0, zeros) - middle;
    this.items = Int32Array.from(above, (i) => items[i]!);
    this.deviations = Float64Array.from(above, (i) => ranks[indexOf(distinct, values[i]!)]! - middle);
    const squares = this.deviations.reduce((sum, one) => sum + one * one, 0);
    this.sumOfSquares = squares + zeros * this.zeroDeviation ** 2;
  }

  /** @returns -1 to 1, NaN where one of the two is the same for all items */
  correlation({ deviations, sumOfSquares }: RankedQuantity): number {
    // Deviations sum to 0, so what the zeros have of it is minus what the others have.
    let [products, others] = [0, 0];
    for (let i = 0; i < this.items.length; i++) {
      const own = deviations[this.items[i]!]!;
      products += this.deviations[i]! * own;
      others += own;
    }
    products -= others * this.zeroDeviation;
    const squares = this.sumOfSquares * sumOfSquares;
    return squares > 0 ? products / Math.sqrt(squares) : NaN;
  }
}

/** Rank, from 1, of `count` equal values that stand behind `before` smaller ones. */
const rankOfTies = (before: number, count: number): number => before + (count + 1) / 2;

/** Distinct ones of ascending values with their mean ranks. @param before smaller values that are not among them */
function rankTies(sorted: Float64Array, before: number): { distinct: Float64Array; ranks: Float64Array } {
  const [distinct, ranks] = [new Float64Array(sorted.length), new Float64Array(sorted.length)];
  let count = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    distinct[count] = sorted[from]!;
    ranks[count++] = rankOfTies(before + from, to - from);
    from = to;
  }
  return { distinct: distinct.subarray(0, count), ranks };
}

/** Of a value among ascending ones that hold it. */
function indexOf(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
