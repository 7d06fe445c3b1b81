import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SegmentCounts, segmentF1Difference } from '../../../src-main/analysis/pairedBootstrap';

const counts = (truePositive: number, falsePositive: number, falseNegative: number): SegmentCounts => ({
  truePositive,
  falsePositive,
  falseNegative,
});

describe('the difference of two segment F1', () => {
  it('has no width where one video and one seed leave nothing to draw', () => {
    // F1 2·1/(2·1+1+1) = 50 % against 2·2/(2·2+0+1) = 80 %.
    expect(segmentF1Difference([[counts(1, 1, 1)]], [[counts(2, 0, 1)]])).toEqual({ value: 30, low: 30, high: 30 });
  });

  it('of two videos spans what either alone would give', () => {
    // Video a: 50 and 100 %. Video b: 0 and 0 %. Both: 2/6 and 4/6 of the segments.
    const first = [[counts(1, 1, 1), counts(0, 1, 1)]];
    const second = [[counts(2, 0, 0), counts(0, 1, 1)]];
    const difference = segmentF1Difference(first, second)!;
    expect(difference.value).toBeCloseTo(100 * (4 / 6 - 2 / 6), 10);
    // A quarter of the draws holds only a, a quarter only b.
    expect([difference.low, difference.high]).toEqual([0, 50]);
  });

  it('is that of the means over seeds', () => {
    const first = [[counts(1, 1, 1)], [counts(1, 0, 0)]]; // 50 and 100
    const second = [[counts(1, 1, 1)]];
    expect(segmentF1Difference(first, second)).toEqual({ value: -25, low: -50, high: 0 });
  });

  it('is null without videos, without seeds and without segments', () => {
    expect(segmentF1Difference([[]], [[]])).toBeNull();
    expect(segmentF1Difference([], [[counts(1, 0, 0)]])).toBeNull();
    expect(segmentF1Difference([[counts(1, 0, 0)]], [])).toBeNull();
    expect(segmentF1Difference([[counts(0, 0, 0)]], [[counts(0, 0, 0)]])).toBeNull();
  });

  it('lies in its interval, turns with the sides, and is the same each time', () => {
    const some = fc.integer({ min: 0, max: 9 });
    const video = fc.record({ truePositive: some, falsePositive: some, falseNegative: fc.integer({ min: 1, max: 9 }) });
    const pair = fc.integer({ min: 1, max: 6 }).chain((videos) => {
      const track = fc.array(video, { minLength: videos, maxLength: videos });
      return fc.tuple(track, track);
    });
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const there = segmentF1Difference([a], [b])!;
        const back = segmentF1Difference([b], [a])!;
        expect(segmentF1Difference([a], [b])).toEqual(there);
        expect(there.low).toBeLessThanOrEqual(there.high);
        expect(back.value).toBeCloseTo(-there.value, 10);
        expect(segmentF1Difference([a], [a])).toMatchObject({ value: 0, low: 0, high: 0 });
      }),
      { numRuns: 20 },
    );
  });
});
