import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alignmentCost,
  alignmentGradient,
  type AlignmentKernel,
  logAlignment,
  logSimilarities,
} from '../../../../src-main/gad/alignment/alignment';
import {
  bandwidth,
  kernelCosts,
  type Sample,
  type Sequence,
  squaredDistances,
} from '../../../../src-main/gad/alignment/localKernel';

interface Pair {
  a: number[][];
  b: number[][];
  dtw: number;
  gamma: number;
  softDtw: number;
  gradient: number[][];
  sigma: number;
  gak: number;
}
interface Triple {
  first: number[][][];
  second: number[][][];
  sigmas: number[];
  weights: number[];
  logKernel: Record<'product' | 'sum', number>;
}
const stored = JSON.parse(readFileSync('tests/unit/gad/alignment/data/alignment.json', 'utf8')) as {
  pairs: Pair[];
  triple: Triple;
};

const sequence = (rows: readonly (readonly number[])[]): Sequence => ({
  rows: Float32Array.from(rows.flat()),
  dim: (rows[0] as readonly number[]).length,
});
const single = (sigma: number, smoothing = 1): AlignmentKernel => ({
  embeddings: [{ bandwidth: sigma, weight: 1 }],
  combine: 'product',
  smoothing,
});

describe.each(stored.pairs)('sequences of $a.length and $b.length slices', (pair) => {
  const [a, b] = [sequence(pair.a), sequence(pair.b)];
  const distances = squaredDistances(a, b);

  it('have the DTW and soft-DTW of tslearn', () => {
    expect(Math.sqrt(alignmentCost(distances, 0))).toBeCloseTo(pair.dtw, 5);
    expect(alignmentCost(distances, pair.gamma)).toBeCloseTo(pair.softDtw, 4);
  });

  it('have its gradient by the slices', () => {
    const shares = alignmentGradient(distances, pair.gamma);
    pair.gradient.forEach((row, i) =>
      row.forEach((expected, k) => {
        const found = pair.b.reduce(
          (sum, other, j) => sum + (shares.values[i * shares.columns + j] as number) * 2 * (pair.a[i]![k]! - other[k]!),
          0,
        );
        expect(found).toBeCloseTo(expected, 4);
      }),
    );
  });

  it('have its global alignment kernel', () => {
    const [, similarity] = logSimilarities([[a], [b]], single(pair.sigma));
    expect(Math.exp(similarity as number)).toBeCloseTo(pair.gak, 6);
  });
});

describe('the triple kernel', () => {
  const { first, second, sigmas, weights, logKernel } = stored.triple;
  const sample = (embeddings: number[][][]): Sample => embeddings.map(sequence);

  it.each(['product', 'sum'] as const)('as a %s sums the kernels of all alignments', (combine) => {
    const embeddings = sigmas.map((sigma, e) => ({ bandwidth: sigma, weight: weights[e] as number }));
    const found = logAlignment(sample(first), sample(second), { embeddings, combine, smoothing: 1 });
    expect(found).toBeCloseTo(logKernel[combine], 5);
  });
});

/** Sequences of one width, of up to eight slices. */
const sequences = (count: number) =>
  fc
    .integer({ min: 1, max: 4 })
    .chain((dim) =>
      fc.array(
        fc.array(fc.array(fc.float({ min: -3, max: 3, noNaN: true }), { minLength: dim, maxLength: dim }), {
          minLength: 1,
          maxLength: 8,
        }),
        { minLength: count, maxLength: count },
      ),
    )
    .map((all) => all.map(sequence));
const smoothings = fc.constantFrom(0, 0.1, 1, 5);

describe('of any sequences', () => {
  it('the cost is the same from either side', () => {
    fc.assert(
      fc.property(sequences(2), smoothings, ([a, b], smoothing) => {
        const there = alignmentCost(squaredDistances(a!, b!), smoothing);
        expect(alignmentCost(squaredDistances(b!, a!), smoothing)).toBeCloseTo(there, 6);
      }),
    );
  });

  it('DTW of equal ones is 0, and soft-DTW is never above DTW', () => {
    fc.assert(
      fc.property(sequences(2), fc.constantFrom(0.1, 1, 5), ([a, b], smoothing) => {
        expect(alignmentCost(squaredDistances(a!, a!), 0)).toBe(0);
        const costs = squaredDistances(a!, b!);
        expect(alignmentCost(costs, smoothing)).toBeLessThanOrEqual(alignmentCost(costs, 0) + 1e-9);
      }),
    );
  });

  it('none is more alike than a sequence with itself, by the normalised global alignment kernel', () => {
    fc.assert(
      fc.property(sequences(3), fc.double({ min: 0.3, max: 10, noNaN: true }), (all, sigma) => {
        const found = logSimilarities(
          all.map((one) => [one]),
          single(sigma),
        );
        for (let i = 0; i < 3; i++) {
          expect(found[i * 4]).toBe(0);
          for (let j = 0; j < 3; j++) {
            expect(found[i * 3 + j]).toBeLessThanOrEqual(1e-9);
            expect(found[i * 3 + j]).toBe(found[j * 3 + i]);
          }
        }
      }),
    );
  });

  it('the gradient is the slope of the cost', () => {
    fc.assert(
      fc.property(sequences(2), fc.constantFrom(0.3, 1, 5), fc.nat(), ([a, b], smoothing, pick) => {
        const costs = squaredDistances(a!, b!);
        const at = pick % costs.values.length;
        const moved = (by: number) =>
          alignmentCost(
            { ...costs, values: costs.values.map((value, i) => (i === at ? value + by : value)) },
            smoothing,
          );
        const slope = (moved(1e-4) - moved(-1e-4)) / 2e-4;
        expect(alignmentGradient(costs, smoothing).values[at]).toBeCloseTo(slope, 5);
      }),
    );
  });

  it('long ones do not underflow', () => {
    const far = (value: number): Sequence => ({ rows: new Float32Array(200).fill(value), dim: 1 });
    const [, similarity] = logSimilarities([[far(0)], [far(90)]], single(0.5));
    expect(similarity).toBeLessThan(-1e5);
    expect(Number.isFinite(similarity)).toBe(true);
  });
});

describe('the bandwidth', () => {
  it('is the median distance times the root of the shortest length', () => {
    const points = sequence([[0], [1], [3], [7]]);
    // Distances 1, 3, 7, 2, 6, 4.
    expect(bandwidth([points])).toBeCloseTo(3.5 * 2, 12);
    expect(bandwidth([sequence([[0], [1], [3]]), sequence([[7]])])).toBeCloseTo(3.5, 12);
  });

  it('is 1 where all slices are equal, so that the kernel stays finite', () => {
    const flat = sequence([[2], [2], [2]]);
    expect(bandwidth([flat, flat])).toBe(1);
    expect([...kernelCosts([flat], [flat], single(bandwidth([flat]))).values]).toEqual(Array(9).fill(0));
  });
});
