import type { Frame } from 'node-av/lib';
import { copiedSound } from './copiedSound';
import { type DecodeRequest, uprightFrames } from './decode';
import { type FFmpeg, ffmpeg } from './library';
import { openVideo } from './open';
import { shownAspect } from './orientation';
import { frameOfPixels } from './pixels';
import { type EncodeSettings, type TimedFrame, writeMp4 } from './mp4';
import { PictureFilter } from './pictureFilter';

export interface SourceFrame {
  /** `[height, width, 4]`, red green blue alpha, 0 to 255; alpha is dropped. Used up before the next one is asked for. */
  rgba: Uint8Array | Uint8ClampedArray;
  /** Presentation time in ticks, increasing. */
  pts: number;
}

/**
 * Writes an H.264 MP4 (yuv420p, closed groups of pictures, index in front) that every browser plays. The file appears
 * under its name only when it is complete. The same frames give the same bytes.
 */
export async function encodeVideo(
  path: string,
  settings: EncodeSettings,
  frames: AsyncIterable<SourceFrame>,
): Promise<void> {
  const av = await ffmpeg();
  await writeMp4(av, path, settings, convertedFrames(av, settings, frames), null);
}

/**
 * Writes frames of one video as another, upright and in the settings' size, without the detour over pixels in memory,
 * with the sound that is heard from the first frame of the clock to the end of the last; its times begin at 0. For a
 * frame that cannot be decoded the one before it stands, at the beginning the first that can.
 * @param ptsOf presentation time in ticks of a frame of the clock, increasing
 * @throws UserError as `probeVideo`; what `ptsOf` throws ends the work and leaves no file
 */
export async function reencodeVideo(
  source: string,
  path: string,
  settings: EncodeSettings,
  request: Pick<DecodeRequest, 'clock' | 'frames'>,
  ptsOf: (index: number) => number,
): Promise<void> {
  const av = await ffmpeg();
  const { width, height } = settings;
  const video = await openVideo(av, source);
  const pixelAspect = (shownAspect(av, video.stream) * height) / width;
  await video.close();
  const frames = uprightFrames(av, source, { ...request, size: { width, height } }, toYuv);
  const { times, end } = request.clock;
  const sound = copiedSound(av, source, times[0] as number, end);
  await writeMp4(av, path, { ...settings, pixelAspect }, timedFrames(frames, Array.from(request.frames), ptsOf), sound);
}

const toYuv = ['scale=out_color_matrix=bt601:out_range=tv:flags=bicubic', 'format=yuv420p'];

async function* timedFrames(
  frames: AsyncIterable<{ index: number; frame: Frame }>,
  wanted: readonly number[],
  ptsOf: (index: number) => number,
): AsyncGenerator<TimedFrame> {
  let last: Frame | null = null;
  let written = 0;
  try {
    for await (const { index, frame } of frames) {
      for (; (wanted[written] ?? index) < index; written++)
        yield { frame: copyOf(last ?? frame), pts: ptsOf(wanted[written] as number) };
      last?.free();
      last = copyOf(frame);
      yield { frame, pts: ptsOf(index) };
      written++;
    }
    for (; last && written < wanted.length; written++)
      yield { frame: copyOf(last), pts: ptsOf(wanted[written] as number) };
  } finally {
    last?.free();
  }
}

function copyOf(frame: Frame): Frame {
  const copy = frame.clone();
  if (!copy) throw new Error('internal: no memory for a frame');
  return copy;
}

async function* convertedFrames(
  av: FFmpeg,
  { width, height }: EncodeSettings,
  frames: AsyncIterable<SourceFrame>,
): AsyncGenerator<TimedFrame> {
  const filter = new PictureFilter(av, toYuv);
  try {
    for await (const { rgba, pts } of frames) {
      const bytes = Buffer.from(rgba.buffer, rgba.byteOffset, rgba.length);
      const picture = frameOfPixels(av, bytes, { width, height, format: av.AV_PIX_FMT_RGBA });
      const frame = await filter.apply(picture);
      picture.free();
      yield { frame, pts };
    }
  } finally {
    filter.close();
  }
}
