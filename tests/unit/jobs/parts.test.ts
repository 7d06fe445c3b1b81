import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Video } from '../../../src-main/common/domain/video';
import { Cancelled } from '../../../src-main/common/errors';
import { createProject } from '../../../src-main/data/project/store';
import { keyOf, makeParts, type Part } from '../../../src-main/jobs/parts';
import { soundPath } from '../../../src-main/jobs/sound';
import { thumbnailOf, thumbnailPath } from '../../../src-main/jobs/thumbnails';
import { loadImage } from '../../../src-main/video/canvas';
import { probeVideo } from '../../../src-main/video/probe';
import { clip } from '../../builders/clips';
import { codecClips, writeCodecClip } from '../../builders/codecClips';
import { temporaryFolder } from '../data/temporaryProject';

/** Tells all wishes at once and ends when all are settled. */
async function settledInOrder(wishes: (video: Video) => Part[], path = clip('cfr30_h264_aac.mp4')) {
  const store = await createProject(temporaryFolder(), { name: 'parts', singleLabel: false });
  const video = Video.parse({ ...(await probeVideo(path)), id: 'a', path, hash: '1:0123456789abcdef' });
  await store.saveVideos([video]);
  const parts = wishes(video);
  const settled: string[] = [];
  const controller = new AbortController();
  const context = { signal: controller.signal, report: () => undefined, log: () => undefined };
  const told = (listener: (part: unknown) => void) => parts.forEach(listener);
  const work = makeParts(store, context, told, (key) => {
    if (!settled.includes(key)) settled.push(key);
    if (settled.length === parts.length) controller.abort();
  });
  await expect(work).rejects.toThrow(Cancelled);
  return { store, video, settled, parts };
}

describe('makeParts', () => {
  it('makes what was asked for last first, and keeps it', async () => {
    const { store, video, settled } = await settledInOrder((a) =>
      Array.from({ length: 13 }, (_, number) => ({ kind: 'thumbnail' as const, video: a, number: 8 * number })),
    );
    const numbers = settled.map((key) => Number(key.split(' ')[1]) / 8);
    expect(Math.min(...numbers.slice(0, 6))).toBe(7);
    expect(Math.min(...numbers.slice(6, 12))).toBe(1);
    for (const number of numbers) expect(existsSync(thumbnailPath(store, video, 8 * number))).toBe(true);
    expect(
      readFileSync(thumbnailPath(store, video, 0))
        .subarray(0, 2)
        .toString('hex'),
    ).toBe('ffd8');
  });

  it('makes sound beside pictures, and an empty file for a video without it', async () => {
    const both = (video: Video): Part[] => [
      { kind: 'sound', video, number: 0 },
      { kind: 'thumbnail', video, number: 3 },
    ];
    const loud = await settledInOrder(both);
    expect(loud.settled.map((key) => key.split(' ')[0])).toEqual(['thumbnail', 'sound']);
    expect(readFileSync(soundPath(loud.store, loud.video, 0))).toHaveLength(2 * 21845);
    const silent = await settledInOrder(both, clip('vfr_h264.mp4'));
    expect(readFileSync(soundPath(silent.store, silent.video, 0))).toHaveLength(0);
  });

  it('makes pictures as wide as they are shown where pixels are not square, of turned videos too', async () => {
    for (const [name, width] of [
      ['h264-anamorphic.mp4', 96],
      ['h264-anamorphic-turned.mp4', 30],
    ] as const) {
      const path = await writeCodecClip(temporaryFolder(), codecClips.find((one) => one.name === name)!);
      const first = (video: Video): Part[] => [{ kind: 'thumbnail', video, number: 0 }];
      const { store, video } = await settledInOrder(first, path);
      const picture = await loadImage(readFileSync(thumbnailPath(store, video, 0)));
      expect([picture.width, picture.height]).toEqual([width, 54]);
    }
  });

  it('goes on with others where one cannot be made', async () => {
    const { store, video, parts, settled } = await settledInOrder((a) => [
      { kind: 'thumbnail', video: a, number: 3 },
      { kind: 'thumbnail', video: { ...a, id: 'gone', path: '/nowhere.mp4' }, number: 3 },
    ]);
    expect(settled).toEqual([keyOf(parts[1]!), keyOf(parts[0]!)]);
    expect(readdirSync(dirname(thumbnailPath(store, video, 3)))).toEqual(['9.jpg']);
  });

  it('stands one picture for the frames around it, to the last frame', async () => {
    const of = (frames: number) => Video.parse({ id: 'a', path: null, fps: 30, frames, duration: 1 });
    expect([0, 1, 2, 299].map((frame) => thumbnailOf(of(300), frame))).toEqual([0, 0, 1, 99]);
    expect([0, 49].map((frame) => thumbnailOf(of(50), frame))).toEqual([0, 49]);
  });
});
