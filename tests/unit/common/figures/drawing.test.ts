import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactScale, niceScale, numberText, positionOf } from '../../../../src-main/common/figures/axis';
import { coordinate, hatch, pathOf } from '../../../../src-main/common/figures/drawing';
import { panelLetter } from '../../../../src-main/common/domain/figure';

describe('scales', () => {
  it('hold the data with ticks in steps of 1, 2 or 5', () => {
    expect(niceScale(0, 43)).toEqual({ low: 0, high: 50, ticks: [0, 10, 20, 30, 40, 50], digits: 0 });
    expect(niceScale(0.61, 0.74)).toMatchObject({ low: 0.6, digits: 2 });
    expect(exactScale(7, 52, 4).ticks).toEqual([10, 20, 30, 40, 50]);
  });

  it('hold any data', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const scale = niceScale(low, high);
        const dust = 1e-6 * Math.max(1, Math.abs(low), Math.abs(high));
        expect(scale.low).toBeLessThanOrEqual(low + dust);
        expect(scale.high).toBeGreaterThanOrEqual(high - dust);
        expect(scale.ticks.length).toBeGreaterThanOrEqual(2);
        expect(scale.ticks.length).toBeLessThan(20);
      }),
    );
  });

  it('place values between two ends, also downwards', () => {
    const scale = exactScale(0, 10);
    expect([0, 5, 10].map((value) => positionOf(scale, value, 100, 0))).toEqual([100, 50, 0]);
  });

  it('write a true minus sign', () => {
    expect(numberText(-1.25, 1)).toBe('−1.3');
  });
});

describe('paths', () => {
  it('are written in thousandths, without a negative zero', () => {
    expect([coordinate(1 / 3), coordinate(-0.0001), coordinate(12)]).toEqual(['0.333', '0', '12']);
    expect(
      pathOf(
        [
          [0, 0],
          [1, 2],
        ],
        true,
      ),
    ).toBe('M0 0L1 2Z');
  });

  it('hatch a box without leaving it', () => {
    const size = fc.double({ min: 0.5, max: 60, noNaN: true });
    fc.assert(
      fc.property(size, size, (width, height) => {
        const box = { x: 3, y: 5, width, height };
        const numbers = (hatch(box, 2).match(/-?[\d.]+/g) ?? []).map(Number);
        for (let i = 0; i < numbers.length; i += 2) {
          expect(numbers[i]).toBeGreaterThanOrEqual(box.x - 0.001);
          expect(numbers[i]).toBeLessThanOrEqual(box.x + width + 0.001);
          expect(numbers[i + 1]).toBeGreaterThanOrEqual(box.y - 0.001);
          expect(numbers[i + 1]).toBeLessThanOrEqual(box.y + height + 0.001);
        }
      }),
    );
  });
});

it('panels are lettered as a spreadsheet’s columns are', () => {
  expect([0, 1, 25, 26, 27, 52].map(panelLetter)).toEqual(['a', 'b', 'z', 'aa', 'ab', 'ba']);
});
