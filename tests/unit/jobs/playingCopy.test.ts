import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FrameClock, Video } from '../../../src-main/common/domain/video';
import { Cancelled } from '../../../src-main/common/errors';
import type { Progress } from '../../../src-main/common/progress';
import { createProject } from '../../../src-main/data/project/store';
import { makePlayingCopy, playingCopyPath } from '../../../src-main/jobs/playingCopy';
import { decodeFrames } from '../../../src-main/video/decode';
import { peaksPerSecond } from '../../../src-main/common/domain/soundPeaks';
import { readSound } from '../../../src-main/video/sound';
import { probeVideo } from '../../../src-main/video/probe';
import { onsets } from '../../builders/beeps';
import { clip, clipFrames, clipNames, readStrip } from '../../builders/clips';
import { writeDamaged } from '../../builders/damagedClip';
import { hasSharedData, sharedDataPath } from '../../golden/goldenFolder';
import { folderDigest, temporaryFolder } from '../data/temporaryProject';

async function projectWith(name: string, path = clip(name)) {
  const probe = await probeVideo(path);
  const store = await createProject(temporaryFolder(), { name: 'copies', singleLabel: false });
  const video = Video.parse({ ...probe, id: 'a', path, hash: '1:0123456789abcdef' });
  await store.saveVideos([video]);
  return { store, video, probe };
}

/** Each frame, small. */
async function smallPictures(path: string, clock: FrameClock): Promise<Uint8Array[]> {
  const pictures: Uint8Array[] = [];
  const size = { width: 80, height: 60 };
  for await (const { rgb } of decodeFrames(path, { clock, frames: [...clock.times.keys()], size })) pictures.push(rgb);
  expect(pictures).toHaveLength(clock.times.length);
  return pictures;
}

const difference = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;

function context(aborted = false) {
  const reports: Progress[] = [];
  const signal = { aborted, addEventListener: () => undefined };
  return { reports, signal, report: (progress: Progress) => void reports.push(progress), log: () => undefined };
}

describe('makePlayingCopy', () => {
  for (const name of ['ntsc2997_bframes_opengop_h264.mp4', 'rotated90_h264.mp4', 'vfr_h264.mp4', 'hevc_hvc1.mp4']) {
    it(`${name}: browsers play the copy, and every frame has its number and its time from the first`, async () => {
      const { store, video, probe } = await projectWith(name);
      const job = context();
      await makePlayingCopy(store, 'a', job);
      const copy = await probeVideo(playingCopyPath(store, video));
      expect(copy).toMatchObject({ playable: true, codec: 'h264', frames: probe.frames, rotation: 0 });
      const first = probe.clock.times[0] as number;
      copy.clock.times.forEach((time, frame) => expect(time).toBeCloseTo(probe.clock.times[frame]! - first, 4));
      const frames = Array.from({ length: probe.frames }, (_, frame) => frame);
      const numbers: number[] = [];
      for await (const { rgb, width } of decodeFrames(playingCopyPath(store, video), { clock: copy.clock, frames }))
        numbers.push(readStrip(rgb, width));
      expect(numbers).toEqual(clipFrames(name).map(({ burnt }) => burnt));
      expect(job.reports[job.reports.length - 1]).toMatchObject({ done: probe.frames, total: probe.frames });
    });
  }

  // Each beeps at every full second of its container's clock.
  const beeping = ['empty_edit_video_starts_0733ms_h264_aac.mp4', 'vp9_opus.webm', 'truncated_faststart.mp4'];
  for (const name of beeping.filter((one) => clipNames().includes(one))) {
    it(`${name}: the copy sounds as the file does, beside the same frames`, async () => {
      const { store, video, probe } = await projectWith(name);
      await makePlayingCopy(store, 'a', context());
      const path = playingCopyPath(store, video);
      const copy = await probeVideo(path);
      const first = probe.clock.times[0] as number;
      expect(copy.frames).toBe(probe.frames);
      copy.clock.times.forEach((time, frame) => expect(time).toBeCloseTo(probe.clock.times[frame]! - first, 4));
      expect(Math.abs(copy.duration - probe.duration)).toBeLessThan(0.1);
      const beeps = async (file: string, origin: number) => {
        const blocks = await readSound(file, origin, [0]);
        for await (const { peaks } of blocks!) return onsets(peaks);
      };
      const [there, here] = [await beeps(clip(name), first), await beeps(path, copy.clock.times[0]!)];
      expect(here).toHaveLength(there!.length);
      // A twelfth of a frame, and the codec's own smear.
      here!.forEach((seconds, i) => expect(Math.abs(seconds - there![i]!)).toBeLessThanOrEqual(2 / peaksPerSecond));
    });
  }

  it('of a file without sound has none', async () => {
    const { store, video } = await projectWith('vfr_h264.mp4');
    await makePlayingCopy(store, 'a', context());
    expect(await readSound(playingCopyPath(store, video), 0, [0])).toBeNull();
  });

  const avi = ['video', 'real', 'mmaction2', 'test.avi'];
  it.runIf(hasSharedData(...avi))('of an AVI without frame numbers shows each frame at its place', async () => {
    const path = sharedDataPath(...avi);
    const { store, video, probe } = await projectWith('', path);
    expect(probe.playable).toBe(false);
    await makePlayingCopy(store, 'a', context());
    const copy = await probeVideo(playingCopyPath(store, video));
    expect(copy).toMatchObject({ playable: true, frames: probe.frames, width: probe.width, height: probe.height });
    const original = await smallPictures(path, probe.clock);
    const copied = await smallPictures(playingCopyPath(store, video), copy.clock);
    const distance = (shift: number) =>
      original.slice(1, -1).reduce((sum, picture, k) => sum + difference(picture, copied[k + 1 + shift]!), 0);
    expect(distance(0)).toBeLessThan(0.5 * Math.min(distance(1), distance(-1)));
  });

  it('of a file with a broken middle has every frame at its place, and the file stays as it is', async () => {
    const name = 'cfr30_h264_aac.mp4';
    const folder = temporaryFolder();
    writeDamaged(join(folder, name), name, 'zeros');
    const before = folderDigest(folder);
    const { store, video, probe } = await projectWith(name, join(folder, name));
    await makePlayingCopy(store, 'a', context());
    const copy = await probeVideo(playingCopyPath(store, video));
    expect(copy.frames).toBe(probe.frames);
    copy.clock.times.forEach((time, frame) => expect(time).toBeCloseTo(probe.clock.times[frame]!, 4));
    const shown: number[] = [];
    const frames = [100, 130, 200, 299];
    for await (const { rgb, width } of decodeFrames(playingCopyPath(store, video), { clock: copy.clock, frames }))
      shown.push(readStrip(rgb, width));
    expect([shown[0], shown[2], shown[3]]).toEqual([100, 200, 299]);
    expect(folderDigest(folder)).toEqual(before);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const { store, video } = await projectWith('vfr_h264.mp4');
    await expect(makePlayingCopy(store, 'a', context(true))).rejects.toThrow(Cancelled);
    expect(readdirSync(dirname(playingCopyPath(store, video)))).toEqual([]);
  });
});
