import { describe, expect, it } from 'vitest';
import { conditionalProbabilities, jointProbabilities } from '../../../../src-main/analysis/embedding/affinities';
import {
  columnsBack,
  columnsForward,
  kernelTransforms,
  partsOf,
  rowsConvolved,
} from '../../../../src-main/analysis/embedding/convolution';
import { alone } from '../../../../src-main/analysis/embedding/crew';
import { emptyGrid, frameOver, spread } from '../../../../src-main/analysis/embedding/grid';
import { fieldReader } from '../../../../src-main/analysis/embedding/moves';
import type { Rows } from '../../../../src-main/analysis/embedding/nearest';
import { ownNeighbours } from '../../../../src-main/analysis/embedding/neighbours';
import { placed } from '../../../../src-main/analysis/embedding/place';
import { Tsne } from '../../../../src-main/analysis/embedding/tsne';
import { Rng } from '../../../../src-main/common/rng';

/** Clusters of points round far centres. */
function clusters(count: number, of: number, dim: number, seed: number): Rows {
  const rng = new Rng(seed);
  const centres = Float64Array.from({ length: of * dim }, () => 4 * rng.normal());
  const values = Float32Array.from(
    { length: count * dim },
    (_, at) => (centres[(Math.floor(at / dim) % of) * dim + (at % dim)] as number) + rng.normal(),
  );
  return { values, count, dim };
}

describe('affinities', () => {
  const rows = clusters(200, 4, 5, 0);
  const neighbours = ownNeighbours(rows, 30, alone);
  const conditional = conditionalProbabilities(neighbours, 10);

  it('have the wanted perplexity at every point', () => {
    for (let i = 0; i < 200; i++) {
      const row = conditional.subarray(30 * i, 30 * (i + 1));
      const entropy = row.reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
      expect(Math.exp(entropy)).toBeCloseTo(10, 4);
    }
  });

  it('are symmetric and sum to 1', () => {
    const { starts, columns, values } = jointProbabilities(neighbours, conditional);
    const entries = new Map<string, number>();
    for (let i = 0; i < 200; i++)
      for (let e = starts[i] as number; e < (starts[i + 1] as number); e++)
        entries.set(`${i} ${columns[e]}`, values[e] as number);
    for (const [key, value] of entries) expect(entries.get(key.split(' ').reverse().join(' '))).toBeCloseTo(value, 10);
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
  });
});

describe('repulsion on the grid', () => {
  it.each([1, 30, 120])('agrees with the sum over all pairs on a map %i wide', (width) => {
    const rng = new Rng(2);
    const points = 300;
    const map = Float64Array.from({ length: 2 * points }, () => width * rng.normal() * 0.25);
    const grid = emptyGrid();
    frameOver(grid, map);
    kernelTransforms(grid.frame[0] as number, grid.frame[3] as number, grid.kernels);
    spread(grid, map);
    const parts = partsOf(grid.frame[0] as number);
    for (let part = 0; part < parts.columnsForward; part++) columnsForward(grid)(part);
    for (let part = 0; part < parts.rowsConvolved; part++) rowsConvolved(grid)(part);
    for (let part = 0; part < parts.columnsBack; part++) columnsBack(grid)(part);
    const field = fieldReader(grid, ['forceX', 'forceY']);
    const force = new Float64Array(2);
    let [wrong, size, similarities] = [0, 0, 0];
    for (let i = 0; i < points; i++) {
      field(map[2 * i] as number, map[2 * i + 1] as number, force);
      const exact = [0, 0];
      for (let j = 0; j < points; j++) {
        const [dx, dy] = [0, 1].map((axis) => (map[2 * i + axis] as number) - (map[2 * j + axis] as number)) as [
          number,
          number,
        ];
        const similarity = 1 / (1 + dx * dx + dy * dy);
        similarities += similarity;
        exact[0]! += dx * similarity * similarity;
        exact[1]! += dy * similarity * similarity;
      }
      wrong += (force[0]! - exact[0]!) ** 2 + (force[1]! - exact[1]!) ** 2;
      size += exact[0]! ** 2 + exact[1]! ** 2;
    }
    // On such maps the grid of openTSNE 1.0.4 with its defaults errs by 2e-6, 0.038 and 0.042.
    expect(Math.sqrt(wrong / size)).toBeLessThan(width === 1 ? 1e-4 : 0.045);
    const onGrid = grid.rowSums.subarray(0, (grid.frame[0] as number) + 1).reduce((sum, value) => sum + value, 0);
    expect(Math.abs(onGrid / similarities - 1)).toBeLessThan(0.01);
  });
});

describe('t-SNE', () => {
  const rows = clusters(240, 4, 6, 3);
  const start = Float64Array.from({ length: 480 }, (_, i) => rows.values[6 * (i >> 1) + (i & 1)] as number);
  const finished = () => {
    const tsne = new Tsne(ownNeighbours(rows, 30, alone), 10, start, alone);
    for (let i = 0; i < 400; i++) tsne.advance();
    return tsne;
  };
  const nearestShare = (map: Float64Array, points: number) => {
    const flat = { values: Float32Array.from(map), count: points, dim: 2 };
    const { indices } = ownNeighbours(flat, 5, alone);
    return indices.filter((other, e) => other % 4 === Math.floor(e / 5) % 4).length / indices.length;
  };

  it('keeps clusters together, and gives the same map again', () => {
    const map = finished();
    expect(nearestShare(map.positions, 240)).toBeGreaterThan(0.99);
    expect(map.divergence()).toBeLessThan(0.7);
    expect([...finished().positions]).toEqual([...map.positions]);
  });

  it('places new points beside their own cluster', () => {
    const map = finished().positions;
    const fresh = { values: rows.values.map((value, at) => value + 0.3 * Math.sin(at)), count: 240, dim: 6 };
    const places = placed(fresh, rows, map, alone);
    expect(nearestShare(places, 240)).toBeGreaterThan(0.99);
    const moved = places.map((value, i) => Math.abs(value - (map[i] as number)));
    expect([...moved].sort((a, b) => a - b)[240]).toBeLessThan(2);
  });
});
