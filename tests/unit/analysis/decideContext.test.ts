import { describe, expect, it } from 'vitest';
import { decideContext } from '../../../src-main/analysis/decideContext';
import { meanInterval } from '../../../src-main/analysis/meanInterval';
import type { ContextProbe } from '../../../src-main/common/domain/contextChoice';
import type { Context } from '../../../src-main/common/settings';

/** @param sums of cross entropy by video, ten windows each */
function probe(context: Context, textTokens: number, sums: readonly number[]): ContextProbe {
  const videos = sums.map((crossEntropy, i) => ({ id: `v${i}`, windows: 10, crossEntropy, right: 5 }));
  const crossEntropy = meanInterval(videos.map((video) => ({ sum: video.crossEntropy, windows: video.windows })));
  return { context, textTokens, crossEntropy, frameAccuracy: { value: 50, low: 50, high: 50 }, videos };
}

describe('a mean over videos', () => {
  it('weighs videos by their windows, and its interval is that of the draws of two videos', () => {
    // Of two videos a quarter of the draws is twice the first, a quarter twice the second.
    const { value, low, high } = meanInterval([
      { sum: 10, windows: 10 },
      { sum: 90, windows: 30 },
    ]);
    expect(value).toBe(2.5);
    expect([low, high]).toEqual([1, 3]);
  });

  it('of equal videos is sure', () => {
    expect(meanInterval(Array.from({ length: 5 }, () => ({ sum: 3, windows: 4 })))).toEqual({
      value: 0.75,
      low: 0.75,
      high: 0.75,
    });
  });

  it('has the width that the central limit gives of many videos', () => {
    // Half the videos 0, half 1: the standard error of the mean is 0.5 / √100.
    const { low, high } = meanInterval(Array.from({ length: 100 }, (_, i) => ({ sum: i % 2, windows: 1 })));
    expect(high - low).toBeGreaterThan(2 * 1.96 * 0.05 * 0.85);
    expect(high - low).toBeLessThan(2 * 1.96 * 0.05 * 1.15);
  });
});

describe('the context taken', () => {
  it('is the best where its lead holds over all videos, though the videos differ much more', () => {
    const decision = decideContext([
      probe('none', 0, [2, 20, 40, 8]),
      probe('label', 3, [1.5, 19.6, 39.5, 7.4]),
      probe('previous action', 6, [1, 19, 39, 7]),
    ]);
    expect(decision).toMatchObject({ chosen: 'previous action', best: 'previous action' });
    expect(decision.behind.map(({ context, close }) => [context, close])).toEqual([
      ['none', false],
      ['label', false],
    ]);
    expect(decision.behind[0]!.value).toBeCloseTo(0.1, 9);
  });

  it('is the cheaper one where two cannot be told apart', () => {
    const decision = decideContext([
      probe('none', 0, [30, 30, 30, 30]),
      probe('label', 3, [11, 8, 12, 9]),
      probe('previous action', 6, [9, 10, 8, 12]),
    ]);
    expect(decision).toMatchObject({ chosen: 'label', best: 'previous action' });
    expect(decision.behind.map(({ close }) => close)).toEqual([false, true]);
  });

  it('is the better one of two that cost the same', () => {
    const tie = [probe('future action', 6, [10, 9, 11, 10]), probe('previous action', 6, [9, 10, 10, 10])];
    expect(decideContext(tie).chosen).toBe('previous action');
  });
});
