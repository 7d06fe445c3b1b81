import { open, rename, rm } from 'node:fs/promises';
import type { CodecContext, FormatContext, Frame, Stream } from 'node-av/lib';
import { type DecodeRequest, uprightFrames } from './decode';
import { check, type FFmpeg, ffmpeg } from './library';
import { PictureFilter } from './pictureFilter';

export interface EncodeSettings {
  /** Even numbers of pixels. */
  width: number;
  height: number;
  /** Ticks a second of the frames' `pts`: 30 for a constant 30 frames a second, 90000 for a variable rate. */
  timeBase: number;
  /** x264's constant rate factor, 0 to 51; 23 is its default, higher is smaller. */
  crf: number;
  /** x264's preset, such as "veryfast" or "slow". */
  preset: string;
}

export interface SourceFrame {
  /** `[height, width, 4]`, red green blue alpha, 0 to 255; alpha is dropped. */
  rgba: Uint8Array | Uint8ClampedArray;
  /** Presentation time in ticks, increasing. */
  pts: number;
}

/**
 * Writes an H.264 MP4 (yuv420p, closed groups of pictures, index in front) that every browser plays. The file appears under
 * its name only when it is complete. The same frames give nearly the same pictures, not the same bytes: some of x264's
 * decisions differ from one encoding to the next when several run in a process (with one thread and without weighted
 * prediction as well), so features and scores of videos encoded anew differ a little.
 */
export async function encodeVideo(
  path: string,
  settings: EncodeSettings,
  frames: AsyncIterable<SourceFrame>,
): Promise<void> {
  const av = await ffmpeg();
  await writeWhole(av, path, settings, convertedFrames(av, settings, frames));
}

/**
 * Writes frames of one video as another, upright and in the settings' size, without the detour over pixels in memory. For a
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
  const frames = uprightFrames(av, source, { ...request, size: { width, height } }, toYuv);
  await writeWhole(av, path, settings, timedFrames(frames, Array.from(request.frames), ptsOf));
}

/** A picture in yuv420p, freed by who takes it. */
interface TimedFrame {
  frame: Frame;
  pts: number;
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
      const picture = av.Frame.fromVideoBuffer(bytes, { width, height, format: av.AV_PIX_FMT_RGBA });
      const frame = await filter.apply(picture);
      picture.free();
      yield { frame, pts };
    }
  } finally {
    filter.close();
  }
}

async function writeWhole(
  av: FFmpeg,
  path: string,
  settings: EncodeSettings,
  frames: AsyncIterable<TimedFrame>,
): Promise<void> {
  const partial = `${path}.partial.mp4`;
  try {
    await writeMp4(av, partial, settings, frames);
    await flush(partial);
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

async function writeMp4(
  av: FFmpeg,
  path: string,
  settings: EncodeSettings,
  frames: AsyncIterable<TimedFrame>,
): Promise<void> {
  const format = new av.FormatContext();
  check(av, format.allocOutputContext2(null, 'mp4', path), 'Starting an MP4 file');
  const encoder = await openEncoder(av, settings, format);
  try {
    const stream = await startFile(av, format, encoder);
    let previous = -1;
    for await (const { frame, pts } of frames) {
      frame.pts = BigInt(pts);
      frame.duration = BigInt(pts - previous); // kept by MP4 for the last frame only: as long as the one before it
      frame.pictType = av.AV_PICTURE_TYPE_NONE; // the encoder decides, not the file the frame came from
      previous = pts;
      await encode(av, encoder, frame, format, stream);
      frame.free();
    }
    await encode(av, encoder, null, format, stream);
    check(av, await format.writeTrailer(), 'Finishing an MP4 file');
  } finally {
    encoder.freeContext();
    await format.closeOutput();
    format.freeContext();
  }
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function openEncoder(av: FFmpeg, settings: EncodeSettings, format: FormatContext): Promise<CodecContext> {
  const codec = av.Codec.findEncoderByName(av.FF_ENCODER_LIBX264);
  if (!codec) throw new Error('this build of FFmpeg has no H.264 encoder (libx264)');
  const encoder = new av.CodecContext();
  encoder.allocContext3(codec);
  encoder.width = settings.width;
  encoder.height = settings.height;
  encoder.threadCount = 4; // fixed, as x264's decisions depend on it
  encoder.pixelFormat = av.AV_PIX_FMT_YUV420P;
  encoder.timeBase = new av.Rational(1, settings.timeBase);
  encoder.colorRange = av.AVCOL_RANGE_MPEG;
  encoder.colorSpace = av.AVCOL_SPC_SMPTE170M;
  encoder.setFlags(av.AV_CODEC_FLAG_CLOSED_GOP, av.AV_CODEC_FLAG_FRAME_DURATION);
  if (format.oformat?.hasFlags(av.AVFMT_GLOBALHEADER)) encoder.setFlags(av.AV_CODEC_FLAG_GLOBAL_HEADER);
  const options = av.Dictionary.fromObject({ crf: settings.crf, preset: settings.preset });
  check(av, await encoder.open2(codec, options), 'Opening the H.264 encoder');
  return encoder;
}

async function startFile(av: FFmpeg, format: FormatContext, encoder: CodecContext): Promise<Stream> {
  const stream = format.newStream();
  check(av, stream.codecpar.fromContext(encoder), 'Describing the stream');
  stream.timeBase = encoder.timeBase;
  check(av, await format.openOutput(), 'Creating an MP4 file');
  const options = av.Dictionary.fromObject({ movflags: '+faststart' });
  check(av, await format.writeHeader(options), 'Writing the header of an MP4 file');
  return stream;
}

/** Encodes one picture, or with null what is still held back, and writes the packets that come of it. */
async function encode(
  av: FFmpeg,
  encoder: CodecContext,
  frame: Frame | null,
  format: FormatContext,
  stream: Stream,
): Promise<void> {
  check(av, await encoder.sendFrame(frame), 'Encoding a picture');
  const packet = new av.Packet();
  packet.alloc();
  while ((await encoder.receivePacket(packet)) >= 0) {
    packet.streamIndex = stream.index;
    packet.rescaleTs(encoder.timeBase, stream.timeBase);
    check(av, await format.interleavedWriteFrame(packet), 'Writing to an MP4 file');
  }
  packet.free();
}
