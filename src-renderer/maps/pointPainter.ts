/**
 * Points put straight into the pixels of an image: a hundred thousand take a few milliseconds, without a graphics card
 * and the same everywhere.
 */
import type { Camera, Size } from './camera';
import type { Sprite } from './sprites';

/** What is painted: points by look, those of a selection above the others. */
export interface PaintedPoints {
  /** `[points, 2]` */
  positions: Float32Array;
  /** `[points]` index of a look; `hidden` is not painted. */
  looks: Uint16Array;
  /** `[points]` 1 where chosen; null: nothing is, and none fades. */
  chosen: Uint8Array | null;
}

export const hidden = 0xffff;

/** Sprites by look. */
export interface LookSprites {
  plain: readonly Sprite[];
  faded: readonly Sprite[];
  chosen: readonly Sprite[];
}

/** Pixels beyond the canvas, so that a point at its border needs no care. */
const border = 16;

export class PointPainter {
  private image: ImageData | null = null;
  private pixels = new Uint32Array();

  /**
   * @param size of the canvas in device pixels; the camera is in device pixels, too
   * @param ground 0xBBGGRR behind the points
   */
  paint(
    context: CanvasRenderingContext2D,
    size: Size,
    camera: Camera,
    points: PaintedPoints,
    sprites: LookSprites,
    ground: number,
  ): void {
    const [width, height] = [Math.round(size.width) + 2 * border, Math.round(size.height) + 2 * border];
    if (this.image?.width !== width || this.image.height !== height) {
      this.image = new ImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    this.pixels.fill((0xff000000 | ground) >>> 0);
    const { chosen } = points;
    this.put(size, camera, points, chosen ? sprites.faded : sprites.plain, chosen && 0);
    if (chosen) this.put(size, camera, points, sprites.chosen, 1);
    context.putImageData(this.image, -border, -border);
  }

  /** @param only those whose choice this is; null: all */
  private put(
    size: Size,
    { x, y, scale }: Camera,
    { positions, looks, chosen }: PaintedPoints,
    sprites: readonly Sprite[],
    only: 0 | 1 | null,
  ): void {
    const width = Math.round(size.width) + 2 * border;
    const [right, bottom] = [width - border, Math.round(size.height) + border];
    const half = border / 2;
    const offsets = sprites.map(({ dx, dy }) => Int32Array.from(dx, (across, p) => dy[p]! * width + across));
    for (let i = 0; i < looks.length; i++) {
      const look = looks[i]!;
      if (look === hidden || (only !== null && chosen?.[i] !== only)) continue;
      const column = Math.round(border + size.width / 2 + (positions[2 * i]! - x) * scale);
      const row = Math.round(border + size.height / 2 - (positions[2 * i + 1]! - y) * scale);
      if (column < half || row < half || column >= right + half || row >= bottom + half) continue;
      stamp(this.pixels, row * width + column, sprites[look]!, offsets[look]!);
    }
  }
}

function stamp(pixels: Uint32Array, middle: number, { colour, cover }: Sprite, offsets: Int32Array): void {
  for (let p = 0; p < offsets.length; p++) {
    const at = middle + offsets[p]!;
    const share = cover[p]!;
    const over = colour[p]!;
    if (share === 255) {
      pixels[at] = (0xff000000 | over) >>> 0;
      continue;
    }
    const under = pixels[at]!;
    // Red and blue in one, green by itself.
    const redBlue = under & 0xff00ff;
    const green = under & 0x00ff00;
    const mixedRedBlue = (redBlue + ((((over & 0xff00ff) - redBlue) * share) >> 8)) & 0xff00ff;
    const mixedGreen = (green + ((((over & 0x00ff00) - green) * share) >> 8)) & 0x00ff00;
    pixels[at] = (0xff000000 | mixedRedBlue | mixedGreen) >>> 0;
  }
}
