import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { peakPyramid } from '../common/domain/soundPeaks';
import type { Video } from '../common/domain/video';
import { writeFileAtomic } from '../data/project/atomic';
import { cacheFolder, cachePath } from '../data/project/cache';
import { frameClock } from '../data/project/clocks';
import type { ProjectStore } from '../data/project/store';
import { readSound } from '../video/sound';

/** Where the pyramid of a block of sound is, once it is made; an empty file where the video has no sound. */
export function soundPath(store: ProjectStore, video: Video, block: number): string {
  return join(cachePath(store, 'sound', video), `${block}.peaks`);
}

/**
 * Makes the pyramids of those blocks of a video's sound (see `common/domain/soundPeaks`) that the cache has not.
 * @param made told of each
 */
export async function makeSound(
  store: ProjectStore,
  video: Video,
  blocks: readonly number[],
  made: (block: number) => void,
): Promise<void> {
  const path = store.resolveVideoPath(video);
  if (path === null) return;
  const clock = await frameClock(store, video);
  const there = new Set(await readdir(await cacheFolder(store, 'sound', video)));
  const missing = blocks.filter((block) => !there.has(`${block}.peaks`));
  const write = (block: number, pyramid: Uint8Array) => writeFileAtomic(soundPath(store, video, block), pyramid);
  const sound = await readSound(path, clock.times[0] as number, missing);
  if (!sound) {
    for (const block of missing) await write(block, new Uint8Array());
    return;
  }
  for await (const { block, peaks } of sound) {
    await write(block, new Uint8Array(peakPyramid(peaks).buffer));
    made(block);
  }
}
