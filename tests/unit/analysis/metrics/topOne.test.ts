import { describe, expect, it } from 'vitest';
import { topOne } from '../../../../src-main/analysis/metrics/topOne';

describe('top-1 accuracy', () => {
  it('counts clips, and classes alike however often they occur', () => {
    // Class 0: 2 of 4 right; class 1: 1 of 1; class 2: 0 of 1. The named class 3 does not occur.
    const scores = topOne([0, 0, 0, 0, 1, 2], [0, 0, 1, 3, 1, 0]);
    expect(scores.accuracy).toBeCloseTo(50, 10);
    expect(scores.classMean).toBeCloseTo(50, 10);
    expect(topOne([0, 0, 0, 1], [0, 0, 0, 0])).toEqual({ accuracy: 75, classMean: 50 });
  });

  it('is unknown without clips', () => {
    expect(topOne([], [])).toEqual({ accuracy: null, classMean: null });
  });
});
