/**
 * Segments too narrow to be drawn one by one, as columns a pixel wide: their height is the labelled share, their parts the
 * classes. Written as one picture, because tens of thousands of small rectangles would take longer than a frame.
 */
import type { SegmentStyle } from './segments';

/** What falls into the columns, in the order of time. */
export interface Density {
  /** Pixel columns, ascending. */
  columns: number[];
  classIds: number[];
  /** Share of the column that is covered. */
  shares: number[];
}

const scratch: { canvas?: HTMLCanvasElement } = {};

export function paintDensity(context: CanvasRenderingContext2D, density: Density, style: SegmentStyle): void {
  const { columns } = density;
  if (columns.length === 0) return;
  const left = columns[0] as number;
  const width = (columns[columns.length - 1] as number) - left + 1;
  const canvas = (scratch.canvas ??= document.createElement('canvas'));
  if (canvas.width < width) canvas.width = width;
  if (canvas.height < style.height) canvas.height = style.height;
  const target = canvas.getContext('2d', { willReadFrequently: true });
  if (!target) throw new Error('internal: no 2d context');
  const image = target.createImageData(width, style.height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let from = 0, to = 0; from < columns.length; from = to) {
    while (to < columns.length && columns[to] === columns[from]) to++;
    fillColumn(pixels, width, (columns[from] as number) - left, density, from, to, style);
  }
  target.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas, 0, 0, width, style.height, left, style.top, width, style.height);
}

/** Entries `[from, to)` are of one column: classes stacked from the bottom, in the order of their ids. */
function fillColumn(
  pixels: Uint32Array,
  width: number,
  x: number,
  { classIds, shares }: Density,
  from: number,
  to: number,
  { height, look }: SegmentStyle,
): void {
  const order = Array.from({ length: to - from }, (_, k) => from + k).sort((a, b) => classIds[a]! - classIds[b]!);
  let covered = 0;
  let bottom = height;
  for (const entry of order) {
    covered += shares[entry] as number;
    const top = Math.max(0, Math.min(bottom, Math.round(height * (1 - covered))));
    const colour = packed(look(classIds[entry] as number).fill);
    for (let y = top; y < bottom; y++) pixels[y * width + x] = colour;
    bottom = top;
  }
}

const colours = new Map<string, number>();

/** `#rrggbb` as a canvas stores it (little-endian: alpha, blue, green, red). */
function packed(hex: string): number {
  let value = colours.get(hex);
  if (value === undefined) {
    const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
    value = ((255 << 24) | (blue! << 16) | (green! << 8) | red!) >>> 0;
    colours.set(hex, value);
  }
  return value;
}
