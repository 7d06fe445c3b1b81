import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PanelSettings, Recipe } from '../../common/domain/figure';
import { throwIfCancelled } from '../../common/errors';
import { frameAt, type FrameClock, type Video } from '../../common/domain/video';
import type { JobContext } from '../../common/progress';
import { writeFileAtomic } from '../../data/project/atomic';
import { frameClock } from '../../data/project/clocks';
import type { ProjectStore } from '../../data/project/store';
import { encodeJpeg } from '../../video/canvas';
import { decodeFrames } from '../../video/decode';

/**
 * Frames of videos in figures, kept under `.cache/figures/<video>/<frame>.jpg`. Decoding touches native code, so it is work
 * for a child process; drawing only reads.
 */
type Wanted = Pick<PanelSettings<'timeline'>, 'start' | 'end' | 'pictures'>;

/** Pixels; at 20 mm wide that prints with 300 an inch. */
const width = 240;

const picturePath = (store: ProjectStore, video: string, frame: number) =>
  join(store.dir, '.cache', 'figures', video, `${frame}.jpg`);

/** Null where the video has no file that can be read; labels in seconds can be drawn all the same. */
export async function readableClock(store: ProjectStore, video: Video): Promise<FrameClock | null> {
  return video.frames === 0 || store.resolveVideoPath(video) === null ? null : frameClock(store, video);
}

/** Frames shown in the middle of equal parts of the stretch, which ends with the video. */
function framesOf(video: Video, clock: FrameClock, { start, end, pictures }: Wanted): number[] {
  const last = Math.min(end, video.duration);
  const origin = clock.times[0] ?? 0;
  return Array.from({ length: pictures }, (_, i) =>
    frameAt(clock, origin + start + ((i + 0.5) / pictures) * (last - start)),
  );
}

/** Keys of the pictures in order, null where one is not made; their files go into `images`. */
export async function readPictures(
  store: ProjectStore,
  video: Video,
  clock: FrameClock,
  wanted: Wanted,
  images: Map<string, Uint8Array>,
): Promise<(string | null)[]> {
  return Promise.all(
    framesOf(video, clock, wanted).map(async (frame) => {
      const bytes = await readFile(picturePath(store, video.id, frame)).catch(() => null);
      if (!bytes) return null;
      const key = `${video.id}/${frame}`;
      images.set(key, bytes);
      return key;
    }),
  );
}

/** Frames of each video that the recipe shows and that are not made yet. */
export async function missingPictures(store: ProjectStore, { panels }: Recipe): Promise<Map<string, number[]>> {
  const missing = new Map<string, Set<number>>();
  for (const panel of panels) {
    const video = panel.kind === 'timeline' && store.videos.find(({ id }) => id === panel.settings.video);
    const clock = video && panel.settings.pictures > 0 ? await readableClock(store, video) : null;
    if (!video || !clock || panel.kind !== 'timeline') continue;
    const own = missing.get(video.id) ?? new Set();
    for (const frame of framesOf(video, clock, panel.settings)) {
      if (!(await readFile(picturePath(store, video.id, frame)).catch(() => null))) own.add(frame);
    }
    if (own.size > 0) missing.set(video.id, own);
  }
  return new Map([...missing].map(([video, frames]) => [video, [...frames].sort((a, b) => a - b)]));
}

/** Makes the pictures that a recipe lacks. */
export async function makePictures(store: ProjectStore, recipe: Recipe, { signal }: JobContext): Promise<void> {
  for (const [id, frames] of await missingPictures(store, recipe)) {
    const video = store.video(id);
    const path = store.resolveVideoPath(video);
    if (path === null) continue;
    const clock = await frameClock(store, video);
    const size = { width, height: 2 * Math.round((width * (video.height / Math.max(1, video.width))) / 2) };
    for await (const picture of decodeFrames(path, { clock, frames, size })) {
      throwIfCancelled(signal);
      await writeFileAtomic(picturePath(store, id, picture.index), await encodeJpeg(picture));
    }
  }
}
