/**
 * The grid on which repulsion is computed (after FIt-SNE, Linderman et al. 2019): points are spread on it and fields
 * read from it by cubic B-splines, whose blur is taken out of the kernels' transforms, so that a kernel is interpolated
 * by cubic splines at both ends. The grid grows with the map; on a small map it is finer.
 */
import { fourierSize } from './fourier';
import { sharedFloats } from './shared';

/** Largest distance of neighbouring nodes, in units of the map, where the kernel 1 / (1 + d^2) is one wide. */
const spacing = 0.5;
/** Nodes beyond the outermost points that their splines and the taken-out blur need. */
const margin = 4;
const leastSide = 54;
/** From so many nodes a side on the spacing grows instead. */
const mostSide = 1024;

/** Arrays that all threads see; the first `side * side` and so on of each are in use. Row is y, column is x. */
export interface Grid {
  /** `side`, `left`, `bottom`, `step`: nodes a side, position of the first node, distance of nodes. */
  frame: Float64Array;
  /** `[side, side]` points spread on the nodes. */
  charges: Float64Array;
  /** `[side + 1, side]` transform of the charges along y, frequencies from 0 up. */
  spectrumRe: Float64Array;
  spectrumIm: Float64Array;
  /** `[2 side, side]` transform of the forces along y. */
  productRe: Float64Array;
  productIm: Float64Array;
  /** `[side, side]` forces of all points on a unit point at each node. */
  forceX: Float64Array;
  forceY: Float64Array;
  /** `[side + 1]` each row's share of the sum of 1 / (1 + d^2) over all pairs. */
  rowSums: Float64Array;
  kernels: KernelTransforms;
}

/** See `kernelTransforms`; each is `[side + 1, side + 1]`, frequencies along x by those along y. */
export interface KernelTransforms {
  similarity: Float64Array;
  forceX: Float64Array;
  forceY: Float64Array;
}

/** A grid of zeros on shared memory, as large as any frame may ask for. */
export function emptyGrid(): Grid {
  const nodes = () => sharedFloats(mostSide * mostSide);
  const frequencies = () => sharedFloats((mostSide + 1) * (mostSide + 1));
  return {
    frame: sharedFloats(4),
    charges: nodes(),
    spectrumRe: frequencies(),
    spectrumIm: frequencies(),
    productRe: sharedFloats(2 * mostSide * mostSide),
    productIm: sharedFloats(2 * mostSide * mostSide),
    forceX: nodes(),
    forceY: nodes(),
    rowSums: sharedFloats(mostSide + 1),
    kernels: { similarity: frequencies(), forceX: frequencies(), forceY: frequencies() },
  };
}

/**
 * Lays the grid over all points.
 * @param positions `[points, 2]`
 * @returns whether nodes or spacing are others than before
 */
export function frameOver({ frame }: Grid, positions: Float64Array): boolean {
  const x = extremes(positions, 0);
  const y = extremes(positions, 1);
  const extent = Math.max(x.high - x.low, y.high - y.low);
  const wanted = Math.max(leastSide, Math.ceil(extent / spacing) + 2 * margin);
  const side = Math.min(mostSide, fourierSize(2 * wanted) / 2);
  // By halves, so that the kernels stay the same for a while.
  const finer = side === leastSide ? 2 ** Math.floor(Math.log2((spacing * (side - 2 * margin)) / (extent || 1))) : 1;
  const step = Math.max(spacing / Math.max(1, finer), extent / (side - 2 * margin));
  const half = (step * (side - 1)) / 2;
  const changed = frame[0] !== side || frame[3] !== step;
  frame.set([side, (x.low + x.high) / 2 - half, (y.low + y.high) / 2 - half, step]);
  return changed;
}

function extremes(positions: Float64Array, axis: 0 | 1): { low: number; high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (let i = axis; i < positions.length; i += 2) {
    const value = positions[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

/** Weights of the nodes at -1, 0, 1 and 2 for a point at `t` of the way from node 0 to node 1; their sum is 1. */
export function splineWeights(t: number, out: Float64Array, at: number): void {
  const r = 1 - t;
  out[at] = (r * r * r) / 6;
  out[at + 1] = (t * t * (3 * t - 6) + 4) / 6;
  out[at + 2] = (r * r * (3 * r - 6) + 4) / 6;
  out[at + 3] = (t * t * t) / 6;
}

/** Spreads a unit charge of every point on the nodes. */
export function spread({ frame, charges }: Grid, positions: Float64Array): void {
  const [side = 0, left = 0, bottom = 0, step = 1] = frame;
  const weights = new Float64Array(8);
  charges.fill(0, 0, side * side);
  for (let i = 0; i < positions.length; i += 2) {
    const u = (positions[i]! - left) / step;
    const v = (positions[i + 1]! - bottom) / step;
    const [column, row] = [Math.floor(u), Math.floor(v)];
    splineWeights(u - column, weights, 0);
    splineWeights(v - row, weights, 4);
    for (let b = 0; b < 4; b++) {
      const at = (row - 1 + b) * side + column - 1;
      const w = weights[4 + b]!;
      charges[at]! += w * weights[0]!;
      charges[at + 1]! += w * weights[1]!;
      charges[at + 2]! += w * weights[2]!;
      charges[at + 3]! += w * weights[3]!;
    }
  }
}
