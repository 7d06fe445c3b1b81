import { describe, expect, it } from 'vitest';
import { RecentRows } from '../../../src-main/features/recentRows';

describe('RecentRows', () => {
  it('gives the rows of steps among the newest, in the order asked for', () => {
    const recent = new RecentRows(3, 2);
    for (let step = 0; step < 10; step++) expect(recent.push(Float32Array.of(step, -step))).toBe(step);
    expect([...recent.pick(Int32Array.of(7, 9, 8))]).toEqual([7, -7, 9, -9, 8, -8]);
  });

  it('refuses steps it no longer has, and those to come', () => {
    const recent = new RecentRows(3, 1);
    for (let step = 0; step < 5; step++) recent.push(Float32Array.of(step));
    expect(() => recent.pick(Int32Array.of(1))).toThrow('step 1 of 5 is not kept');
    expect(() => recent.pick(Int32Array.of(5))).toThrow('step 5 of 5 is not kept');
  });
});
