import { z } from 'zod';

/**
 * Endings of files that are taken for videos, as far as names tell; what is in them is found out when they are read.
 */
export const videoExtensions: readonly string[] =
  'mp4 m4v mov mkv webm avi mpg mpeg m2v vob ts mts m2ts wmv asf flv 3gp 3g2 ogv dv mxf gif rm f4v'.split(' ');

/** What is known of a video. A video may be only features (no file), then `path` is null and `frames` 0. */
export const Video = z.object({
  id: z.string().min(1),
  /** Relative to the project folder (forward slashes) where possible, else absolute; null when there is no file. */
  path: z.string().nullable(),
  /** Nominal frame rate, frames a second; for display only: times come from the frame clock. */
  fps: z.number().positive().nullable(),
  frames: z.int().nonnegative(),
  /** Seconds from the first frame's start to the last frame's end. */
  duration: z.number().nonnegative(),
  width: z.int().nonnegative().default(0),
  height: z.int().nonnegative().default(0),
  /** Width to height as shown, where pixels are not square. */
  aspect: z.number().positive().optional(),
  codec: z.string().default(''),
  /** True when frame times are not evenly spaced. */
  variableRate: z.boolean().default(false),
  /** Whether browsers can play it as it is, from codec, container and pixel format. */
  playable: z.boolean().default(true),
  /** `size:sha256 of first and last MiB`, to recognise a moved file. */
  hash: z.string().default(''),
  participant: z.string().optional(),
  /** What the whole video is about, such as "make coffee"; its steps are the segments. */
  task: z.string().min(1).optional(),
});
export type Video = z.infer<typeof Video>;

/** Width to height of the picture as shown; 16 : 9 where nobody knows. */
export const aspectOf = ({ aspect, width, height }: Pick<Video, 'aspect' | 'width' | 'height'>): number =>
  aspect ?? (width > 0 && height > 0 ? width / height : 16 / 9);

export const VideoList = z.object({ version: z.literal(1), videos: z.array(Video) });
export type VideoList = z.infer<typeof VideoList>;

/**
 * The frame clock: presentation times in seconds of all frames, sorted, as the container says (they may not begin at
 * 0), and the end of the last frame. Frame k is shown during `[times[k], times[k+1])`. Variable rate is normal.
 */
export interface FrameClock {
  times: Float64Array;
  end: number;
}

/** The frame shown at `seconds`; clamped to the first and last frame. Binary search, never a division by a rate. */
export function frameAt(clock: FrameClock, seconds: number): number {
  let low = 0;
  let high = clock.times.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((clock.times[middle] as number) <= seconds) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Time at which boundary `frame` lies (0 to the number of frames; the last boundary is the end of the last frame). */
export function boundaryTime(clock: FrameClock, frame: number): number {
  return frame >= clock.times.length ? clock.end : (clock.times[Math.max(0, frame)] as number);
}

/**
 * Seconds become the nearest frame boundary; a tie goes to the earlier; the last boundary is the end of the last frame.
 */
export function nearestBoundary(clock: FrameClock, seconds: number): number {
  if (clock.times.length === 0) return 0;
  const before = frameAt(clock, seconds);
  const after = before + 1;
  const toBefore = Math.abs(seconds - boundaryTime(clock, before));
  const toAfter = Math.abs(boundaryTime(clock, after) - seconds);
  return toAfter < toBefore ? after : before;
}
