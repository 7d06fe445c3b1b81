import { describe, expect, it } from 'vitest';
import { Fourier, fourierSize } from '../../../../src-main/analysis/embedding/fourier';
import { Rng } from '../../../../src-main/common/rng';

/** The definition, for one column. */
function slowTransform(re: readonly number[], im: readonly number[]): { re: number; im: number }[] {
  return re.map((_, k) => {
    const sum = { re: 0, im: 0 };
    re.forEach((x, n) => {
      const angle = (-2 * Math.PI * k * n) / re.length;
      const y = im[n] as number;
      sum.re += x * Math.cos(angle) - y * Math.sin(angle);
      sum.im += x * Math.sin(angle) + y * Math.cos(angle);
    });
    return sum;
  });
}

describe('Fourier', () => {
  it.each([4, 8, 12, 36, 64, 96, 108])('agrees with the definition at length %i', (size) => {
    const batch = 3;
    const rng = new Rng(1);
    const fourier = new Fourier(size, batch);
    const column = (values: Float64Array, b: number) =>
      Array.from({ length: size }, (_, n) => values[n * batch + b] as number);
    for (let at = 0; at < size * batch; at++) {
      fourier.re[at] = rng.normal();
      fourier.im[at] = rng.normal();
    }
    const before = { re: fourier.re.slice(), im: fourier.im.slice() };
    fourier.forward();
    for (let b = 0; b < batch; b++) {
      const expected = slowTransform(column(before.re, b), column(before.im, b));
      column(fourier.re, b).forEach((value, k) => expect(value).toBeCloseTo(expected[k]?.re as number, 9));
      column(fourier.im, b).forEach((value, k) => expect(value).toBeCloseTo(expected[k]?.im as number, 9));
    }
    fourier.backward();
    fourier.re.forEach((value, at) => expect(value / size).toBeCloseTo(before.re[at] as number, 12));
    fourier.im.forEach((value, at) => expect(value / size).toBeCloseTo(before.im[at] as number, 12));
  });

  it('refuses other lengths, and finds the next that it can do', () => {
    expect(() => new Fourier(20, 1)).toThrow('a length of 20');
    expect([5, 97, 300, 513, 600].map(fourierSize)).toEqual([8, 108, 324, 576, 648]);
  });
});
