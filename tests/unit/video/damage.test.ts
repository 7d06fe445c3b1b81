import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { damagedFrames } from '../../../src-main/video/damage';
import { decodeFrames } from '../../../src-main/video/decode';
import { probeVideo } from '../../../src-main/video/probe';
import { clip, clipFrames, clipNames, readStrip } from '../../builders/clips';
import { writeDamaged } from '../../builders/damagedClip';
import { temporaryFolder } from '../data/temporaryProject';

/**
 * Frames of a file that cannot be decoded, or whose picture does not show the number that belongs to their time.
 */
async function wrongPictures(path: string, name: string): Promise<number[]> {
  const { clock } = await probeVideo(path);
  const byTime = new Map(clipFrames(name).map(({ time, burnt }) => [time.toFixed(3), burnt]));
  const burnt = Array.from(clock.times, (time) => byTime.get(time.toFixed(3)));
  const wrong = new Set(clock.times.keys());
  for await (const { index, rgb, width } of decodeFrames(path, { clock, frames: [...clock.times.keys()] }))
    if (readStrip(rgb, width) === burnt[index]) wrong.delete(index);
  return [...wrong];
}

describe('damagedFrames', () => {
  for (const [name, how] of [
    ['cfr30_h264_aac.mp4', 'zeros'],
    ['cfr30_h264_aac.mp4', 'noise'],
    ['cfr30_h264_aac.mp4', 'flippedBits'],
    ['hevc_hvc1.mp4', 'zeros'],
    ['ntsc2997_bframes_opengop_h264.mp4', 'noise'],
  ] as const) {
    it(`${name} with ${how} in its middle: covers every wrong picture, ends at a key frame`, async () => {
      const path = join(temporaryFolder(), name);
      writeDamaged(path, name, how);
      const { clock } = await probeVideo(path);
      const spans = await damagedFrames(path, clock);
      const wrong = await wrongPictures(path, name);
      expect(wrong.length).toBeGreaterThan(0);
      const covered = (frame: number) => spans.some(({ start, end }) => start <= frame && frame < end);
      expect(wrong.filter((frame) => !covered(frame))).toEqual([]);
      const keys = clipFrames(name).flatMap(({ time, key }) => (key ? [time.toFixed(3)] : []));
      expect(spans.length).toBeGreaterThan(0);
      for (const { end } of spans)
        expect(end === clock.times.length || keys.includes(clock.times[end]!.toFixed(3))).toBe(true);
    });
  }

  for (const name of clipNames()) {
    it(`${name}: finds nothing in a file that is whole`, async () => {
      const { clock } = await probeVideo(clip(name));
      expect(await damagedFrames(clip(name), clock)).toEqual([]);
    });
  }
});
