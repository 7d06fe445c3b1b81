import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decidedSegments, largestIndex, logProbabilities, OpenSegment } from '../../../src-main/gad/decode';

describe('log-probabilities', () => {
  it('are those of a softmax, also of large logits', () => {
    const rows = logProbabilities(Float32Array.of(0, Math.log(3), 1000, 1000), 2);
    expect([...rows].map((value) => Math.exp(value))).toEqual([0.25, 0.75, 0.5, 0.5].map((p) => expect.closeTo(p, 6)));
  });
});

describe('the largest value', () => {
  it('is the first of equals, and none that is left out', () => {
    expect(largestIndex(Float32Array.of(1, 3, 3))).toBe(1);
    expect(largestIndex(Float32Array.of(1, 3, 2), new Set([1]))).toBe(2);
  });
});

describe('decided segments', () => {
  it('are runs of one class that is not background, with their mean probability', () => {
    const labels = Int32Array.of(0, 7, 7, 4, 0, 0, 4);
    const probability = Float32Array.of(1, 0.5, 1, 0.25, 1, 1, 0.75);
    expect(decidedSegments(labels, 0, probability)).toEqual([
      { start: 1, end: 3, classId: 7, confidence: 0.75 },
      { start: 3, end: 4, classId: 4, confidence: 0.25 },
      { start: 6, end: 7, classId: 4, confidence: 0.75 },
    ]);
  });

  it('cover exactly the steps that are not background, and no two that touch are of one class', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3)), (values) => {
        const labels = Int32Array.from(values);
        const segments = decidedSegments(labels, 0, null);
        const painted = new Int32Array(labels.length);
        for (const { start, end, classId } of segments) painted.fill(classId, start, end);
        expect(painted).toEqual(labels);
        segments.slice(1).forEach((segment, i) => {
          expect(segments[i]!.end < segment.start || segments[i]!.classId !== segment.classId).toBe(true);
        });
      }),
      { seed: 7, verbose: true },
    );
  });

  it('are told at the first step behind them, as they come', () => {
    const open = new OpenSegment(0);
    const told = [0, 7, 7, 4, 0].map((classId) => open.add(classId, 0.5));
    expect(told).toEqual([
      null,
      null,
      null,
      { start: 1, end: 3, classId: 7, confidence: 0.5 },
      { start: 3, end: 4, classId: 4, confidence: 0.5 },
    ]);
    expect(open.close()).toBeNull();
  });
});
