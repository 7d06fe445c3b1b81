import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobContext } from '../common/progress';
import { throwIfCancelled } from '../common/errors';
import { writeFileAtomic } from '../data/project/atomic';
import { frameClock } from '../data/project/clocks';
import type { ProjectStore } from '../data/project/store';
import { decodeFrames } from '../video/decode';
import { encodeJpeg } from '../video/canvas';

/** At most so many pictures a video, evenly over its frames, which bounds the cache on disk. */
const most = 120;
const height = 54;

/** `.cache/thumbnails/<video>/`: one `<frame>.jpg` each; can be deleted at any time. */
export function thumbnailFolder(store: ProjectStore, video: string): string {
  return join(store.dir, '.cache', 'thumbnails', video);
}

/** Frames that have a thumbnail, ascending. */
export async function thumbnailFrames(store: ProjectStore, video: string): Promise<number[]> {
  const names = await readdir(thumbnailFolder(store, video)).catch(() => []);
  return names.flatMap((name) => (/^\d+\.jpg$/.test(name) ? [Number.parseInt(name, 10)] : [])).sort((a, b) => a - b);
}

/**
 * Makes the pictures of one video, in one pass over the file.
 * @returns how many there are
 */
export async function makeThumbnails(
  store: ProjectStore,
  id: string,
  context: JobContext,
): Promise<{ frames: number }> {
  const video = store.video(id);
  const path = store.resolveVideoPath(video);
  if (path === null || video.frames === 0) return { frames: 0 };
  const clock = await frameClock(store, video);
  const every = Math.max(1, Math.ceil(video.frames / most));
  const wanted = Array.from({ length: Math.ceil(video.frames / every) }, (_, k) => k * every);
  const width = 2 * Math.round((height * (video.width / Math.max(1, video.height))) / 2);
  const folder = thumbnailFolder(store, id);
  await mkdir(folder, { recursive: true });
  for await (const picture of decodeFrames(path, { clock, frames: wanted, size: { width, height } })) {
    throwIfCancelled(context.signal);
    await writeFileAtomic(join(folder, `${picture.index}.jpg`), await encodeJpeg(picture));
  }
  return { frames: wanted.length };
}
