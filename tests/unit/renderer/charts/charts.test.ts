import { describe, expect, it } from 'vitest';
import { toCsv } from '../../../../src-main/common/csv';
import { nearest } from '../../../../src-renderer/charts/lineChart';
import { smooth } from '../../../../src-main/common/learningCurves';

describe('smoothing', () => {
  it('begins at the first value and leaves a constant alone', () => {
    expect(smooth([3, 3, 3], 0.93).map((value) => Number(value.toFixed(12)))).toEqual([3, 3, 3]);
    expect(smooth([5, 1], 0.5)).toEqual([5, (0.5 * 5 + 1) / 1.5]);
  });

  it('does nothing at 0', () => {
    expect(smooth([4, 1, 7], 0)).toEqual([4, 1, 7]);
  });
});

it('the value under the pointer is that of the nearest point', () => {
  const points = [
    [1, 10],
    [2, 20],
    [10, 30],
  ] as const;
  expect([0, 1.4, 1.6, 5.9, 6.1, 99].map((x) => nearest(points, x))).toEqual([10, 10, 20, 20, 30, 30]);
  expect(nearest([], 1)).toBeUndefined();
});

it('saved numbers are RFC 4180', () => {
  expect(
    toCsv({
      columns: ['update', 'text × λ'],
      rows: [
        [1, 0.25],
        [2, null],
      ],
    }),
  ).toBe('update,text × λ\r\n1,0.25\r\n2,\r\n');
  expect(toCsv({ columns: ['a,b'], rows: [['say "hi"']] })).toBe('"a,b"\r\n"say ""hi"""\r\n');
});
