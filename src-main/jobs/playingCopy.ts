import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Video } from '../common/domain/video';
import { throwIfCancelled } from '../common/errors';
import { type JobContext, ProgressMeter } from '../common/progress';
import { cachePath, trimCache } from '../data/project/cache';
import { frameClock } from '../data/project/clocks';
import type { ProjectStore } from '../data/project/store';
import { reencodeVideo } from '../video/encode';

/** Longest side of the copy's picture: enough to see by, quick to encode and to seek in. */
const longestSide = 1280;
const ticksPerSecond = 90_000;

/** Where the copy of a video for playing is, or would be. */
export function playingCopyPath(store: ProjectStore, video: Video): string {
  return cachePath(store, 'playing', video, '.mp4');
}

/**
 * Makes a copy of a video that browsers play and seek in, for files they cannot: other codecs and containers, and H.264
 * with open groups of pictures, in which Chromium's decoder fails after a seek. Every frame keeps its time, counted
 * from the first, and so does the sound; the picture is upright, at most 1280 pixels long.
 */
export async function makePlayingCopy(
  store: ProjectStore,
  id: string,
  context: JobContext,
): Promise<{ frames: number }> {
  const video = store.video(id);
  const path = store.resolveVideoPath(video);
  const clock = await frameClock(store, video);
  if (path === null) throw new Error('a clock without a file');
  const target = playingCopyPath(store, video);
  const size = playingSize(video);
  await mkdir(dirname(target), { recursive: true });
  const settings = { ...size, timeBase: ticksPerSecond, crf: 20, preset: 'veryfast' };
  const total = clock.times.length;
  const meter = new ProgressMeter(context, 'Making a copy for playing', total, 'frames');
  const often = Math.max(1, Math.floor(total / 200));
  const frames = Array.from({ length: total }, (_, frame) => frame);
  await reencodeVideo(path, target, settings, { clock, frames }, (index) => {
    throwIfCancelled(context.signal);
    if (index % often === 0) meter.update(index);
    return Math.round(((clock.times[index] as number) - (clock.times[0] as number)) * ticksPerSecond);
  });
  await trimCache(store, 'playing');
  meter.update(total);
  return { frames: total };
}

/** Even sides, as 4:2:0 asks. */
function playingSize({ width, height }: Video): { width: number; height: number } {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  const even = (side: number) => Math.max(2, 2 * Math.round((side * scale) / 2));
  return { width: even(width), height: even(height) };
}
