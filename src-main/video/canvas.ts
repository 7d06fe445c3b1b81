/**
 * The door to the drawing library: pictures drawn by code (the demo's clips, test videos), thumbnails, figures as PNG.
 * It is loaded at the first use, as most commands draw nothing.
 */
import { createRequire } from 'node:module';
import type * as skia from '@napi-rs/canvas';
import type { Picture } from './decode';

export type { Canvas, Image, SKRSContext2D as Context2D } from '@napi-rs/canvas';

const load = createRequire(import.meta.url);
let loaded: typeof skia | undefined;

function library(): typeof skia {
  loaded ??= load('@napi-rs/canvas') as typeof skia;
  return loaded;
}

/** @param width pixels; @param height pixels */
export const createCanvas = (width: number, height: number): skia.Canvas => library().createCanvas(width, height);

/** @param bytes of a JPEG or PNG */
export const loadImage = (bytes: Buffer): Promise<skia.Image> => library().loadImage(bytes);

/** @param d commands as in SVG */
export const makePath = (d: string): skia.Path2D => new (library().Path2D)(d);

/** A picture as JPEG, for thumbnails. */
export async function encodeJpeg(picture: Picture): Promise<Uint8Array> {
  const canvas = createCanvas(picture.width, picture.height);
  const image = new (library().ImageData)(picture.width, picture.height);
  for (let from = 0, to = 0; from < picture.rgb.length; from += 3, to += 4) {
    image.data[to] = picture.rgb[from]!;
    image.data[to + 1] = picture.rgb[from + 1]!;
    image.data[to + 2] = picture.rgb[from + 2]!;
    image.data[to + 3] = 255;
  }
  canvas.getContext('2d').putImageData(image, 0, 0);
  return canvas.encode('jpeg', 80);
}
