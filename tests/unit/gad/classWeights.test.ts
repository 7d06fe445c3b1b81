import { describe, expect, it } from 'vitest';
import { classWeights } from '../../../src-main/gad/classWeights';

describe('class weights', () => {
  // Class 1 has 6 windows, class 2 has 2, class 3 none.
  const windows = [0, 0, 1, 1, 1, 2, 1, 1, 1, 0, 2].map((label) => ({ label }));
  const task = 'online detection';
  const weights = (balance: number, backgroundWeight = 0.5) =>
    classWeights(windows, 4, { task, balance, backgroundWeight });

  it('without balance weigh background alone', () => {
    expect(weights(0, 0.2)).toEqual([0.2]);
  });

  it('fully balanced let every action count as much in sum', () => {
    const [background, often, rare] = weights(1) as [number, number, number, number];
    expect(background).toBe(0.5);
    expect(6 * often).toBeCloseTo(2 * rare, 12);
    expect(6 * often + 2 * rare).toBeCloseTo(8, 12);
  });

  it('know no background among clips', () => {
    const clips = (balance: number) =>
      classWeights(windows, 4, { task: 'step recognition', balance, backgroundWeight: 0.5 });
    expect(clips(0)).toEqual([]);
    const [first, second] = clips(1) as [number, number];
    expect(3 * first).toBeCloseTo(6 * second, 12);
  });

  it('in between follow the power of the frequency, and keep the mean', () => {
    const [, often, rare] = weights(0.5) as [number, number, number, number];
    expect(rare / often).toBeCloseTo(Math.sqrt(3), 12);
    expect((6 * often + 2 * rare) / 8).toBeCloseTo(1, 12);
  });
});
