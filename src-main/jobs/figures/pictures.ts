import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recipe } from '../../common/domain/figure';
import type { PanelSettings } from '../../common/domain/panelSettings';
import { throwIfCancelled } from '../../common/errors';
import { frameAt, type FrameClock, type Video } from '../../common/domain/video';
import type { JobContext } from '../../common/progress';
import { writeFileAtomic } from '../../data/project/atomic';
import { frameClock } from '../../data/project/clocks';
import type { ProjectStore } from '../../data/project/store';
import { encodeJpeg } from '../../video/canvas';
import { decodeFrames } from '../../video/decode';

/**
 * Frames of videos in figures, kept under `.cache/figures/<video>/<frame>.jpg`. Decoding touches native code, so it is
 * work for a child process; drawing only reads.
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

/** A frame that was made, or null. */
export function readFrame(store: ProjectStore, video: string, frame: number): Promise<Uint8Array | null> {
  return readFile(picturePath(store, video, frame)).catch(() => null);
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
      const bytes = await readFrame(store, video.id, frame);
      if (!bytes) return null;
      const key = `${video.id}/${frame}`;
      images.set(key, bytes);
      return key;
    }),
  );
}

/** Frames that the recipe shows, by video. */
async function wantedFrames(store: ProjectStore, { panels }: Recipe): Promise<Map<string, number[]>> {
  const wanted = new Map<string, number[]>();
  for (const panel of panels) {
    if (panel.kind !== 'timeline' || panel.settings.pictures === 0) continue;
    const video = store.videos.find(({ id }) => id === panel.settings.video);
    const clock = video && (await readableClock(store, video));
    if (video && clock)
      wanted.set(video.id, [...(wanted.get(video.id) ?? []), ...framesOf(video, clock, panel.settings)]);
  }
  return wanted;
}

/** Of these frames, those that are not made yet, ascending. */
async function missingOf(store: ProjectStore, video: string, frames: readonly number[]): Promise<number[]> {
  const found = await Promise.all(frames.map((frame) => readFrame(store, video, frame)));
  return [...new Set(frames.filter((_, i) => found[i] === null))].sort((a, b) => a - b);
}

/** Whether a recipe shows pictures that are not made yet. */
export async function lacksPictures(store: ProjectStore, recipe: Recipe): Promise<boolean> {
  for (const [video, frames] of await wantedFrames(store, recipe)) {
    if ((await missingOf(store, video, frames)).length > 0) return true;
  }
  return false;
}

/** Makes the pictures that a recipe lacks. */
export async function makePictures(store: ProjectStore, recipe: Recipe, context: JobContext): Promise<void> {
  await makeFrames(store, await wantedFrames(store, recipe), context);
}

/** Makes the pictures of these frames by video, where they are not there. */
export async function makeFrames(
  store: ProjectStore,
  wanted: ReadonlyMap<string, readonly number[]>,
  { signal }: JobContext,
): Promise<void> {
  for (const [id, all] of wanted) {
    const video = store.video(id);
    const path = store.resolveVideoPath(video);
    const frames = await missingOf(store, id, all);
    if (path === null || frames.length === 0) continue;
    const clock = await frameClock(store, video);
    const size = { width, height: 2 * Math.round((width * (video.height / Math.max(1, video.width))) / 2) };
    for await (const picture of decodeFrames(path, { clock, frames, size })) {
      throwIfCancelled(signal);
      await writeFileAtomic(picturePath(store, id, picture.index), await encodeJpeg(picture));
    }
  }
}
