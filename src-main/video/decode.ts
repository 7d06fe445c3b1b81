import type { CodecContext, Frame, Packet } from 'node-av/lib';
import { type FrameClock, frameAt } from '../common/domain/video';
import { check, type FFmpeg, ffmpeg } from './library';
import { openDecoder, openVideo, type OpenVideo } from './open';
import { liesOnItsSide, orientationOf } from './orientation';
import { PictureFilter } from './pictureFilter';
import { receivePictures } from './pictures';

/** An upright picture. */
export interface Pixels {
  /** `[height, width, 3]`, red green blue, 0 to 255. */
  rgb: Uint8Array;
  width: number;
  height: number;
}

/** One decoded picture of a file. */
export interface Picture extends Pixels {
  /** Frame of the clock. */
  index: number;
}

export interface DecodeRequest {
  clock: FrameClock;
  /** Frames of the clock, ascending. */
  frames: ArrayLike<number>;
  /** Size of the pictures, after rotation; absent: as in the file. */
  size?: { width: number; height: number };
}

/**
 * Decodes the wanted frames of a video in order, turned upright. A frame that cannot be decoded is left out: a gap in
 * the indices tells of it. Runs on FFmpeg's threads; nothing is decoded ahead of what is asked for.
 * @throws UserError as `probeVideo`
 */
export async function* decodeFrames(path: string, request: DecodeRequest): AsyncGenerator<Picture> {
  for await (const { index, frame } of uprightFrames(await ffmpeg(), path, request, ['format=rgb24'])) {
    const picture = { index, rgb: frame.toBuffer(), width: frame.width, height: frame.height };
    frame.free();
    yield picture;
  }
}

/**
 * The wanted frames as FFmpeg holds them, for the encoder of this folder; each is to be freed by the caller.
 * @param last filters after scaling and turning
 */
export async function* uprightFrames(
  av: FFmpeg,
  path: string,
  request: DecodeRequest,
  last: readonly string[],
): AsyncGenerator<{ index: number; frame: Frame }> {
  const video = await openVideo(av, path);
  const filter = new PictureFilter(av, [...uprightFilters(av, video, request.size), ...last]);
  let decoder: CodecContext | undefined;
  try {
    decoder = await openDecoder(av, video.stream, path);
    for await (const { index, frame } of wantedFrames(av, video, decoder, request)) {
      yield { index, frame: await filter.apply(frame) };
    }
  } finally {
    decoder?.freeContext();
    filter.close();
    await video.close();
  }
}

/**
 * Scales before turning, so that less is turned; the size also holds for pictures whose size changes on
 * the way. FFmpeg's default conversion from YUV (no accurate rounding): pictures equal, bit for bit, those
 * that encoders are usually fed.
 */
export function uprightFilters(av: FFmpeg, { stream }: OpenVideo, size?: DecodeRequest['size']): string[] {
  const orientation = orientationOf(av, stream);
  const coded = { width: stream.codecpar.width, height: stream.codecpar.height };
  const turned = size && liesOnItsSide(orientation) ? { width: size.height, height: size.width } : (size ?? coded);
  return [`scale=${turned.width}:${turned.height}:flags=bicubic`, ...orientation.filters];
}

/**
 * Frames between two wanted ones from which a jump to a key frame pays: longer than the usual distance of key frames.
 */
const jumpFrom = 300;
/** Frames before a wanted one at which a jump aims: more than decoding order strays from presentation order. */
const jumpMargin = 32;

async function* wantedFrames(
  av: FFmpeg,
  video: OpenVideo,
  decoder: CodecContext,
  { clock, frames }: DecodeRequest,
): AsyncGenerator<{ index: number; frame: Frame }> {
  const { format, stream } = video;
  const wanted = new Set(Array.from(frames));
  // AVI holds no presentation times: they are known only after decoding, from the first frame on.
  const timed = format.iformat?.name !== 'avi';
  const before = timed ? skipUnwanted(av, video, decoder, clock, wanted) : undefined;
  let newest = -1;
  for (const { first, last } of timed ? stretches(frames) : [{ first: 0, last: clock.times.length - 1 }]) {
    if (first > jumpFrom) await jump(av, video, decoder, clock.times[first - jumpMargin] as number);
    for await (const { frame, tick } of receivePictures(av, format, stream, decoder, before)) {
      const index = indexAt(clock, seconds(video, tick));
      if (index <= newest) continue; // behind damage, decoders bring frames late
      newest = index;
      if (wanted.has(index)) yield { index, frame };
      if (index >= last) break;
    }
  }
}

/** Groups of wanted frames that are decoded in one go. */
function stretches(frames: ArrayLike<number>): { first: number; last: number }[] {
  const out: { first: number; last: number }[] = [];
  for (const frame of Array.from(frames)) {
    const current = out[out.length - 1];
    if (current && frame - current.last <= jumpFrom) current.last = frame;
    else out.push({ first: frame, last: frame });
  }
  return out;
}

/** Goes to a key frame at or before `time`. */
async function jump(av: FFmpeg, { format, stream }: OpenVideo, decoder: CodecContext, time: number): Promise<void> {
  const tick = BigInt(Math.round(time / stream.timeBase.toDouble()));
  check(av, await format.seekFrame(stream.index, tick, av.AVSEEK_FLAG_BACKWARD), 'Going to a key frame');
  decoder.flushBuffers();
}

/** Lets the decoder skip pictures that are neither wanted nor needed for others: with B-frames, half of the work. */
function skipUnwanted(
  av: FFmpeg,
  video: OpenVideo,
  decoder: CodecContext,
  clock: FrameClock,
  wanted: ReadonlySet<number>,
): (packet: Packet) => void {
  let skipping = false;
  return (packet) => {
    const skip = packet.pts !== av.AV_NOPTS_VALUE && !wanted.has(indexAt(clock, seconds(video, Number(packet.pts))));
    if (skip !== skipping) check(av, decoder.setOption('skip_frame', skip ? 'noref' : 'default'), 'Skipping frames');
    skipping = skip;
  };
}

function seconds({ stream }: OpenVideo, tick: number): number {
  return (tick * stream.timeBase.num) / stream.timeBase.den;
}

/** The frame at exactly this time, or -1; a microsecond forgives rounding. */
function indexAt(clock: FrameClock, time: number): number {
  const index = frameAt(clock, time + 1e-6);
  return Math.abs((clock.times[index] as number) - time) <= 1e-6 ? index : -1;
}
