/**
 * New points in a map that stays as it is (Poličar, Stražar & Zupan 2021, and openTSNE's `transform`): each begins at
 * the median of its nearest points and goes down its own divergence from these, without regard to other new points.
 */
import { conditionalProbabilities } from './affinities';
import { columnsBack, columnsForward, kernelTransforms, partsOf, rowsConvolved, similarityField } from './convolution';
import type { Crew } from './crew';
import { emptyGrid, frameOver, type Grid, spread } from './grid';
import type { Neighbours, Rows } from './nearest';
import { neighboursOf } from './neighbours';
import { type Settling, settlingParts } from './settling';
import { sharedFloats } from './shared';

const nearestForStart = 25;
const perplexity = 5;

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
  crew.prepare('settlePoints', settling)(settlingParts(fresh.count));
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
