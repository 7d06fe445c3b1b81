import { describe, expect, it } from 'vitest';
import { ffmpeg } from '../../../src-main/video/library';
import { frameOfPixels } from '../../../src-main/video/pixels';

describe('a frame of pixels', () => {
  it.each([
    [64, 48],
    [33, 7],
  ])('of %d by %d keeps them when their memory is used for something else', async (width, height) => {
    const av = await ffmpeg();
    const bytes = Buffer.from(Uint8Array.from({ length: width * height * 4 }, (_, k) => (k * 7) % 251));
    const given = Buffer.from(bytes);
    const frame = frameOfPixels(av, bytes, { width, height, format: av.AV_PIX_FMT_RGBA });
    bytes.fill(0);
    expect(frame.toBuffer().equals(given)).toBe(true);
    frame.free();
  });
});
