/** One step of the points down the gradient of the divergence; the part that threads share. */
import type { SparseRows } from './affinities';
import { type Grid, splineWeights } from './grid';

/** Arrays of a layout that all threads see. */
export interface Moving {
  /** `[points, 2]` each. */
  positions: Float64Array;
  velocities: Float64Array;
  gains: Float64Array;
  affinities: SparseRows;
  grid: Grid;
  /** `normaliser`, `rate`, `momentum`, `exaggeration`: the sum of similarities, and how the step is taken. */
  step: Float64Array;
  /** `[points, 2]` where they go; the positions are replaced when all have been computed. */
  moved: Float64Array;
}

/** Points that one part moves. */
const partSize = 256;
/** Steps are cut to this length, as in openTSNE. */
const longestStep = 5;
const leastGain = 0.01;

export const movingParts = (points: number) => Math.ceil(points / partSize);

/** Part p moves points `[p, p + 1) * partSize`: attraction along affinities, repulsion from the grid, then the step. */
export function movePoints(moving: Moving): (part: number) => void {
  const { positions, velocities, gains, moved, affinities, grid, step } = moving;
  const force = new Float64Array(2);
  const field = fieldReader(grid, ['forceX', 'forceY']);
  return (part) => {
    const [normaliser = 1, rate = 0, momentum = 0, exaggeration = 1] = step;
    const end = Math.min(positions.length, 2 * (part + 1) * partSize);
    for (let i = 2 * part * partSize; i < end; i += 2) {
      field(positions[i]!, positions[i + 1]!, force);
      attraction(positions, affinities, i >> 1, force, -exaggeration * normaliser);
      for (let axis = 0; axis < 2; axis++) {
        const gradient = -force[axis]! / normaliser;
        const velocity = velocities[i + axis]!;
        const turned = Math.sign(velocity) !== Math.sign(gradient);
        const gain = turned ? gains[i + axis]! + 0.2 : gains[i + axis]! * 0.8 + leastGain;
        gains[i + axis] = gain;
        velocities[i + axis] = momentum * velocity - rate * gain * gradient;
      }
      const length = Math.hypot(velocities[i]!, velocities[i + 1]!);
      const cut = length > longestStep ? longestStep / length : 1;
      for (let axis = i; axis < i + 2; axis++) {
        velocities[axis]! *= cut;
        moved[axis] = positions[axis]! + velocities[axis]!;
      }
    }
  };
}

type Field = 'forceX' | 'forceY' | 'charges';

/** Reads fields of the grid at a place. */
export function fieldReader(grid: Grid, names: readonly Field[]): (x: number, y: number, out: Float64Array) => void {
  const weights = new Float64Array(8);
  const fields = names.map((name) => grid[name]);
  const { frame } = grid;
  return (x, y, out) => {
    const [side, step] = [frame[0]!, frame[3]!];
    const u = (x - frame[1]!) / step;
    const v = (y - frame[2]!) / step;
    const [column, row] = [Math.floor(u), Math.floor(v)];
    splineWeights(u - column, weights, 0);
    splineWeights(v - row, weights, 4);
    const at = (row - 1) * side + column - 1;
    for (let f = 0; f < fields.length; f++) {
      const field = fields[f]!;
      let sum = 0;
      for (let b = 0; b < 4; b++) {
        const from = at + b * side;
        const line =
          weights[0]! * field[from]! +
          weights[1]! * field[from + 1]! +
          weights[2]! * field[from + 2]! +
          weights[3]! * field[from + 3]!;
        sum += weights[4 + b]! * line;
      }
      out[f] = sum;
    }
  };
}

/** Adds `scale` times the sum of p (a - b) / (1 + d^2) over the point's affinities. */
function attraction(
  positions: Float64Array,
  { starts, columns, values }: SparseRows,
  point: number,
  force: Float64Array,
  scale: number,
): void {
  const [x, y] = [positions[2 * point]!, positions[2 * point + 1]!];
  let [sumX, sumY] = [0, 0];
  for (let e = starts[point]!; e < starts[point + 1]!; e++) {
    const other = 2 * columns[e]!;
    const dx = x - positions[other]!;
    const dy = y - positions[other + 1]!;
    const weight = values[e]! / (1 + dx * dx + dy * dy);
    sumX += weight * dx;
    sumY += weight * dy;
  }
  force[0]! += scale * sumX;
  force[1]! += scale * sumY;
}
