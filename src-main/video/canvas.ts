/** The door to the drawing library: pictures drawn by code (the demo's clips, test videos), thumbnails, figures as PNG. */
import { createCanvas, ImageData } from '@napi-rs/canvas';
import type { Picture } from './decode';

export {
  createCanvas,
  type Canvas,
  type Image,
  loadImage,
  Path2D,
  type SKRSContext2D as Context2D,
} from '@napi-rs/canvas';

/** A picture as JPEG, for thumbnails. */
export async function encodeJpeg(picture: Picture): Promise<Uint8Array> {
  const canvas = createCanvas(picture.width, picture.height);
  const image = new ImageData(picture.width, picture.height);
  for (let from = 0, to = 0; from < picture.rgb.length; from += 3, to += 4) {
    image.data[to] = picture.rgb[from]!;
    image.data[to + 1] = picture.rgb[from + 1]!;
    image.data[to + 2] = picture.rgb[from + 2]!;
    image.data[to + 3] = 255;
  }
  canvas.getContext('2d').putImageData(image, 0, 0);
  return canvas.encode('jpeg', 80);
}
