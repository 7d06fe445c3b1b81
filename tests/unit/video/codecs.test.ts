import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeFrames } from '../../../src-main/video/decode';
import { probeVideo } from '../../../src-main/video/probe';
import { readStrip } from '../../builders/clips';
import { codecClips, writeCodecClip, writeSound } from '../../builders/codecClips';

const folder = mkdtempSync(join(tmpdir(), 'codecs-'));

describe('a video', () => {
  for (const clip of codecClips) {
    it(`${clip.name}: has every frame at its time, with its number`, async () => {
      const path = await writeCodecClip(folder, clip);
      const { clock, frames } = await probeVideo(path);
      expect(frames).toBe(clip.ticks.length);
      const first = clock.times[0] as number;
      expect([...clock.times].map((time) => Math.round((time - first) * 1000))).toEqual(
        clip.ticks.map((tick) => Math.round(((tick - clip.ticks[0]!) * 1000) / clip.rate)),
      );
      const numbers: number[] = [];
      for await (const { rgb, width } of decodeFrames(path, { clock, frames: [...clock.times.keys()] }))
        numbers.push(readStrip(rgb, width));
      expect(numbers).toEqual(clip.ticks.map((_, number) => number));
    });
  }

  it('without a frame, or of sound alone, is refused in a sentence', async () => {
    const [some] = codecClips;
    for (const name of ['none.mp4', 'none.mkv', 'none.avi', 'none.ts']) {
      const path = await writeCodecClip(folder, { ...some!, name, ticks: [] });
      await expect(probeVideo(path)).rejects.toThrow(/^Cannot (use|read) "none\.\w+": /);
    }
    writeSound(join(folder, 'talk.mp4'));
    await expect(probeVideo(join(folder, 'talk.mp4'))).rejects.toThrow(
      'Cannot use "talk.mp4": it holds no moving picture.',
    );
  });
});
