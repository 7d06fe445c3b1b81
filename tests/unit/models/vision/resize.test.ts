import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resizeCentreSquare, stretchToSquare } from '../../../../src-main/models/vision/resize';

/** A picture whose red is `value(x, y)`, green and blue 0. */
function picture(width: number, height: number, value: (x: number, y: number) => number) {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rgb[(y * width + x) * 3] = value(x, y);
  return { rgb, width, height };
}
const red = (pixels: Uint8ClampedArray) => [...pixels].filter((_, i) => i % 3 === 0);

// Equality with Pillow on real pictures: tests/golden/encoder.test.ts.
describe('resizeCentreSquare', () => {
  it('cuts out the middle', () => {
    const cut = resizeCentreSquare(
      picture(6, 4, (x, y) => 10 * y + x),
      2,
      2,
    );
    expect(red(cut)).toEqual([12, 13, 22, 23]);
  });

  it('keeps a flat picture flat, larger and smaller', () => {
    const flat = picture(20, 20, () => 77);
    expect(new Set(red(resizeCentreSquare(flat, 20, 33)))).toEqual(new Set([77]));
    expect(new Set(red(resizeCentreSquare(flat, 20, 7)))).toEqual(new Set([77]));
  });

  it('averages fine detail away instead of picking pixels', () => {
    const stripes = picture(64, 64, (x) => (x % 2 === 0 ? 0 : 200));
    for (const value of red(resizeCentreSquare(stripes, 64, 8))) expect(Math.abs(value - 100)).toBeLessThanOrEqual(5);
  });

  it('stays within 0 and 255 at sharp edges', () => {
    const edge = red(
      resizeCentreSquare(
        picture(8, 8, (x) => (x < 4 ? 0 : 255)),
        8,
        16,
      ),
    ).slice(0, 16);
    expect(edge.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(edge.slice(10)).toEqual([255, 255, 255, 255, 255, 255]);
  });
});

/** Pillow's `resize((8, 8), BICUBIC)` of pictures made by formula (`tests/reference/stretched.py`). */
interface Stretched {
  size: number;
  pictures: { width: number; height: number; pixels: number[] }[];
}

describe('stretchToSquare', () => {
  const file = new URL('data/stretched.json', import.meta.url);
  const { size, pictures } = JSON.parse(readFileSync(file, 'utf8')) as Stretched;

  it.each(pictures)('gives Pillow’s pixels, $width × $height', ({ width, height, pixels }) => {
    const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * i * 7 + 13 * i) % 256);
    expect([...stretchToSquare({ rgb, width, height }, size)]).toEqual(pixels);
  });

  it('is the centre square of a square picture', () => {
    const square = picture(12, 12, (x, y) => 20 * x + y);
    expect(stretchToSquare(square, 8)).toEqual(resizeCentreSquare(square, 12, 8));
  });
});
