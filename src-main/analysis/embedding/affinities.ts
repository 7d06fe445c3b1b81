/**
 * How strongly points belong together (van der Maaten & Hinton 2008): a Gaussian round each point whose width gives its
 * neighbours the wanted perplexity, and the mean of both directions.
 */
import type { Neighbours } from './nearest';
import { sharedIntegers, sharedSingles } from './shared';

/** A sparse matrix by rows: entries `starts[i]` to `starts[i + 1]` are those of row i. */
export interface SparseRows {
  starts: Int32Array;
  columns: Int32Array;
  values: Float32Array;
}

/**
 * Conditional probabilities of each point's neighbours `[points, k]`: exp(-beta d^2), normalised, with beta found by
 * bisection so that their entropy is log(perplexity).
 */
export function conditionalProbabilities({ k, distances }: Neighbours, perplexity: number): Float32Array {
  const out = new Float32Array(distances.length);
  for (let at = 0; at < distances.length; at += k) {
    oneRow(distances.subarray(at, at + k), Math.log(perplexity), out.subarray(at, at + k));
  }
  return out;
}

const mostTries = 200;
const entropyTolerance = 1e-8;

function oneRow(distances: Float32Array, wantedEntropy: number, out: Float32Array): void {
  // Distances from the nearest on, so that the largest exponential is 1 however far all of them are.
  const nearest = distances[0]!;
  let [low, high] = [0, Infinity];
  let beta = 1;
  let sum = 0;
  for (let tries = 0; tries < mostTries; tries++) {
    sum = 0;
    let weighted = 0;
    for (let j = 0; j < distances.length; j++) {
      const distance = distances[j]! - nearest;
      const value = Math.exp(-beta * distance);
      out[j] = value;
      sum += value;
      weighted += value * distance;
    }
    const difference = Math.log(sum) + (beta * weighted) / sum - wantedEntropy;
    if (Math.abs(difference) <= entropyTolerance) break;
    if (difference > 0) low = beta;
    else high = beta;
    beta = high === Infinity ? 2 * beta : (low + high) / 2;
  }
  for (let j = 0; j < out.length; j++) out[j]! /= sum;
}

/** (p(j|i) + p(i|j)) / (2 points), each row in ascending columns. */
export function jointProbabilities({ k, indices }: Neighbours, conditional: Float32Array): SparseRows {
  const count = indices.length / k;
  const incoming = transposed(k, indices);
  const columns: number[] = [];
  const values: number[] = [];
  const starts = sharedIntegers(count + 1);
  const sums = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    sums.clear();
    for (let e = i * k; e < (i + 1) * k; e++) sums.set(indices[e]!, conditional[e]!);
    for (let e = incoming.starts[i]!; e < incoming.starts[i + 1]!; e++) {
      const entry = incoming.entries[e]!;
      const from = Math.floor(entry / k);
      sums.set(from, (sums.get(from) ?? 0) + conditional[entry]!);
    }
    for (const [column, value] of [...sums].sort(([a], [b]) => a - b)) {
      columns.push(column);
      values.push(value / (2 * count));
    }
    starts[i + 1] = columns.length;
  }
  return {
    starts,
    columns: filled(sharedIntegers(columns.length), columns),
    values: filled(sharedSingles(values.length), values),
  };
}

/** Entries of `[points, k]` by the point they name. */
function transposed(k: number, indices: Int32Array): { starts: Int32Array; entries: Int32Array } {
  const starts = new Int32Array(indices.length / k + 1);
  for (const to of indices) starts[to + 1]!++;
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  const next = starts.slice();
  const entries = new Int32Array(indices.length);
  indices.forEach((to, e) => {
    entries[next[to]!++] = e;
  });
  return { starts, entries };
}

function filled<A extends Int32Array | Float32Array>(out: A, values: readonly number[]): A {
  out.set(values);
  return out;
}
