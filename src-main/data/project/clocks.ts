import { readFile } from 'node:fs/promises';
import type { FrameClock, Video } from '../../common/domain/video';
import { UserError } from '../../common/errors';
import { probeVideo } from '../../video/probe';
import { writeFileAtomic } from './atomic';
import type { StagedFile } from './staging';
import type { ProjectStore } from './store';

/**
 * Frame clocks are kept under `.cache/clocks/<video>.f64`: the times of all frames in seconds, then the end of the
 * last, as little-endian float64. The cache can be deleted at any time; it is made again from the videos.
 */
function clockBytes(clock: FrameClock): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(8 * (clock.times.length + 1)));
  clock.times.forEach((time, k) => bytes.setFloat64(8 * k, time, true));
  bytes.setFloat64(8 * clock.times.length, clock.end, true);
  return new Uint8Array(bytes.buffer);
}

/** The cached clock as a file of `ProjectStore.apply`. */
export function clockFile(videoId: string, clock: FrameClock): StagedFile {
  return { path: `.cache/clocks/${videoId}.f64`, data: clockBytes(clock) };
}

/** The inverse of `clockBytes`; null where the bytes are no clock of `frames` frames. */
function clockOfBytes(bytes: Uint8Array, frames: number): FrameClock | null {
  if (bytes.byteLength !== 8 * (frames + 1)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const times = Float64Array.from({ length: frames }, (_, k) => view.getFloat64(8 * k, true));
  return { times, end: view.getFloat64(8 * frames, true) };
}

/**
 * The frame clock of a video: from the cache, else from the file, whose clock is then cached.
 * @throws UserError `no-video-file` where the item has no file, or those of `probeVideo`
 */
export async function frameClock(store: ProjectStore, video: Video): Promise<FrameClock> {
  const path = store.clockPath(video.id);
  const cached = await readFile(path).catch(() => null);
  const clock = cached ? clockOfBytes(cached, video.frames) : null;
  if (clock) return clock;
  const file = store.resolveVideoPath(video);
  if (file === null) {
    throw new UserError('no-video-file', `The item ${video.id} has no video file.`, 'Locate its video first.');
  }
  const probed = await probeVideo(file);
  await writeFileAtomic(path, clockBytes(probed.clock));
  return probed.clock;
}
