/** Small pictures of points, made once for each look and size, as lists of pixels that can be put anywhere. */
import type { Mark } from '../../src-main/common/classColours';

/** How points of a kind look. The shape tells what the colour alone would not. */
export interface PointLook {
  fill: string;
  mark: Mark;
}

export type Rgb = readonly [number, number, number];

export interface Sprite {
  /** Distances from the middle in whole pixels; the same length as the others. */
  dx: Int8Array;
  dy: Int8Array;
  /** 0xBBGGRR of each pixel, and how much of it is covered, 0 to 255. */
  colour: Uint32Array;
  cover: Uint8Array;
}

/** Whether a place, in units of the radius, is inside the shape: circle, triangle, square, diamond, plus. */
const inside: Record<Mark, (x: number, y: number) => boolean> = {
  none: (x, y) => x * x + y * y <= 1,
  bar: (x, y) => y <= 0.8 && y >= -1.1 && Math.abs(x) <= (1.1 + y) * 0.6,
  dot: (x, y) => Math.abs(x) <= 0.87 && Math.abs(y) <= 0.87,
  column: (x, y) => Math.abs(x) + Math.abs(y) <= 1.2,
  cross: (x, y) => (Math.abs(x) <= 0.4 && Math.abs(y) <= 1.1) || (Math.abs(y) <= 0.4 && Math.abs(x) <= 1.1),
};

/** Samples a pixel and side. */
const samples = 4;

/**
 * @param radius in device pixels
 * @param edge colour and width in device pixels of an outline round the shape
 */
export function makeSprite(
  { fill, mark }: PointLook,
  radius: number,
  edge: { colour: string; width: number } | null,
): Sprite {
  const outer = radius + (edge?.width ?? 0);
  const reach = Math.ceil(outer * 1.25 + 0.5);
  const pixels: { dx: number; dy: number; colour: number; cover: number }[] = [];
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const filled = shareInside(mark, dx, dy, radius);
      const covered = edge ? shareInside(mark, dx, dy, outer) : filled;
      if (covered === 0) continue;
      const share = filled / covered;
      const colour = edge ? mixed(rgbOf(edge.colour), rgbOf(fill), share) : rgbOf(fill);
      pixels.push({ dx, dy, colour: packed(colour), cover: Math.round(255 * covered) });
    }
  }
  return {
    dx: Int8Array.from(pixels, (pixel) => pixel.dx),
    dy: Int8Array.from(pixels, (pixel) => pixel.dy),
    colour: Uint32Array.from(pixels, (pixel) => pixel.colour),
    cover: Uint8Array.from(pixels, (pixel) => pixel.cover),
  };
}

function shareInside(mark: Mark, dx: number, dy: number, radius: number): number {
  let count = 0;
  for (let b = 0; b < samples; b++) {
    for (let a = 0; a < samples; a++) {
      const x = (dx - 0.5 + (a + 0.5) / samples) / radius;
      const y = (dy - 0.5 + (b + 0.5) / samples) / radius;
      if (inside[mark](x, y)) count++;
    }
  }
  return count / (samples * samples);
}

/** Channels of `#rrggbb`. */
export function rgbOf(colour: string): Rgb {
  const channel = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

/** `share` of `b`, the rest of `a`. */
export function mixed(a: Rgb, b: Rgb, share: number): Rgb {
  const channel = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * share);
  return [channel(0), channel(1), channel(2)];
}

export const packed = ([r, g, b]: Rgb): number => (b << 16) | (g << 8) | r;
