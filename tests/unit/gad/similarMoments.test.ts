import { describe, expect, it } from 'vitest';
import type { Window } from '../../../src-main/common/domain/window';
import { Neighbours } from '../../../src-main/gad/neighbours';
import { momentRow, SimilarMoments } from '../../../src-main/gad/similarMoments';

const window = (video: string, steps = 2): Window => ({
  video,
  steps: Int32Array.from({ length: steps }, (_, step) => step),
  target: steps - 1,
  label: -1,
  previous: -1,
});
const bank = {
  rows: Float32Array.of(1, 0, 0.9, 0.1, 0, 1, 0.8, 0.2),
  labels: Int32Array.of(1, 2, 3, 2),
  videos: ['a', 'b', 'c', 'd'],
};
const told = (video: string, count: number, track = Float32Array.of(0, 5, 4, 0)) =>
  new SimilarMoments(new Neighbours(bank, count), 1).tell(window(video), track).similar;

describe('similar moments', () => {
  it('are the classes of the nearest windows, each once, those with the most votes first', () => {
    expect(told('e', 1)).toEqual([1]);
    // The nearest is of class 1, but the two behind it are both of class 2.
    expect(told('e', 3)).toEqual([2, 1]);
    expect(told('e', 50)).toEqual([2, 1, 3]);
  });

  it('are never those of the window’s own video', () => {
    expect(told('a', 1)).toEqual([2]);
    expect(told('c', 50)).not.toContain(3);
  });

  it('leave the rest of the window as it is, and are the same every time', () => {
    const moments = new SimilarMoments(new Neighbours(bank, 3), 1);
    const asked = window('e');
    const track = Float32Array.of(0, 5, 4, 0);
    expect(moments.tell(asked, track)).toEqual({ ...asked, similar: [2, 1] });
    expect(moments.tell(asked, track)).toEqual(moments.tell(asked, track));
    expect(asked.similar).toBeUndefined();
  });
});

describe('what a window shows', () => {
  it('is the mean direction of its last steps, however long their rows', () => {
    const track = Float32Array.of(-1, 0, 10, 0, 0, 0.1);
    const half = Math.SQRT1_2;
    expect([...momentRow(track, 3, 2)]).toEqual([half, half].map((value) => expect.closeTo(value, 6)));
    expect([...momentRow(track, 3, 1)]).toEqual([0, 1]);
  });

  it('is of as many steps as there are', () => {
    expect([...momentRow(Float32Array.of(0, 3), 1, 4)]).toEqual([0, 1]);
    expect([...momentRow(Float32Array.of(1, 0, 1, 0), 2, Infinity)]).toEqual([1, 0]);
  });
});
