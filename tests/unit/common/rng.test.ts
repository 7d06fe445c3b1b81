import { describe, expect, it } from 'vitest';
import { Rng } from '../../../src-main/common/rng';

describe('seeded randomness', () => {
  it('repeats a sequence from its seed and from a saved state', () => {
    const a = new Rng(7, 'dropout');
    const first = Array.from({ length: 5 }, () => a.uint32());
    const state = a.save();
    const next = a.uint32();
    const b = new Rng(7, 'dropout');
    expect(Array.from({ length: 5 }, () => b.uint32())).toEqual(first);
    b.restore(state);
    expect(b.uint32()).toBe(next);
    expect(new Rng(7, 'order').uint32()).not.toBe(first[0]);
  });

  it('is uniform and normal to within sampling error (seed 1)', () => {
    const rng = new Rng(1);
    const n = 200_000;
    const bins = new Array<number>(16).fill(0);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      bins[rng.below(16)]!++;
      const x = rng.normal();
      sum += x;
      squares += x * x;
    }
    const chiSquare = bins.reduce((total, count) => total + (count - n / 16) ** 2 / (n / 16), 0);
    expect(chiSquare).toBeLessThan(37.7); // 99.9th percentile of 15 degrees of freedom
    expect(Math.abs(sum / n)).toBeLessThan(4 / Math.sqrt(n));
    expect(squares / n).toBeCloseTo(1, 1);
  });

  it('shuffles to a permutation', () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    const shuffled = new Rng(3).shuffle(items);
    expect(shuffled).not.toEqual(items);
    expect(shuffled.slice().sort((a, b) => a - b)).toEqual(items);
  });
});
