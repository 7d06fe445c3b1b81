import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FeatureSums, nearestMean } from '../../../src-main/analysis/classMeans';
import { drawMeans, FewShotTrial, meanOf } from '../../../src-main/analysis/fewShot';
import { energyScore, maxSoftmaxScore, separation } from '../../../src-main/analysis/openSet';
import { Rng } from '../../../src-main/common/rng';

/** Made by tests/reference/open_set.py with scikit-learn. */
const reference = JSON.parse(readFileSync(join(import.meta.dirname, 'data', 'openSet.json'), 'utf8')) as {
  shrinkage: number;
  classes: number;
  dim: number;
  labels: number[];
  rows: number[][];
  testLabels: number[];
  testRows: number[][];
  logits: number[][];
  examples: Record<string, number[]>;
  scores: Record<'maxSoftmax' | 'energy' | 'mahalanobis' | 'cosine', number[]>;
  separations: Record<'maxSoftmax' | 'energy' | 'mahalanobis' | 'cosine', { auroc: number; fpr95: number }>;
  fewShot: { amongNew: number; amongAll: number; known: number };
};

const { testLabels, classes, dim, shrinkage } = reference;
const testRows = reference.testRows.map((row) => Float32Array.from(row));

function means() {
  const sums = new FeatureSums(dim);
  reference.rows.forEach((row, i) => sums.add(reference.labels[i]!, Float32Array.from(row)));
  return sums.finish(shrinkage);
}

describe('open-set scores equal scikit-learn', () => {
  const known = means();
  const ours = {
    maxSoftmax: reference.logits.map((row) => {
      const norm = Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0));
      return maxSoftmaxScore(Float32Array.from(row, (value) => value - norm));
    }),
    energy: reference.logits.map((row) => energyScore(Float32Array.from(row))),
    mahalanobis: testRows.map((row) => known.mahalanobisScore(row)),
    cosine: testRows.map((row) => known.cosineScore(row)),
  };

  it.each(['maxSoftmax', 'energy', 'mahalanobis', 'cosine'] as const)('%s', (name) => {
    ours[name].forEach((value, i) => expect(value).toBeCloseTo(reference.scores[name][i]!, 6));
    const side = (isKnown: boolean) =>
      Float64Array.from(ours[name].filter((_, i) => testLabels[i]! < classes === isKnown));
    const { auroc, fpr95 } = separation(side(true), side(false));
    expect(auroc).toBeCloseTo(reference.separations[name].auroc, 8);
    expect(fpr95).toBeCloseTo(reference.separations[name].fpr95, 8);
  });
});

describe('classes from a few examples', () => {
  it('are named as by scikit-learn’s nearest centroid on whitened rows', () => {
    const known = means();
    const white = testRows.map((row) => known.whiten(row));
    const added = Object.entries(reference.examples).map(([key, rows]) => ({
      key: Number(key),
      mean: meanOf(rows.map((row) => white[row]!)),
    }));
    const trial = new FewShotTrial(added);
    white.forEach((row, i) => trial.add(row, testLabels[i]!, nearestMean(row, known.classes)));
    const { amongNew, amongAll, known: kept } = trial.accuracy();
    expect(amongNew).toBeCloseTo(reference.fewShot.amongNew, 8);
    expect(amongAll).toBeCloseTo(reference.fewShot.amongAll, 8);
    expect(kept).toBeCloseTo(reference.fewShot.known, 8);
  });

  const row = (value: number) => Float64Array.of(value);
  const pool = new Map([
    [8, [row(1), row(2), row(4)]],
    [7, [row(10), row(20)]],
  ]);

  it('are drawn without replacement, the same for the same seed', () => {
    const drawn = drawMeans(pool, 2, new Rng(3, 'draw'))!;
    expect(drawn.map(({ key }) => key)).toEqual([7, 8]);
    expect(drawn[0]!.mean[0]).toBe(15);
    expect([1.5, 2.5, 3]).toContain(drawn[1]!.mean[0]);
    expect(drawMeans(pool, 2, new Rng(3, 'draw'))).toEqual(drawn);
  });

  it('are none where a class has fewer', () => {
    expect(drawMeans(pool, 3, new Rng(3, 'draw'))).toBeNull();
  });
});

describe('class means', () => {
  it('measure distances in units of the shared spread', () => {
    const sums = new FeatureSums(2);
    // Class 0 around (0, 0), class 1 around (10, 0); the spread is 1 along x and 3 along y.
    for (const [key, x] of [
      [0, 0],
      [1, 10],
    ] as const) {
      for (const [dx, dy] of [
        [1, 3],
        [1, -3],
        [-1, 3],
        [-1, -3],
      ] as const)
        sums.add(key, Float32Array.of(x + dx, dy));
    }
    const known = sums.finish(0);
    expect(known.mahalanobisScore(Float32Array.of(2, 0))).toBeCloseTo(4, 10);
    expect(known.mahalanobisScore(Float32Array.of(10, 6))).toBeCloseTo(4, 10);
    expect(nearestMean(known.whiten([6, 0]), known.classes).key).toBe(1);
  });
});
