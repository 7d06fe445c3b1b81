/**
 * New points in a map that stays as it is (Poličar, Stražar & Zupan 2021, and openTSNE's `transform`): each begins at the
 * median of its nearest points and goes down its own divergence from these, without regard to other new points.
 */
import { conditionalProbabilities } from './affinities';
import { columnsBack, columnsForward, kernelTransforms, partsOf, rowsConvolved, similarityField } from './convolution';
import type { Crew } from './crew';
import { emptyGrid, frameOver, type Grid, spread } from './grid';
import { fieldReader } from './moves';
import { type Neighbours, neighboursOf, type Rows } from './neighbours';
import { sharedFloats } from './shared';

const nearestForStart = 25;
const perplexity = 5;
const iterations = 250;
const [rate, momentum, exaggeration] = [0.1, 0.8, 1.5];
const longestGradient = 0.25;
const leastGain = 0.01;
const partSize = 128;

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

/**
 * @param fresh states of the new points; @param old those of the points of the map, in the same columns
 * @returns `[new points, 2]`
 */
export function placed(fresh: Rows, old: Rows, map: Float64Array, crew: Crew): Float64Array {
  const neighbours = neighboursOf(fresh, old, Math.min(nearestForStart, old.count), crew);
  const places = medianPlaces(neighbours, map);
  const few = firstOf(neighbours, Math.min(neighbours.k, 3 * perplexity));
  const probabilities = conditionalProbabilities(few, Math.min(perplexity, few.k / 3));
  const settling: Settling = { places, map, neighbours: few, probabilities, grid: fieldsOf(map) };
  crew.prepare('settlePoints', settling)(Math.ceil(fresh.count / partSize));
  return places;
}

/** New points where the nearest points of the map are: each at their median. */
export function atMedians(fresh: Rows, old: Rows, map: Float64Array, crew: Crew): Float64Array {
  return medianPlaces(neighboursOf(fresh, old, Math.min(nearestForStart, old.count), crew), map);
}

function medianPlaces({ k, indices }: Neighbours, map: Float64Array): Float64Array {
  const places = sharedFloats((2 * indices.length) / k);
  const near = new Float64Array(k);
  for (let i = 0; i < places.length; i++) {
    const at = (i >> 1) * k;
    for (let j = 0; j < k; j++) near[j] = map[2 * indices[at + j]! + (i & 1)]!;
    near.sort();
    places[i] = (near[(k - 1) >> 1]! + near[k >> 1]!) / 2;
  }
  return places;
}

function firstOf({ k, indices, distances }: Neighbours, count: number): Neighbours {
  const rows = indices.length / k;
  const out = { k: count, indices: new Int32Array(rows * count), distances: new Float32Array(rows * count) };
  for (let i = 0; i < rows; i++) {
    out.indices.set(indices.subarray(i * k, i * k + count), i * count);
    out.distances.set(distances.subarray(i * k, i * k + count), i * count);
  }
  return out;
}

/** A grid over the map with the forces of its points, and the sum of their similarities in place of the charges. */
function fieldsOf(map: Float64Array): Grid {
  const grid = emptyGrid();
  frameOver(grid, map);
  kernelTransforms(grid.frame[0]!, grid.frame[3]!, grid.kernels);
  spread(grid, map);
  const parts = partsOf(grid.frame[0]!);
  for (const [kernel, count] of [
    [columnsForward(grid), parts.columnsForward],
    [rowsConvolved(grid), parts.rowsConvolved],
    [columnsBack(grid), parts.columnsBack],
  ] as const) {
    for (let part = 0; part < count; part++) kernel(part);
  }
  similarityField(grid);
  return grid;
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
