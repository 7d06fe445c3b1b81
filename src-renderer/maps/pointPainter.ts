/**
 * Points put straight into the pixels of an image: the same everywhere, without a graphics card. A hundred thousand of
 * them take longer than a frame, so that while the camera moves the last picture is moved and the next one is painted a
 * little in each frame; what stands still is always the exact picture.
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

export interface MapPicture {
  /** Of the canvas in device pixels; the camera is in device pixels, too. */
  size: Size;
  camera: Camera;
  points: PaintedPoints;
  sprites: LookSprites;
  /** 0xBBGGRR behind the points. */
  ground: number;
}

/** A layer of points as far as it is painted. */
interface Layer {
  sprites: readonly Sprite[];
  offsets: readonly Int32Array[];
  /** Those whose choice this is; null: all. */
  only: 0 | 1 | null;
}

interface Work {
  picture: MapPicture;
  layers: Layer[];
  /** Points of the first layer that are done. */
  done: number;
}

/** Milliseconds of a frame that may go into the next picture, while the camera moves and once it stands. */
const [moving, standing] = [4, 10];
/** Pixels that no sprite reaches beyond. */
const border = 16;
/** Of a side that is painted beyond it, for the camera to move into. */
const beyond = 1 / 8;
/** Points between two looks at the clock. */
const batch = 2048;

export class PointPainter {
  private image: ImageData | null = null;
  private pixels = new Uint32Array();
  private work: Work | null = null;
  /** The last picture that is done. */
  private shown: { picture: MapPicture; canvas: HTMLCanvasElement } | null = null;
  private lastCamera: Camera | null = null;

  /** @returns whether it takes another frame until this very picture is there */
  paint(context: CanvasRenderingContext2D, picture: MapPicture): boolean {
    const stands = this.lastCamera !== null && isSameCamera(this.lastCamera, picture.camera);
    this.lastCamera = picture.camera;
    if (!this.shown || !isSameMap(this.shown.picture, picture)) {
      this.begin(picture);
      this.goOn(Number.POSITIVE_INFINITY);
    } else if (!isSameCamera(this.shown.picture.camera, picture.camera)) {
      const isOther = this.work && !isSameCamera(this.work.picture.camera, picture.camera);
      if (!this.work || !isSameMap(this.work.picture, picture) || (stands && isOther)) this.begin(picture);
      this.goOn(performance.now() + (stands ? standing : moving));
    } else this.work = null;
    this.show(context, picture);
    return !isSameCamera((this.shown as NonNullable<typeof this.shown>).picture.camera, picture.camera);
  }

  private begin(picture: MapPicture): void {
    const { size, points, sprites, ground } = picture;
    const { width, height } = outer(size);
    if (this.image?.width !== width || this.image.height !== height) {
      this.image = new ImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    this.pixels.fill((0xff000000 | ground) >>> 0);
    const layer = (of: readonly Sprite[], only: Layer['only']): Layer => ({
      sprites: of,
      offsets: of.map(({ dx, dy }) => Int32Array.from(dx, (across, p) => dy[p]! * width + across)),
      only,
    });
    const layers = points.chosen ? [layer(sprites.faded, 0), layer(sprites.chosen, 1)] : [layer(sprites.plain, null)];
    this.work = { picture, layers, done: 0 };
  }

  /** @param until the time at which it stops, as `performance.now` tells it */
  private goOn(until: number): void {
    const { work, image } = this;
    if (!work || !image) return;
    const { picture, layers } = work;
    const count = picture.points.looks.length;
    for (let layer = layers[0]; layer; layer = layers[0]) {
      while (work.done < count) {
        if (performance.now() >= until) return;
        const to = Math.min(count, work.done + batch);
        this.put(picture, layer, work.done, to);
        work.done = to;
      }
      layers.shift();
      work.done = 0;
    }
    const canvas = this.shown?.canvas ?? document.createElement('canvas');
    if (canvas.width !== image.width) canvas.width = image.width;
    if (canvas.height !== image.height) canvas.height = image.height;
    canvas.getContext('2d')?.putImageData(image, 0, 0);
    this.shown = { picture, canvas };
    this.work = null;
  }

  /** Points `[from, to)` of a layer. */
  private put({ size, camera, points }: MapPicture, { sprites, offsets, only }: Layer, from: number, to: number): void {
    const { positions, looks, chosen } = points;
    const { width, height, left, top } = outer(size);
    const [middleX, middleY] = [left + size.width / 2, top + size.height / 2];
    for (let i = from; i < to; i++) {
      const look = looks[i]!;
      if (look === hidden || (only !== null && chosen?.[i] !== only)) continue;
      const column = Math.round(middleX + (positions[2 * i]! - camera.x) * camera.scale);
      const row = Math.round(middleY - (positions[2 * i + 1]! - camera.y) * camera.scale);
      if (column < border || row < border || column >= width - border || row >= height - border) continue;
      stamp(this.pixels, row * width + column, sprites[look]!, offsets[look]!);
    }
  }

  /** The last picture, as the camera now sees it. */
  private show(context: CanvasRenderingContext2D, { size, camera, ground }: MapPicture): void {
    if (!this.shown) return;
    const { picture, canvas } = this.shown;
    const { left, top } = outer(size);
    const zoom = camera.scale / picture.camera.scale;
    const x = size.width / 2 + (picture.camera.x - camera.x) * camera.scale - (left + size.width / 2) * zoom;
    const y = size.height / 2 - (picture.camera.y - camera.y) * camera.scale - (top + size.height / 2) * zoom;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = `rgb(${ground & 255} ${(ground >> 8) & 255} ${ground >> 16})`;
    context.fillRect(0, 0, size.width, size.height);
    context.imageSmoothingEnabled = zoom !== 1;
    const [across, down] = zoom === 1 ? [Math.round(x), Math.round(y)] : [x, y];
    context.drawImage(canvas, across, down, canvas.width * zoom, canvas.height * zoom);
    context.restore();
  }
}

/** The image round a canvas, and where the canvas lies in it. */
function outer(size: Size): Size & { left: number; top: number } {
  const [left, top] = [border + Math.round(size.width * beyond), border + Math.round(size.height * beyond)];
  return { left, top, width: Math.round(size.width) + 2 * left, height: Math.round(size.height) + 2 * top };
}

const isSameCamera = (a: Camera, b: Camera): boolean => a.x === b.x && a.y === b.y && a.scale === b.scale;

const isSameMap = (a: MapPicture, b: MapPicture): boolean =>
  a.points === b.points &&
  a.sprites === b.sprites &&
  a.ground === b.ground &&
  a.size.width === b.size.width &&
  a.size.height === b.size.height;

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
