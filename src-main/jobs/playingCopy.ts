import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FrameClock, Video } from '../common/domain/video';
import { throwIfCancelled } from '../common/errors';
import { type JobContext, ProgressMeter } from '../common/progress';
import { frameClock } from '../data/project/clocks';
import type { ProjectStore } from '../data/project/store';
import { decodeFrames } from '../video/decode';
import { encodeVideo, type SourceFrame } from '../video/encode';

/** Longest side of the copy's picture: enough to see by, quick to encode and to seek in. */
const longestSide = 1280;
const ticksPerSecond = 90_000;

/** `.cache/playing/`: copies by video and content, so that another file under the same id gets its own. */
export function playingCopyPath(store: ProjectStore, video: Video): string {
  return join(store.dir, '.cache', 'playing', `${video.id}.${video.hash.slice(-16)}.mp4`);
}

/**
 * Makes a copy of a video that browsers play and seek in, for files they cannot: other codecs and containers, and H.264
 * with open groups of pictures, in which Chromium's decoder fails after a seek. Every frame keeps its time, counted from
 * the first; the picture is upright, at most 1280 pixels long, without sound.
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
  await encodeVideo(target, settings, sourceFrames(path, clock, size, context));
  return { frames: clock.times.length };
}

async function* sourceFrames(
  path: string,
  clock: FrameClock,
  size: { width: number; height: number },
  context: JobContext,
): AsyncGenerator<SourceFrame> {
  const total = clock.times.length;
  const meter = new ProgressMeter(context, 'Making a copy for playing', total, 'frames');
  const often = Math.max(1, Math.floor(total / 200));
  const frames = Array.from({ length: total }, (_, frame) => frame);
  for await (const { index, rgb } of decodeFrames(path, { clock, frames, size })) {
    throwIfCancelled(context.signal);
    const seconds = (clock.times[index] as number) - (clock.times[0] as number);
    yield { rgba: withAlpha(rgb), pts: Math.round(seconds * ticksPerSecond) };
    if ((index + 1) % often === 0) meter.update(index + 1);
  }
  meter.update(total);
}

/** Even sides, as 4:2:0 asks. */
function playingSize({ width, height }: Video): { width: number; height: number } {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  const even = (side: number) => Math.max(2, 2 * Math.round((side * scale) / 2));
  return { width: even(width), height: even(height) };
}

function withAlpha(rgb: Uint8Array): Uint8Array {
  const rgba = new Uint8Array((rgb.length / 3) * 4);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from]!;
    rgba[to + 1] = rgb[from + 1]!;
    rgba[to + 2] = rgb[from + 2]!;
  }
  return rgba;
}
