import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockSeconds,
  levelFor,
  peakLevel,
  peakLevels,
  peakPyramid,
  peaksInBlock,
} from '../../../../src-main/common/domain/soundPeaks';
import { Rng } from '../../../../src-main/common/rng';

describe('the pyramid of peaks', () => {
  it('keeps on every level the extremes of the samples below', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: peakLevels - 1 }), (seed, level) => {
        const rng = new Rng(seed);
        const finest = Int8Array.from({ length: 2 * peaksInBlock(0) }, (_, i) => (i % 2 ? 1 : -1) * rng.below(128));
        const pairs = peakLevel(peakPyramid(finest), level);
        expect(pairs).toHaveLength(2 * peaksInBlock(level));
        const pair = rng.below(peaksInBlock(level));
        const below = finest.subarray(2 * pair * 4 ** level, 2 * (pair + 1) * 4 ** level);
        expect([pairs[2 * pair], pairs[2 * pair + 1]]).toEqual([
          Math.min(...sides(below, 0)),
          Math.max(...sides(below, 1)),
        ]);
      }),
      { numRuns: 40 },
    );
  });

  it('is read where every pixel has a pair, and not four times as many as needed', () => {
    for (const pixelsPerSecond of [0.1, 1, 10, 64, 100, 256]) {
      const perPixel = peaksInBlock(levelFor(pixelsPerSecond)) / blockSeconds / pixelsPerSecond;
      expect(perPixel).toBeGreaterThanOrEqual(levelFor(pixelsPerSecond) === peakLevels - 1 ? 0 : 1);
      expect(perPixel).toBeLessThan(4);
    }
  });
});

const sides = (pairs: Int8Array, side: 0 | 1): number[] => Array.from(pairs).filter((_, i) => i % 2 === side);
