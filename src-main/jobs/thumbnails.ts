import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { aspectOf, type Video } from '../common/domain/video';
import { writeFileAtomic } from '../data/project/atomic';
import { cacheFolder, cachePath } from '../data/project/cache';
import { frameClock } from '../data/project/clocks';
import type { ProjectStore } from '../data/project/store';
import { encodeJpeg } from '../video/canvas';
import { decodeFrames } from '../video/decode';

/** At most so many pictures a video, evenly over its frames. */
const most = 120;
const height = 54;

/** Frames from one picture to the next. */
const spacing = ({ frames }: Video): number => Math.max(1, Math.ceil(frames / most));

/** The picture, counted from 0, that stands for a frame. */
export function thumbnailOf(video: Video, frame: number): number {
  const last = Math.ceil(video.frames / spacing(video)) - 1;
  return Math.max(0, Math.min(last, Math.round(frame / spacing(video))));
}

/** Where a picture is, once it is made. */
export function thumbnailPath(store: ProjectStore, video: Video, picture: number): string {
  return join(cachePath(store, 'thumbnails', video), `${picture * spacing(video)}.jpg`);
}

/**
 * Makes those of the pictures that the cache has not, in one pass over their part of the file.
 * @param made told of each
 */
export async function makeThumbnails(
  store: ProjectStore,
  video: Video,
  pictures: readonly number[],
  made: (picture: number) => void,
): Promise<void> {
  const path = store.resolveVideoPath(video);
  if (path === null) return;
  const clock = await frameClock(store, video);
  const there = new Set(await readdir(await cacheFolder(store, 'thumbnails', video)));
  const frames = pictures.map((picture) => picture * spacing(video)).filter((frame) => !there.has(`${frame}.jpg`));
  const width = 2 * Math.max(1, Math.round((height * aspectOf(video)) / 2));
  const wanted = { clock, frames: frames.sort((a, b) => a - b), size: { width, height } };
  for await (const picture of decodeFrames(path, wanted)) {
    const number = picture.index / spacing(video);
    await writeFileAtomic(thumbnailPath(store, video, number), await encodeJpeg(picture));
    made(number);
  }
}
