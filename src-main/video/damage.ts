import type { CodecContext } from 'node-av/lib';
import type { Span } from '../common/domain/span';
import { type FrameClock, frameAt } from '../common/domain/video';
import { type FFmpeg, ffmpeg } from './library';
import { openDecoder, openVideo, type OpenVideo } from './open';
import { receivePictures } from './pictures';

/**
 * Frames whose picture is missing in the file, or broken, or drawn from a broken one: from the first that does not come
 * whole to the next key frame that does. Decodes the whole file. What decoders take without complaint passes: VP9 and
 * AV1 notice less than H.264 and HEVC do, and what a damaged container has lost is no frame of its clock.
 * @param told of every frame, in order; what it throws ends the work
 * @returns spans of frames of the clock, ascending
 * @throws UserError as `openVideo`, `video-codec`
 */
export async function damagedFrames(
  path: string,
  clock: FrameClock,
  told: (frame: number) => void = () => undefined,
): Promise<Span[]> {
  const av = await ffmpeg();
  const video = await openVideo(av, path);
  let decoder: CodecContext | undefined;
  try {
    decoder = await openDecoder(av, video.stream, path);
    return await spansOfDamage(av, video, decoder, clock, told);
  } finally {
    decoder?.freeContext();
    await video.close();
  }
}

async function spansOfDamage(
  av: FFmpeg,
  { format, stream }: OpenVideo,
  decoder: CodecContext,
  clock: FrameClock,
  told: (frame: number) => void,
): Promise<Span[]> {
  const tickSeconds = stream.timeBase.toDouble();
  const spans: Span[] = [];
  let from: number | null = null;
  let newest = -1;
  for await (const { frame, tick } of receivePictures(av, format, stream, decoder)) {
    const index = frameAt(clock, tick * tickSeconds + 1e-6);
    if (index <= newest) continue;
    told(index);
    const isWhole = frame.decodeErrorFlags === 0 && !frame.hasFlags(av.AV_FRAME_FLAG_CORRUPT);
    if (index > newest + 1) from ??= newest + 1;
    if (!isWhole) from ??= index;
    if (from !== null && isWhole && frame.hasFlags(av.AV_FRAME_FLAG_KEY)) {
      spans.push({ start: from, end: index });
      from = null;
    }
    newest = index;
  }
  if (newest + 1 < clock.times.length) from ??= newest + 1;
  return from === null ? spans : [...spans, { start: from, end: clock.times.length }];
}
