import { describe, expect, it } from 'vitest';
import { checkLayout } from '../../../../src-main/analysis/embedding/checks';
import { alone } from '../../../../src-main/analysis/embedding/crew';
import type { Rows } from '../../../../src-main/analysis/embedding/nearest';
import { ownNeighbours } from '../../../../src-main/analysis/embedding/neighbours';
import { Umap } from '../../../../src-main/analysis/embedding/umap';
import { Rng } from '../../../../src-main/common/rng';

const [count, of, dim] = [150, 3, 8];

/** Points round three far centres, one after the other. */
function blobs(): Rows {
  const rng = new Rng(4);
  const centres = Float64Array.from({ length: of * dim }, () => 6 * rng.normal());
  const values = Float32Array.from(
    { length: count * dim },
    (_, at) => centres[(Math.floor(at / dim) % of) * dim + (at % dim)]! + rng.normal(),
  );
  return { values, count, dim };
}

function mapped(states: Rows, seed: number): Float64Array {
  const map = new Umap(states, ownNeighbours(states, 12, alone), seed);
  while (map.iteration < map.iterations) map.advance();
  return map.positions;
}

describe('UMAP', () => {
  const states = blobs();
  const map = mapped(states, 0);

  it('is the same for a seed, and another for another', () => {
    expect(mapped(states, 0)).toEqual(map);
    expect(mapped(states, 1)).not.toEqual(map);
  });

  it('keeps the points of a blob together and its neighbours near', () => {
    const classes = Int32Array.from({ length: count }, (_, i) => i % of);
    const checks = checkLayout(states, map, classes, alone)!;
    expect(checks.sameClass).toBe(1);
    expect(checks.trustworthiness).toBeGreaterThan(0.9);
    // By chance 10 of the 49 others of a blob are neighbours.
    expect(checks.neighboursKept).toBeGreaterThan(0.4);
  });
});
