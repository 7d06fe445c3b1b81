import { loadImage } from '@napi-rs/canvas';
import { expect, it } from 'vitest';
import { createCanvas, encodeJpeg } from '../../../src-main/video/canvas';

it('a picture as JPEG keeps its size and colours', async () => {
  const rgb = new Uint8Array(40 * 30 * 3);
  for (let i = 0; i < rgb.length; i += 3) rgb.set([200, 60, 20], i);
  const image = await loadImage(Buffer.from(await encodeJpeg({ index: 0, rgb, width: 40, height: 30 })));
  expect([image.width, image.height]).toEqual([40, 30]);
  const context = createCanvas(40, 30).getContext('2d');
  context.drawImage(image, 0, 0);
  const [red, green, blue] = context.getImageData(20, 15, 1, 1).data;
  expect(Math.abs(red! - 200) + Math.abs(green! - 60) + Math.abs(blue! - 20)).toBeLessThan(12);
});
