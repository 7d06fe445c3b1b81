/**
 * Principal components by the randomised method of Halko, Martinsson & Tropp 2011: some random combinations of the
 * rows' covariance, sharpened by power iterations with orthonormalisation, then an exact decomposition of what is left.
 * Seeded, so that the same rows give the same axes.
 */
import { Rng } from '../../common/rng';
import type { Rows } from './nearest';
import { sharedSingles } from './shared';

export interface Components {
  /** `[dim]` */
  mean: Float64Array;
  /** `[count, dim]` orthonormal, the direction of the largest variance first. */
  axes: Float64Array;
  /** `[count]` */
  variances: Float64Array;
}

/** Axes are found from at most so many rows, evenly taken, which bounds the time for wide rows. */
const mostRows = 4096;
const extra = 10;
const powerIterations = 7;

/** @param count components at most */
export function principalComponents(rows: Rows, count: number, seed: number): Components {
  const some = evenly(rows);
  const { values, mean } = centred(some);
  const { dim } = rows;
  const kept = Math.min(count, dim, some.count);
  const width = Math.min(kept + extra, dim, some.count);
  const rng = new Rng(seed, 'principal components');
  const basis = Float64Array.from({ length: width * dim }, () => rng.normal());
  for (let i = 0; i < powerIterations; i++) {
    orthonormalise(basis, dim);
    basis.set(timesCovariance(values, basis, dim));
  }
  orthonormalise(basis, dim);
  const image = timesCovariance(values, basis, dim);
  const small = Float64Array.from({ length: width * width }, (_, at) =>
    dot(basis, Math.floor(at / width) * dim, image, (at % width) * dim, dim),
  );
  const { vectors, roots } = symmetricEigen(small, width);
  const order = [...roots.keys()].sort((a, b) => roots[b]! - roots[a]!).slice(0, kept);
  const axes = new Float64Array(kept * dim);
  order.forEach((from, to) => {
    const axis = axes.subarray(to * dim, (to + 1) * dim);
    for (let w = 0; w < width; w++) {
      const share = vectors[w * width + from]!;
      for (let d = 0; d < dim; d++) axis[d]! += share * basis[w * dim + d]!;
    }
    pointUp(axis);
  });
  const variances = Float64Array.from(order, (from) => Math.max(0, roots[from]!) / Math.max(1, some.count - 1));
  return { mean, axes, variances };
}

/** Coordinates of rows along the axes `[rows, components]`. */
export function projected({ values, count, dim }: Rows, { mean, axes }: Components): Rows {
  const width = axes.length / dim;
  const out = sharedSingles(count * width);
  const row = new Float64Array(dim);
  for (let i = 0; i < count; i++) {
    for (let d = 0; d < dim; d++) row[d] = values[i * dim + d]! - mean[d]!;
    for (let c = 0; c < width; c++) out[i * width + c] = dot(row, 0, axes, c * dim, dim);
  }
  return { values: out, count, dim: width };
}

function evenly({ values, count, dim }: Rows): Rows {
  const taken = Math.min(count, mostRows);
  const out = new Float32Array(taken * dim);
  for (let i = 0; i < taken; i++) {
    const from = Math.floor((i * count) / taken) * dim;
    out.set(values.subarray(from, from + dim), i * dim);
  }
  return { values: out, count: taken, dim };
}

function centred({ values, count, dim }: Rows): { values: Float64Array; mean: Float64Array } {
  const mean = new Float64Array(dim);
  for (let at = 0; at < values.length; at++) mean[at % dim]! += values[at]! / count;
  return { mean, values: Float64Array.from(values, (value, at) => value - mean[at % dim]!) };
}

function dot(a: Float64Array, i: number, b: Float64Array, j: number, length: number): number {
  let sum = 0;
  for (let d = 0; d < length; d++) sum += a[i + d]! * b[j + d]!;
  return sum;
}

/** X^T X v for each row v of `basis`. */
function timesCovariance(values: Float64Array, basis: Float64Array, dim: number): Float64Array {
  const width = basis.length / dim;
  const out = new Float64Array(basis.length);
  for (let row = 0; row < values.length; row += dim) {
    for (let w = 0; w < width; w++) {
      const share = dot(values, row, basis, w * dim, dim);
      const to = w * dim;
      for (let d = 0; d < dim; d++) out[to + d]! += share * values[row + d]!;
    }
  }
  return out;
}

/** Gram-Schmidt, twice for rounding; rows that are nothing but the others become 0. */
function orthonormalise(basis: Float64Array, dim: number): void {
  for (let to = 0; to < basis.length; to += dim) {
    const before = Math.sqrt(dot(basis, to, basis, to, dim));
    for (let pass = 0; pass < 2; pass++) {
      for (let from = 0; from < to; from += dim) {
        const share = dot(basis, to, basis, from, dim);
        for (let d = 0; d < dim; d++) basis[to + d]! -= share * basis[from + d]!;
      }
    }
    const length = Math.sqrt(dot(basis, to, basis, to, dim));
    const scale = length > 1e-10 * before ? 1 / length : 0;
    for (let d = to; d < to + dim; d++) basis[d]! *= scale;
  }
}

/** Makes the largest coordinate positive, so that the sign is not left to chance. */
function pointUp(axis: Float64Array): void {
  const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  if (largest < 0) for (let d = 0; d < axis.length; d++) axis[d] = -axis[d]!;
}

/** Eigenvectors (columns) and roots of a symmetric matrix `[n, n]`, by Jacobi's rotations. */
function symmetricEigen(matrix: Float64Array, n: number): { vectors: Float64Array; roots: Float64Array } {
  const a = matrix.slice();
  const vectors = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
  for (let sweep = 0; sweep < 50; sweep++) {
    let off = 0;
    let all = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        all += a[i * n + j]! ** 2;
        if (i !== j) off += a[i * n + j]! ** 2;
      }
    }
    if (off <= 1e-24 * all) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, n, p, q);
  }
  return { vectors, roots: Float64Array.from({ length: n }, (_, i) => a[i * n + i]!) };
}

/** The rotation that makes entry (p, q) 0. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const entry = a[p * n + q]!;
  if (entry === 0) return;
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * entry);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  const turn = (m: Float64Array, i: number, j: number) => {
    const [x, y] = [m[i]!, m[j]!];
    m[i] = c * x - s * y;
    m[j] = s * x + c * y;
  };
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q);
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k);
  for (let k = 0; k < n; k++) turn(vectors, k * n + p, k * n + q);
}
