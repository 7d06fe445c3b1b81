import { open, rename, rm } from 'node:fs/promises';
import type { CodecContext, FormatContext, Frame, Stream } from 'node-av/lib';
import { soundRate } from './copiedSound';
import { check, type FFmpeg } from './library';

/**
 * MP4 files that every browser plays: H.264 (yuv420p, closed groups of pictures, index in front),
 * and AAC where there is sound.
 */
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
  /** Width of a pixel to its height; absent: square. */
  pixelAspect?: number;
}

/** A picture in yuv420p, freed by who takes it. */
export interface TimedFrame {
  frame: Frame;
  pts: number;
}

/**
 * Writes an MP4; it appears under its name only when it is complete.
 * @param sound blocks of `soundRate` samples a second with their times, freed here; null or none: the file has no sound
 */
export async function writeMp4(
  av: FFmpeg,
  path: string,
  settings: EncodeSettings,
  frames: AsyncIterable<TimedFrame>,
  sound: AsyncIterable<Frame> | null,
): Promise<void> {
  const partial = `${path}.partial.mp4`;
  try {
    await write(av, partial, settings, frames, sound);
    await flush(partial);
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

async function write(
  av: FFmpeg,
  path: string,
  settings: EncodeSettings,
  frames: AsyncIterable<TimedFrame>,
  sound: AsyncIterable<Frame> | null,
): Promise<void> {
  const format = new av.FormatContext();
  check(av, format.allocOutputContext2(null, 'mp4', path), 'Starting an MP4 file');
  const blocks = sound?.[Symbol.asyncIterator]();
  const pictures = openTrack(av, format, await openPictureEncoder(av, settings, format));
  let heard: Track | undefined;
  try {
    let block = await blocks?.next();
    if (block?.done === false) heard = openTrack(av, format, await openSoundEncoder(av, format));
    await startFile(av, format);
    let previous = -1;
    for await (const { frame, pts } of frames) {
      frame.pts = BigInt(pts);
      frame.duration = BigInt(pts - previous); // kept by MP4 for the last frame only: as long as the one before it
      frame.pictType = av.AV_PICTURE_TYPE_NONE; // the encoder decides, not the file the frame came from
      previous = pts;
      await encode(av, format, pictures, frame);
      // Beside the pictures, so that neither waits in memory for the other.
      const seconds = pts / settings.timeBase;
      for (
        ;
        heard && block?.done === false && Number(block.value.pts) / soundRate <= seconds;
        block = await blocks?.next()
      )
        await encode(av, format, heard, block.value);
    }
    for (; heard && block?.done === false; block = await blocks?.next()) await encode(av, format, heard, block.value);
    if (heard) await encode(av, format, heard, null);
    await encode(av, format, pictures, null);
    check(av, await format.writeTrailer(), 'Finishing an MP4 file');
  } finally {
    await blocks?.return?.();
    heard?.encoder.freeContext();
    pictures.encoder.freeContext();
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

async function openPictureEncoder(av: FFmpeg, settings: EncodeSettings, format: FormatContext): Promise<CodecContext> {
  const codec = av.Codec.findEncoderByName(av.FF_ENCODER_LIBX264);
  if (!codec) throw new Error('this build of FFmpeg has no H.264 encoder (libx264)');
  const encoder = new av.CodecContext();
  encoder.allocContext3(codec);
  encoder.width = settings.width;
  encoder.height = settings.height;
  encoder.threadCount = 4; // fixed, as x264's decisions depend on it
  encoder.sampleAspectRatio = new av.Rational(Math.round(1000 * (settings.pixelAspect ?? 1)), 1000);
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

async function openSoundEncoder(av: FFmpeg, format: FormatContext): Promise<CodecContext> {
  const codec = av.Codec.findEncoderByName(av.FF_ENCODER_AAC);
  if (!codec) throw new Error('this build of FFmpeg has no AAC encoder');
  const encoder = new av.CodecContext();
  encoder.allocContext3(codec);
  encoder.sampleRate = soundRate;
  encoder.sampleFormat = av.AV_SAMPLE_FMT_FLTP;
  encoder.channelLayout = av.avChannelLayoutDefault(2);
  encoder.bitRate = 128_000n;
  encoder.timeBase = new av.Rational(1, soundRate);
  if (format.oformat?.hasFlags(av.AVFMT_GLOBALHEADER)) encoder.setFlags(av.AV_CODEC_FLAG_GLOBAL_HEADER);
  check(av, await encoder.open2(codec), 'Opening the AAC encoder');
  return encoder;
}

interface Track {
  encoder: CodecContext;
  stream: Stream;
}

function openTrack(av: FFmpeg, format: FormatContext, encoder: CodecContext): Track {
  const stream = format.newStream();
  check(av, stream.codecpar.fromContext(encoder), 'Describing the stream');
  stream.timeBase = encoder.timeBase;
  return { encoder, stream };
}

async function startFile(av: FFmpeg, format: FormatContext): Promise<void> {
  check(av, await format.openOutput(), 'Creating an MP4 file');
  const options = av.Dictionary.fromObject({ movflags: '+faststart' });
  check(av, await format.writeHeader(options), 'Writing the header of an MP4 file');
}

/** Encodes one picture or block of sound and frees it, or with null what is still held back, and writes the packets. */
async function encode(
  av: FFmpeg,
  format: FormatContext,
  { encoder, stream }: Track,
  frame: Frame | null,
): Promise<void> {
  check(av, await encoder.sendFrame(frame), 'Encoding');
  frame?.free();
  const packet = new av.Packet();
  packet.alloc();
  while ((await encoder.receivePacket(packet)) >= 0) {
    packet.streamIndex = stream.index;
    packet.rescaleTs(encoder.timeBase, stream.timeBase);
    check(av, await format.interleavedWriteFrame(packet), 'Writing to an MP4 file');
  }
  packet.free();
}
