/**
 * Similarity of two sequences over their monotone alignments. One recursion serves all: with the costs -log κ and
 * smoothing 1 it gives the global alignment kernel (Cuturi 2011), with squared distances and any smoothing soft-DTW
 * (Cuturi and Blondel 2017), and with smoothing 0 plain DTW. Everything stays in logarithms, so long sequences do not
 * underflow. Pure functions.
 */
import { type Costs, kernelCosts, type LocalKernel, type Sample } from './localKernel';

/**
 * The soft minimum, over all alignments, of the costs along one: -γ log Σ exp(-cost / γ); the minimum for γ = 0.
 * An alignment goes from both beginnings to both ends and moves on in one sequence or in both.
 */
export function alignmentCost(costs: Costs, smoothing: number): number {
  return last(accumulated(costs, smoothing));
}

const last = (table: Float64Array) => table[table.length - 1] as number;

/** Soft minimal costs up to each pair, `[rows + 1, columns + 1]`, with a border of unreachable ones. */
function accumulated({ rows, columns, values }: Costs, smoothing: number): Float64Array {
  const width = columns + 1;
  const table = new Float64Array((rows + 1) * width).fill(Infinity);
  table[0] = 0;
  for (let i = 1; i <= rows; i++) {
    for (let j = 1; j <= columns; j++) {
      const at = i * width + j;
      const before = softMinimum(
        table[at - width - 1] as number,
        table[at - width] as number,
        table[at - 1] as number,
        smoothing,
      );
      table[at] = (values[(i - 1) * columns + j - 1] as number) + before;
    }
  }
  return table;
}

function softMinimum(a: number, b: number, c: number, smoothing: number): number {
  const least = Math.min(a, b, c);
  if (smoothing === 0 || least === Infinity) return least;
  const sum = Math.exp((least - a) / smoothing) + Math.exp((least - b) / smoothing) + Math.exp((least - c) / smoothing);
  return least - smoothing * Math.log(sum);
}

/**
 * Gradient of `alignmentCost` by each cost: the share of the alignments, by their weight, that go through a pair
 * (Cuturi and Blondel 2017, algorithm 2). By the slices it follows from the chain rule.
 * @param smoothing above 0
 */
export function alignmentGradient(costs: Costs, smoothing: number): Costs {
  const { rows, columns, values } = costs;
  const table = accumulated(costs, smoothing);
  const gradient = new Float64Array(rows * columns);
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const reached = table[(i + 1) * (columns + 1) + j + 1] as number;
      /** What the next pair passes back: its own share times that of coming from here. */
      const from = (down: number, right: number): number => {
        const [row, column] = [i + down, j + right];
        if (row >= rows || column >= columns) return 0;
        const next = row * columns + column;
        const gain = (table[(row + 1) * (columns + 1) + column + 1] as number) - reached - (values[next] as number);
        return (gradient[next] as number) * Math.exp(gain / smoothing);
      };
      const isEnd = i === rows - 1 && j === columns - 1;
      gradient[i * columns + j] = isEnd ? 1 : from(1, 0) + from(0, 1) + from(1, 1);
    }
  }
  return { rows, columns, values: gradient };
}

/** How sequences are compared. */
export interface AlignmentKernel extends LocalKernel {
  /** 1 for the global alignment kernel, 0 for DTW on the same costs, between them soft-DTW. */
  smoothing: number;
}

/** Log-similarity of two samples before it is normalised. */
export function logAlignment(a: Sample, b: Sample, kernel: AlignmentKernel): number {
  return -alignmentCost(kernelCosts(a, b, kernel), kernel.smoothing);
}

/**
 * Log-similarity of two samples, normalised by those with themselves: 0 for equal samples, and for the global alignment
 * kernel never above.
 */
export function logSimilarity(a: Sample, b: Sample, kernel: AlignmentKernel): number {
  return logAlignment(a, b, kernel) - (logAlignment(a, a, kernel) + logAlignment(b, b, kernel)) / 2;
}

/** Normalised log-similarities of all pairs, `[samples, samples]`. */
export function logSimilarities(samples: readonly Sample[], kernel: AlignmentKernel): Float64Array {
  const count = samples.length;
  const out = new Float64Array(count * count);
  const own = samples.map((sample) => logAlignment(sample, sample, kernel));
  samples.forEach((a, i) => {
    for (let j = i + 1; j < count; j++) {
      const value = logAlignment(a, samples[j] as Sample, kernel) - ((own[i] as number) + (own[j] as number)) / 2;
      out[i * count + j] = value;
      out[j * count + i] = value;
    }
  });
  return out;
}
