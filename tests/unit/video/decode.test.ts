import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeFrames, type Picture } from '../../../src-main/video/decode';
import { probeVideo } from '../../../src-main/video/probe';
import { clip, clipFrames, clipNames, readStrip } from '../../builders/clips';
import { hasSharedData, sharedDataPath } from '../../golden/goldenFolder';

async function decode(path: string, frames: number[], size?: { width: number; height: number }) {
  const { clock } = await probeVideo(path);
  const pictures: Picture[] = [];
  for await (const picture of decodeFrames(path, { clock, frames, ...(size ? { size } : {}) })) pictures.push(picture);
  return pictures;
}

const shown = (pictures: Picture[]) => pictures.map(({ index, rgb, width }) => [index, readStrip(rgb, width)]);
const range = (from: number, to: number, step = 1) =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, k) => from + k * step);

describe('decodeFrames', () => {
  it.each(clipNames())('%s: the picture of each wanted frame is that frame', async (name) => {
    const table = clipFrames(name);
    const wanted = [
      ...range(0, 4),
      ...range(7, Math.min(300, table.length - 3), 13),
      table.length - 2,
      table.length - 1,
    ];
    const pictures = await decode(clip(name), wanted);
    expect(shown(pictures)).toEqual(wanted.map((index) => [index, table[index]!.burnt]));
  });

  it('turns pictures upright', async () => {
    const [picture] = await decode(clip('rotated90_h264.mp4'), [10]);
    expect([picture!.width, picture!.height, picture!.rgb.length]).toEqual([240, 320, 240 * 320 * 3]);
  });

  it('scales to the size asked for, after turning', async () => {
    const [picture] = await decode(clip('rotated90_h264.mp4'), [10], { width: 120, height: 160 });
    expect([picture!.width, picture!.height]).toEqual([120, 160]);
    expect(readStrip(picture!.rgb, 120)).toBe(10);
  });

  it('keeps odd sizes', async () => {
    const [picture] = await decode(clip('odd_321x241_vp9.webm'), [3]);
    expect([picture!.width, picture!.height, picture!.rgb.length]).toEqual([321, 241, 321 * 241 * 3]);
  });

  it('gives nothing where nothing is wanted', async () => {
    expect(await decode(clip('cfr30_h264_aac.mp4'), [])).toEqual([]);
  });

  it.runIf(clipNames().includes('two_hours_1fps_160x120_h264.mp4'))(
    'jumps over long stretches to the exact frame',
    async () => {
      const wanted = [0, 1, 350, 351, 2999, 3000, 3600, 7198, 7199];
      const pictures = await decode(clip('two_hours_1fps_160x120_h264.mp4'), wanted);
      expect(shown(pictures)).toEqual(wanted.map((index) => [index, index]));
    },
  );

  it('leaves out what cannot be decoded and goes on behind it', async () => {
    const bytes = readFileSync(clip('cfr30_h264_aac.mp4'));
    bytes.fill(0, Math.floor(bytes.length * 0.4), Math.floor(bytes.length * 0.55));
    const damaged = join(mkdtempSync(join(tmpdir(), 'damaged-')), 'damaged.mp4');
    writeFileSync(damaged, bytes);
    const pictures = await decode(damaged, range(0, 300));
    const indices = pictures.map(({ index }) => index);
    expect(indices).toEqual([...new Set(indices)].sort((a, b) => a - b));
    expect(indices.length).toBeLessThan(300);
    for (const intact of [0, 50, 290, 299]) expect(shown(pictures)).toContainEqual([intact, intact]);
  });

  it.runIf(hasSharedData('video/real'))('reads an AVI from its first frame on', async () => {
    const path = sharedDataPath('video/real/mmaction2/test.avi');
    const all = await decode(path, range(0, 164));
    const some = await decode(path, [0, 80, 163]);
    expect(all.map(({ index }) => index)).toEqual(range(0, 164));
    expect(some.map(({ rgb }) => rgb)).toEqual([0, 80, 163].map((index) => all[index]!.rgb));
  });
});
