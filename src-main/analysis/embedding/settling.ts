/** New points going down their own divergence in a map that stays as it is; the part that threads share. */
import type { Grid } from './grid';
import { fieldReader } from './moves';
import type { Neighbours } from './nearest';

const iterations = 250;
const [rate, momentum, exaggeration] = [0.1, 0.8, 1.5];
const longestGradient = 0.25;
const leastGain = 0.01;
/** Points that one part settles. */
const partSize = 128;

export const settlingParts = (points: number) => Math.ceil(points / partSize);

/** Arrays of a placement that all threads see. */
export interface Settling {
  /** `[new points, 2]` where they are, from the start to the end. */
  places: Float64Array;
  /** `[old points, 2]` */
  map: Float64Array;
  /** `[new points, k]` old points that draw each, and how strongly. */
  neighbours: Neighbours;
  probabilities: Float32Array;
  /** Over the old points: their forces, and in `charges` the sum of their similarities to a node. */
  grid: Grid;
}

/** Part p settles points `[p, p + 1) * partSize`. */
export function settlePoints({ places, map, neighbours, probabilities, grid }: Settling): (part: number) => void {
  const field = fieldReader(grid, ['forceX', 'forceY', 'charges']);
  const [side = 0, left = 0, bottom = 0, step = 1] = grid.frame;
  const limits = [left, bottom].map((low) => ({ low: low + step, high: low + step * (side - 3) }));
  const { k, indices } = neighbours;
  const gradient = new Float64Array(3);

  const settle = (point: number) => {
    const place = places.subarray(2 * point, 2 * point + 2);
    const velocity = [0, 0];
    const gains = [1, 1];
    for (let iteration = 0; iteration < iterations; iteration++) {
      field(place[0]!, place[1]!, gradient);
      const normaliser = Math.max(gradient[2]!, Number.EPSILON);
      let [x, y] = [-gradient[0]! / normaliser, -gradient[1]! / normaliser];
      for (let e = point * k; e < (point + 1) * k; e++) {
        const other = 2 * indices[e]!;
        const dx = place[0]! - map[other]!;
        const dy = place[1]! - map[other + 1]!;
        const weight = (exaggeration * probabilities[e]!) / (1 + dx * dx + dy * dy);
        x += weight * dx;
        y += weight * dy;
      }
      const cut = Math.min(1, longestGradient / (Math.hypot(x, y) + 1e-6));
      [x, y].forEach((slope, axis) => {
        const before = velocity[axis]!;
        const gain = Math.sign(before) !== Math.sign(slope) ? gains[axis]! + 0.2 : gains[axis]! * 0.8 + leastGain;
        gains[axis] = gain;
        velocity[axis] = momentum * before - rate * gain * slope * cut;
        const { low, high } = limits[axis]!;
        place[axis] = Math.min(high, Math.max(low, place[axis]! + velocity[axis]!));
      });
    }
  };
  return (part) => {
    const end = Math.min(places.length / 2, (part + 1) * partSize);
    for (let point = part * partSize; point < end; point++) settle(point);
  };
}
