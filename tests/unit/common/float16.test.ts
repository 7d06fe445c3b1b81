import { describe, expect, it } from 'vitest';
import { fromFloat16, toFloat16 } from '../../../src-main/common/float16';

const allBits = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
const table = fromFloat16(allBits);

/** The half nearest to a value by search over all finite ones, ties to the even bit pattern. */
function nearestHalf(value: number): number {
  let best = 0;
  for (let bits = 1; bits < 0x7c00; bits++) {
    const gain = Math.abs((table[best] as number) - value) - Math.abs((table[bits] as number) - value);
    if (gain > 0 || (gain === 0 && bits % 2 === 0)) best = bits;
  }
  return best;
}

describe('float16', () => {
  it('reads the values the standard names', () => {
    const bits = Uint16Array.of(0x0000, 0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x03ff, 0x7c00, 0xfc00, 0x3555);
    expect([...fromFloat16(bits)]).toEqual([
      0,
      1,
      -2,
      65504,
      2 ** -14,
      2 ** -24,
      2 ** -14 - 2 ** -24,
      Infinity,
      -Infinity,
      0.333251953125,
    ]);
    expect(fromFloat16(Uint16Array.of(0x7e00))[0]).toBeNaN();
  });

  it('gives every half back unchanged, the sign of zero too', () => {
    const all = allBits.filter((b) => (b & 0x7fff) <= 0x7c00);
    expect(toFloat16(fromFloat16(all))).toEqual(all);
  });

  it('keeps NaN and rounds what is too large to infinity', () => {
    expect([...toFloat16(Float32Array.of(NaN, 65519.99, 65520, -1e9))]).toEqual([0x7e00, 0x7bff, 0x7c00, 0xfc00]);
  });

  it('rounds to nearest, ties to even, also among subnormals', () => {
    const values = [2 ** -25, 3 * 2 ** -25, 2.5 * 2 ** -24, 1 + 2 ** -11, 1 + 3 * 2 ** -11, 2 ** -14 - 2 ** -26, 1e-7];
    values.push(0.1, 1 / 3, 2049, 2051, 6e-5, 12345.67);
    const floats = Float32Array.from(values);
    expect([...toFloat16(floats)]).toEqual([...floats].map(nearestHalf));
  });
});
