import { describe, expect, it } from 'vitest';
import { binStep, outline } from '../../../../src-renderer/screens/entropy/distribution';

describe('the distribution of entropies', () => {
  it('is outlined as shares in bins that begin with 0', () => {
    expect(outline([0, 0.1, 0.5, 0.74], 0.25)).toEqual([
      [0, 0],
      [0, 50],
      [0.25, 50],
      [0.25, 0],
      [0.5, 0],
      [0.5, 50],
      [0.75, 50],
      [0.75, 0],
    ]);
    expect(outline([], 0.25)).toEqual([]);
  });

  it('puts a value on the edge of two bins into the upper one', () => {
    expect(outline([0.3], 0.1)[7]?.[1]).toBe(100);
  });

  it('has the finest bins of which there are not too many', () => {
    expect([binStep([0, 0.7]), binStep([1.8]), binStep([0, 3.9]), binStep([])]).toEqual([0.1, 0.25, 0.25, 0.1]);
  });
});
