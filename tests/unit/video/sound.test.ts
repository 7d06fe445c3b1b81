import { describe, expect, it } from 'vitest';
import { blockSeconds, peaksInBlock, peaksPerSecond } from '../../../src-main/common/domain/soundPeaks';
import { readSound } from '../../../src-main/video/sound';
import { onsets } from '../../builders/beeps';
import { clip, clipFrames, clipNames } from '../../builders/clips';

async function blocksOf(name: string, origin: number, blocks: readonly number[]) {
  const sound = await readSound(clip(name), origin, blocks);
  const read = new Map<number, Int8Array>();
  if (sound) for await (const { block, peaks } of sound) read.set(block, peaks);
  return sound && read;
}

describe('readSound', () => {
  // Each beeps for 80 ms at every full second of the container's clock; the pictures of the last two begin later.
  for (const [name, beeps] of [
    ['cfr30_h264_aac.mp4', 9],
    ['truncated_faststart.mp4', 5],
    ['empty_edit_video_starts_0733ms_h264_aac.mp4', 9],
    ['vp9_opus.webm', 9],
  ] as const) {
    it.runIf(clipNames().includes(name))(`${name}: beeps stand beside the frames shown while they sound`, async () => {
      const first = clipFrames(name)[0]!.time;
      const found = onsets((await blocksOf(name, first, [0]))!.get(0)!);
      const expected = Array.from({ length: beeps }, (_, second) => second + 1 - first);
      expect(found).toHaveLength(beeps);
      // A column of the finest level is 4 ms, a ninth of a frame; codecs smear by one.
      found.forEach((seconds, i) => expect(Math.abs(seconds - expected[i]!)).toBeLessThanOrEqual(1.5 / peaksPerSecond));
    });
  }

  it('reads blocks in any order as it reads them in sequence, from the middle of the file too', async () => {
    const name = 'cfr30_h264_aac.mp4';
    // With this origin block 1 begins at second 4.
    const origin = 4 - blockSeconds;
    const [forward, back] = [await blocksOf(name, origin, [0, 1]), await blocksOf(name, origin, [1, 0])];
    for (const block of [0, 1]) expect(back!.get(block)).toEqual(forward!.get(block));
    expect(onsets(forward!.get(1)!).map(Math.round)).toEqual([1, 2, 3, 4, 5]);
    expect(onsets(forward!.get(0)!).map((seconds) => Math.round(seconds + origin))).toEqual([0, 1, 2, 3]);
  });

  it('is silent after the end of the file, and null without sound', async () => {
    const beyond = (await blocksOf('cfr30_h264_aac.mp4', 0, [1]))!.get(1)!;
    expect(beyond).toEqual(new Int8Array(2 * peaksInBlock(0)));
    expect(await readSound(clip('vfr_h264.mp4'), 0, [0])).toBeNull();
  });
});
