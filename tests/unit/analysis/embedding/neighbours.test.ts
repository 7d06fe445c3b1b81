import { describe, expect, it } from 'vitest';
import { alone } from '../../../../src-main/analysis/embedding/crew';
import type { Rows } from '../../../../src-main/analysis/embedding/nearest';
import { neighboursOf, ownNeighbours } from '../../../../src-main/analysis/embedding/neighbours';
import { Rng } from '../../../../src-main/common/rng';

/** Clusters of different sizes, some points twice. */
function clusters(count: number, dim: number, seed: number): Rows {
  const rng = new Rng(seed);
  const values = Float32Array.from({ length: count * dim }, (_, at) => {
    const cluster = Math.floor(at / dim) % 7;
    return Math.sin(cluster * (1 + (at % dim))) * 3 + rng.normal() * (0.2 + 0.1 * cluster);
  });
  values.copyWithin(dim, 0, dim);
  return { values, count, dim };
}

function slowNeighbours(queries: Rows, reference: Rows, k: number, own: boolean): number[][] {
  const { dim } = reference;
  return Array.from({ length: queries.count }, (_, q) =>
    Array.from({ length: reference.count }, (_r, r) => {
      let distance = 0;
      for (let d = 0; d < dim; d++)
        distance += ((queries.values[q * dim + d] as number) - (reference.values[r * dim + d] as number)) ** 2;
      return own && q === r ? Infinity : distance;
    })
      .sort((a, b) => a - b)
      .slice(0, k),
  );
}

describe('nearest neighbours', () => {
  it.each([2, 5, 19])('are those of comparing all, in %i columns', (dim) => {
    const rows = clusters(400, dim, dim);
    const { indices, distances } = ownNeighbours(rows, 12, alone);
    const expected = slowNeighbours(rows, rows, 12, true);
    expected.flat().forEach((distance, e) => expect(distances[e]).toBeCloseTo(distance, 4));
    expect(indices.every((other, e) => other !== Math.floor(e / 12))).toBe(true);
    expect(indices[0]).toBe(1);
  });

  it('of other points count equal ones', () => {
    const rows = clusters(300, 6, 1);
    const queries = { values: rows.values.slice(0, 60), count: 10, dim: 6 };
    const { indices, distances } = neighboursOf(queries, rows, 300, alone);
    expect(distances[0]).toBe(0);
    expect([...indices.subarray(0, 2)]).toEqual([0, 1]);
    expect(new Set(indices.subarray(0, 300)).size).toBe(300);
    slowNeighbours(queries, rows, 300, false)
      .flat()
      .forEach((distance, e) => expect(distances[e]).toBeCloseTo(distance, 4));
  });
});
