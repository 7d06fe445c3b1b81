import { describe, expect, it } from 'vitest';
import { FrameCounter } from '../../../../src-main/analysis/metrics/frames';

/** Classes: background, a, b, ambiguous. */
const actions = Uint8Array.of(0, 1, 1, 0);

function scoresOf(truth: number[], prediction: number[], official = false, reviewed?: number[]) {
  const counter = new FrameCounter(actions);
  counter.add(Int32Array.from(truth), Int32Array.from(prediction), Uint8Array.from(reviewed ?? truth.map(() => 1)));
  return counter.scores(official);
}

describe('frame metrics', () => {
  it('counts background and foreground steps', () => {
    // Background: 3 true, 2 predicted, 2 right. Foreground: 3 true, 4 predicted, 2 right (one is b where a was true).
    const scores = scoresOf([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 2, 2]);
    expect(scores.accuracy).toBeCloseTo(400 / 6, 12);
    expect(scores.backgroundPrecision).toBe(100);
    expect(scores.backgroundRecall).toBeCloseTo(200 / 3, 12);
    expect(scores.foregroundPrecision).toBe(50);
    expect(scores.foregroundRecall).toBeCloseTo(200 / 3, 12);
    expect(scores.foregroundF1).toBeCloseTo(400 / 7, 12);
    // a: 1 right of 2 predicted and 2 true. b: 1 right of 2 predicted and 1 true.
    expect(scores.perClass.map((row) => [row.classIndex, row.precision, row.recall])).toEqual([
      [0, 100, (2 / 3) * 100],
      [1, 50, 50],
      [2, 50, 100],
    ]);
    expect(scores.meanForeground).toEqual({ precision: 50, recall: 75, f1: (50 + (2 / 3) * 100) / 2 });
  });

  it('gives 100 for a perfect prediction; the official form stays just below', () => {
    expect(scoresOf([0, 1], [0, 1]).mean).toEqual({ precision: 100, recall: 100, f1: 100 });
    expect(scoresOf([0, 1], [0, 1], true).mean.f1).toBeCloseTo(99.999999, 9);
  });

  it('averages over the classes of the truth only, one never predicted as 0', () => {
    const scores = scoresOf([1, 1], [2, 2]);
    expect(scores.perClass.map((row) => row.classIndex)).toEqual([1]);
    expect(scores.mean).toEqual({ precision: 0, recall: 0, f1: 0 });
  });

  it('leaves out ambiguous and unreviewed steps', () => {
    const scores = scoresOf([0, 3, 1, 1], [0, 1, 1, 2], false, [1, 1, 1, 0]);
    expect(scores.steps).toBe(2);
    expect(scores.accuracy).toBe(100);
  });

  it('has no score where nothing was counted', () => {
    const scores = scoresOf([1], [1]);
    expect(scores.backgroundPrecision).toBeNaN();
    expect(scores.backgroundRecall).toBeNaN();
    expect(scoresOf([3], [1]).accuracy).toBeNaN();
  });
});
