/**
 * How alike the slices of two sequences are, one against one: what an alignment adds up along its path. A slice may be
 * known by several embeddings (what is seen, the text of its label, a hidden state of the model); their kernels are
 * combined into one, the triple kernel of Sugar (NeurIPS 2024, arXiv 2411.00304).
 */

/** One embedding of the slices of a sequence. */
export interface Sequence {
  /** `[length, dim]` */
  rows: Float32Array;
  dim: number;
}

/** A sequence by all its embeddings, which have one length. */
export type Sample = readonly Sequence[];

/** Costs of putting slice i of one sequence beside slice j of another, row major `[rows, columns]`. */
export interface Costs {
  rows: number;
  columns: number;
  values: Float64Array;
}

export interface LocalKernel {
  /** One for each embedding of a sample. Weights are exponents of a product, shares of a sum. */
  embeddings: readonly { bandwidth: number; weight: number }[];
  combine: 'product' | 'sum';
}

/** Squared Euclidean distances `[length of a, length of b]`. */
export function squaredDistances(a: Sequence, b: Sequence): Costs {
  const { dim } = a;
  const [rows, columns] = [a.rows.length / dim, b.rows.length / dim];
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) values[i * columns + j] = squaredDistance(a.rows, i * dim, b.rows, j * dim, dim);
  }
  return { rows, columns, values };
}

/** Of the `dim` numbers from `i` and from `j` on. Nearly all the time of comparing sequences is spent here. */
function squaredDistance(a: Float32Array, i: number, b: Float32Array, j: number, dim: number): number {
  let sum = 0;
  for (let k = 0; k < dim; k++) {
    const difference = (a[i + k] as number) - (b[j + k] as number);
    sum += difference * difference;
  }
  return sum;
}

/** Slices that the rule of the bandwidth compares with each other. */
const compared = 100;

/**
 * Bandwidth of the Gaussian of an embedding: the median distance of two slices times the square root of the shortest
 * length (Cuturi 2011, section 5; tslearn's `sigma_gak`, which draws the slices; here they are taken evenly).
 * 1 where all slices are equal.
 */
export function bandwidth(sequences: readonly Sequence[]): number {
  const slices = sequences.flatMap(({ rows, dim }) =>
    Array.from({ length: rows.length / dim }, (_, i) => [rows, i * dim] as const),
  );
  const { dim } = sequences[0] as Sequence;
  const every = Math.max(1, slices.length / compared);
  const taken = Array.from({ length: Math.min(slices.length, compared) }, (_, i) => slices[Math.floor(i * every)]!);
  const distances = taken.flatMap(([a, i], at) =>
    taken.slice(at + 1).map(([b, j]) => Math.sqrt(squaredDistance(a, i, b, j, dim))),
  );
  const shortest = Math.min(...sequences.map(({ rows, dim }) => rows.length / dim));
  return median(distances) * Math.sqrt(shortest) || 1;
}

function median(values: number[]): number {
  if (values.length === 0) return 0;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/**
 * -log κ of every two slices. The kernel of one embedding is k / (2 - k) with k = exp(-d² / 2σ²), which makes the
 * global alignment kernel positive definite (Cuturi 2011, section 3).
 */
export function kernelCosts(a: Sample, b: Sample, kernel: LocalKernel): Costs {
  const each = kernel.embeddings.map(({ bandwidth: sigma }, e) => {
    const costs = squaredDistances(a[e] as Sequence, b[e] as Sequence);
    return { ...costs, values: costs.values.map((squared) => gaussianCost(squared / (2 * sigma ** 2))) };
  });
  const { rows, columns } = each[0] as Costs;
  const weights = kernel.embeddings.map(({ weight }) => weight);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const combined = new Float64Array(rows * columns).map((_, at) => {
    const parts = each.map(({ values }) => values[at] as number);
    if (kernel.combine === 'product') return parts.reduce((sum, cost, e) => sum + (weights[e] as number) * cost, 0);
    return -Math.log(parts.reduce((sum, cost, e) => sum + ((weights[e] as number) / total) * Math.exp(-cost), 0));
  });
  return { rows, columns, values: combined };
}

const gaussianCost = (exponent: number) => exponent + Math.log(2 - Math.exp(-exponent));
