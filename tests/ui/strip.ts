/**
 * The frame number that the generated clips carry in their top row: 20 square blocks, the first white, the second
 * black, 16 bits of the frame's index with the highest first, their parity, and white again. Read from a picture of
 * the player as a user sees it.
 */
import { createCanvas, loadImage } from '@napi-rs/canvas';

export interface PictureBox {
  /** Where the picture lies inside the screenshot, in its pixels. */
  x: number;
  y: number;
  width: number;
  height: number;
  /** Width of the picture in the file, upright. */
  sourceWidth: number;
}

/** @returns the index, or null where the strip cannot be read */
export async function readStrip(png: Buffer, box: PictureBox): Promise<number | null> {
  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const block = (Math.floor(box.sourceWidth / 20) * box.width) / box.sourceWidth;
  const isWhite = (index: number): boolean => {
    const size = Math.max(1, Math.floor(block / 2));
    const x = Math.round(box.x + index * block + block / 4);
    const { data } = context.getImageData(x, Math.round(box.y + block / 4), size, size);
    let luma = 0;
    for (let i = 0; i < data.length; i += 4) luma += 0.299 * data[i]! + 0.587 * data[i + 1]! + 0.114 * data[i + 2]!;
    return luma / (data.length / 4) > 128;
  };
  const bits = Array.from({ length: 16 }, (_, i) => isWhite(i + 2));
  const ones = bits.filter(Boolean).length;
  if (!isWhite(0) || isWhite(1) || !isWhite(19) || isWhite(18) !== (ones % 2 === 1)) return null;
  return bits.reduce((value, bit) => value * 2 + (bit ? 1 : 0), 0);
}

/** Colour of the first pixel of a picture, `#rrggbb`. */
export async function pixelColour(png: Buffer): Promise<string> {
  const context = createCanvas(1, 1).getContext('2d');
  context.drawImage(await loadImage(png), 0, 0);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((value) => value!.toString(16).padStart(2, '0')).join('')}`;
}
