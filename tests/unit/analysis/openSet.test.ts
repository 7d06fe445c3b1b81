import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { energyScore, maxSoftmaxScore, separation } from '../../../src-main/analysis/openSet';

const scores = (maxLength: number) =>
  fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 1, maxLength }).map((values) => Float64Array.from(values));

describe('separation', () => {
  it('is whole where every unknown step scores above every known one, and none where below', () => {
    const [low, high] = [Float64Array.of(1, 2, 3), Float64Array.of(4, 5)];
    expect(separation(low, high)).toEqual({ auroc: 1, fpr95: 0 });
    expect(separation(high, low)).toEqual({ auroc: 0, fpr95: 1 });
  });

  it('counts ties half', () => {
    expect(separation(Float64Array.of(1, 2), Float64Array.of(1, 3)).auroc).toBe((0.5 + 0 + 1 + 1) / 4);
  });

  it('puts the threshold where 95 of 100 known steps pass', () => {
    const known = Float64Array.from({ length: 100 }, (_, i) => i);
    expect(separation(known, Float64Array.of(93, 94, 95, 96)).fpr95).toBe(0.5);
  });

  it('equals counting all pairs', () => {
    fc.assert(
      fc.property(scores(40), scores(40), (known, unknown) => {
        let wins = 0;
        for (const a of known) for (const b of unknown) wins += b > a ? 1 : b === a ? 0.5 : 0;
        expect(separation(known, unknown).auroc).toBeCloseTo(wins / (known.length * unknown.length), 12);
      }),
    );
  });

  it('is unknown where one side is empty', () => {
    expect(separation(new Float64Array(), Float64Array.of(1))).toEqual({ auroc: Number.NaN, fpr95: Number.NaN });
  });
});

describe('scores of one step', () => {
  it('are 1 - the largest probability, and the free energy, also of large logits', () => {
    expect(maxSoftmaxScore(Float32Array.of(Math.log(0.25), Math.log(0.75)))).toBeCloseTo(0.25, 6);
    expect(energyScore(Float32Array.of(0, Math.log(3)))).toBeCloseTo(-Math.log(4), 6);
    expect(energyScore(Float32Array.of(1000, 1000))).toBeCloseTo(-1000 - Math.log(2), 4);
  });
});
