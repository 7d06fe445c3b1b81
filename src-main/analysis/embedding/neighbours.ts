/**
 * Nearest neighbours by Euclidean distance, exact. Points are gathered in cells round pivots; a point asks the cells
 * from the nearest on and leaves out whatever the triangle inequality says cannot be near enough. Distances are summed
 * in pieces and given up as soon as they are too large, which is early where the first columns vary most, as after PCA.
 */
import type { Crew } from './crew';
import { type Cells, type Neighbours, type Rows, type Search, searchParts, squaredDistance } from './nearest';
import { sharedFloats, sharedIntegers, sharedSingles } from './shared';

/** The `k` nearest of `reference` for each of its own points, without itself. `k` must be less than their number. */
export function ownNeighbours(reference: Rows, k: number, crew: Crew): Neighbours {
  return search(reference, sortedIntoCells(reference), k, true, crew);
}

/** The `k` nearest of `reference` for each query. `k` must not be more than their number. */
export function neighboursOf(queries: Rows, reference: Rows, k: number, crew: Crew): Neighbours {
  return search(queries, sortedIntoCells(reference), k, false, crew);
}

function search(queries: Rows, cells: Cells, k: number, own: boolean, crew: Crew): Neighbours {
  const indices = sharedIntegers(queries.count * k);
  const distances = sharedSingles(queries.count * k);
  const data: Search = { cells, queries: inShared(queries), own, k, indices, distances };
  crew.prepare('nearest', data)(searchParts(queries.count));
  return { k, indices, distances };
}

function inShared(rows: Rows): Rows {
  if (rows.values.buffer instanceof SharedArrayBuffer) return rows;
  const values = sharedSingles(rows.values.length);
  values.set(rows.values);
  return { ...rows, values };
}

/** Cells round every n-th point, as many as the square root of the points. */
function sortedIntoCells({ values, count, dim }: Rows): Cells {
  const cellCount = Math.max(1, Math.round(Math.sqrt(count)));
  const pivots = sharedSingles(cellCount * dim);
  for (let c = 0; c < cellCount; c++) {
    const at = Math.floor((c * count) / cellCount) * dim;
    pivots.set(values.subarray(at, at + dim), c * dim);
  }
  const cellOf = new Int32Array(count);
  const far = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let best = Infinity;
    for (let c = 0; c < cellCount; c++) {
      const distance = squaredDistance(values, i * dim, pivots, c * dim, dim, best);
      if (distance >= best) continue;
      best = distance;
      cellOf[i] = c;
    }
    far[i] = Math.sqrt(best);
  }
  const sorted = Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => cellOf[a]! - cellOf[b]! || far[a]! - far[b]! || a - b,
  );
  const order = sharedIntegers(count);
  const toPivot = sharedFloats(count);
  const starts = sharedIntegers(cellCount + 1);
  const moved = sharedSingles(values.length);
  sorted.forEach((i, at) => {
    order[at] = i;
    toPivot[at] = far[i]!;
    starts[cellOf[i]! + 1] = at + 1;
    moved.set(values.subarray(i * dim, (i + 1) * dim), at * dim);
  });
  for (let c = 1; c <= cellCount; c++) starts[c] = Math.max(starts[c]!, starts[c - 1]!);
  return { values: moved, count, dim, order, toPivot, starts, pivots };
}
