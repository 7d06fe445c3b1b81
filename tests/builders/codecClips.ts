import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodecContext, FormatContext, Frame, Stream } from 'node-av/lib';
import { frameOfPixels } from '../../src-main/video/pixels';

/**
 * Small videos in many codecs and containers, each frame with its number in a strip as `readStrip` reads it, written by
 * the FFmpeg that the program brings along.
 */
export interface CodecClip {
  /** Its ending says the container. */
  name: string;
  /** FFmpeg's name of it, as of the pixel format. */
  encoder: string;
  pixelFormat: string;
  /** Ticks a second, and the tick of each frame. */
  rate: number;
  ticks: readonly number[];
  options?: Record<string, string>;
  bFrames?: number;
  /** Options of the muxer. */
  muxing?: Record<string, string>;
  /** Width of a pixel to its height. */
  pixelAspect?: readonly [number, number];
  /** Degrees clockwise that an MP4 is turned for showing. */
  turned?: 90;
}

export const clipWidth = 320;
export const clipHeight = 240;
const count = 24;
const steady = Array.from({ length: count }, (_, k) => k);
/** Milliseconds, from 10 to 400 a frame. */
const uneven = [...steady.keys()].map((k) => 33 * k + (k > 7 ? 400 : 0) + (k > 15 ? 123 : 0) + (k % 3) * 7);
/** Ninety-thousandths: five seconds without a new frame, then one that is shown for a millisecond. */
const pausing = steady.map((k) => 3000 * k + (k > 10 ? 450_000 : 0) - (k > 11 ? 2910 : 0));
/** Ninety-thousandths that reach, in the middle, what the 33 bits of MPEG-TS hold, and go on from 0 there. */
const wrapping = steady.map((k) => 2 ** 33 + 3600 * (k - 12));

const clip = (name: string, encoder: string, pixelFormat: string, more: Partial<CodecClip> = {}): CodecClip => ({
  name,
  encoder,
  pixelFormat,
  rate: 25,
  ticks: steady,
  ...more,
});

export const codecClips: readonly CodecClip[] = [
  clip('h264-444.mp4', 'libx264', 'yuv444p', { options: { preset: 'ultrafast' }, bFrames: 2 }),
  clip('h264-422-10bit.mp4', 'libx264', 'yuv422p10le', { options: { preset: 'ultrafast' } }),
  clip('h264-anamorphic.mp4', 'libx264', 'yuv420p', { pixelAspect: [4, 3], options: { preset: 'ultrafast' } }),
  clip('h264-anamorphic-turned.mp4', 'libx264', 'yuv420p', {
    pixelAspect: [4, 3],
    turned: 90,
    options: { preset: 'ultrafast' },
  }),
  clip('h264-uneven.mkv', 'libx264', 'yuv420p', {
    rate: 1000,
    ticks: uneven,
    bFrames: 2,
    options: { preset: 'veryfast' },
  }),
  // Chromium seeks by decoding times in it and does not come to the frames right before a key frame.
  clip('h264-fragments.mp4', 'libx264', 'yuv420p', {
    bFrames: 2,
    muxing: { movflags: 'empty_moov+frag_keyframe' },
    options: { preset: 'veryfast' },
  }),
  // Chromium holds on to the picture before the pause when it seeks beyond.
  clip('h264-pausing.mp4', 'libx264', 'yuv420p', {
    rate: 90_000,
    ticks: pausing,
    bFrames: 2,
    options: { preset: 'veryfast', crf: '23' },
  }),
  clip('h264.ts', 'libx264', 'yuv420p', { bFrames: 2, options: { preset: 'veryfast' } }),
  clip('h264-wrapping.ts', 'libx264', 'yuv420p', {
    rate: 90_000,
    ticks: wrapping,
    muxing: { mpegts_copyts: '1' },
    bFrames: 2,
    options: { preset: 'veryfast', crf: '23' },
  }),
  clip('h264.flv', 'libx264', 'yuv420p', { bFrames: 2, options: { preset: 'veryfast' } }),
  clip('hevc.mp4', 'libx265', 'yuv420p', { options: { preset: 'ultrafast', 'x265-params': 'log-level=none' } }),
  clip('hevc-10bit.mkv', 'libx265', 'yuv420p10le', {
    options: { preset: 'ultrafast', 'x265-params': 'log-level=none' },
  }),
  clip('prores.mov', 'prores_ks', 'yuv422p10le'),
  clip('mjpeg.mov', 'mjpeg', 'yuvj420p'),
  clip('mjpeg.avi', 'mjpeg', 'yuvj420p'),
  clip('mpeg2.ts', 'mpeg2video', 'yuv420p', { bFrames: 2 }),
  clip('mpeg2-anamorphic.ts', 'mpeg2video', 'yuv420p', { pixelAspect: [4, 3] }),
  clip('mpeg2.mpg', 'mpeg2video', 'yuv420p', { bFrames: 2 }),
  clip('mpeg4.avi', 'mpeg4', 'yuv420p'),
  clip('mpeg4-bframes.mp4', 'mpeg4', 'yuv420p', { bFrames: 2 }),
  clip('wmv2.wmv', 'wmv2', 'yuv420p'),
  clip('vp8.webm', 'libvpx', 'yuv420p', { options: { deadline: 'realtime', 'cpu-used': '8' } }),
  clip('vp9.webm', 'libvpx-vp9', 'yuv420p', { options: { deadline: 'realtime', 'cpu-used': '8' } }),
  clip('vp9-uneven.webm', 'libvpx-vp9', 'yuv420p', {
    rate: 1000,
    ticks: uneven,
    options: { deadline: 'realtime', 'cpu-used': '8' },
  }),
  clip('av1.mp4', 'libsvtav1', 'yuv420p', { options: { preset: '12' } }),
  clip('av1-10bit.mkv', 'libsvtav1', 'yuv420p10le', { options: { preset: '12' } }),
  clip('theora.ogv', 'libtheora', 'yuv420p'),
  clip('gif.gif', 'gif', 'rgb8'),
  clip('ffv1.mkv', 'ffv1', 'yuv420p'),
];

/** Writes a clip into a folder. @returns its path */
export async function writeCodecClip(folder: string, clip: CodecClip): Promise<string> {
  const path = join(folder, clip.name);
  await writePictures(path, clip);
  if (clip.turned) turn(path);
  return path;
}

const library = async () => ({ ...(await import('node-av/lib')), ...(await import('node-av/constants')) });
type Library = Awaited<ReturnType<typeof library>>;

function check(av: Library, code: number, doing: string): void {
  if (code < 0) throw new Error(`${doing}: ${av.FFmpegError.strerror(code)}`);
}

async function writePictures(path: string, clip: CodecClip): Promise<void> {
  process.env['SVT_LOG'] = '1'; // else it tells on stderr what it is
  const av = await library();
  av.Log.setLevel(av.AV_LOG_QUIET);
  const format = new av.FormatContext();
  check(av, format.allocOutputContext2(null, null, path), `Starting ${path}`);
  const encoder = await openEncoder(av, clip, format);
  const stream = format.newStream();
  check(av, stream.codecpar.fromContext(encoder), 'Describing the stream');
  stream.timeBase = encoder.timeBase;
  stream.sampleAspectRatio = encoder.sampleAspectRatio;
  check(av, await format.openOutput(), `Creating ${path}`);
  check(av, await format.writeHeader(av.Dictionary.fromObject(clip.muxing ?? {})), `Writing the header of ${path}`);
  const send = async (frame: Frame | null) => {
    check(av, await encoder.sendFrame(frame), 'Encoding');
    await writePackets(av, encoder, format, stream);
  };
  for (const [number, tick] of clip.ticks.entries()) {
    const frame = await pictureOf(av, clip, number);
    frame.pts = BigInt(tick);
    frame.duration = BigInt((clip.ticks[number + 1] ?? tick + tick - (clip.ticks[number - 1] ?? tick - 1)) - tick);
    await send(frame);
    frame.free();
  }
  await send(null);
  check(av, await format.writeTrailer(), `Finishing ${path}`);
  encoder.freeContext();
  await format.closeOutput();
  format.freeContext();
}

async function openEncoder(av: Library, clip: CodecClip, format: FormatContext): Promise<CodecContext> {
  const codec = av.Codec.findEncoderByName(clip.encoder as Parameters<typeof av.Codec.findEncoderByName>[0]);
  if (!codec) throw new Error(`no encoder ${clip.encoder}`);
  const encoder = new av.CodecContext();
  encoder.allocContext3(codec);
  encoder.width = clipWidth;
  encoder.height = clipHeight;
  encoder.pixelFormat = av.avGetPixFmtFromName(clip.pixelFormat);
  encoder.timeBase = new av.Rational(1, clip.rate);
  if (clip.rate < 1000) encoder.framerate = new av.Rational(clip.rate, 1);
  encoder.gopSize = 8;
  encoder.maxBFrames = clip.bFrames ?? 0;
  encoder.bitRate = 2_000_000n;
  encoder.threadCount = 1;
  encoder.setFlags(av.AV_CODEC_FLAG_FRAME_DURATION); // else MP4 does not know how long the last one is shown
  const [across, down] = clip.pixelAspect ?? [1, 1];
  encoder.sampleAspectRatio = new av.Rational(across, down);
  if (format.oformat?.hasFlags(av.AVFMT_GLOBALHEADER)) encoder.setFlags(av.AV_CODEC_FLAG_GLOBAL_HEADER);
  check(av, await encoder.open2(codec, av.Dictionary.fromObject(clip.options ?? {})), `Opening ${clip.encoder}`);
  return encoder;
}

async function writePackets(av: Library, encoder: CodecContext, format: FormatContext, stream: Stream): Promise<void> {
  const packet = new av.Packet();
  packet.alloc();
  while ((await encoder.receivePacket(packet)) >= 0) {
    packet.streamIndex = stream.index;
    if (packet.duration === 0n) packet.duration = 1n; // some encoders leave it out
    packet.rescaleTs(encoder.timeBase, stream.timeBase);
    check(av, await format.interleavedWriteFrame(packet), 'Writing');
  }
  packet.free();
}

/** A grey that changes, and the strip: along the left edge for a clip that is turned clockwise when shown. */
async function pictureOf(av: Library, { pixelFormat, turned }: CodecClip, number: number): Promise<Frame> {
  const rgb = Buffer.alloc(clipWidth * clipHeight * 3, 40 + 5 * number);
  const shownWidth = turned ? clipHeight : clipWidth;
  const side = Math.floor(shownWidth / 20);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < 20 * side; x++) {
      const value = bitOf(number, Math.floor(x / side)) ? 255 : 0;
      // Shown at (x, y); a quarter turn clockwise brings (y, height - 1 - x) there.
      const [left, top] = turned ? [y, clipHeight - 1 - x] : [x, y];
      rgb.fill(value, (top * clipWidth + left) * 3, (top * clipWidth + left) * 3 + 3);
    }
  }
  const source = frameOfPixels(av, rgb, { width: clipWidth, height: clipHeight, format: av.AV_PIX_FMT_RGB24 });
  const target = new av.Frame();
  target.alloc();
  target.width = clipWidth;
  target.height = clipHeight;
  target.format = av.avGetPixFmtFromName(pixelFormat);
  check(av, target.getBuffer(), 'Making a picture');
  const scaler = new av.SoftwareScaleContext();
  scaler.getContext(clipWidth, clipHeight, av.AV_PIX_FMT_RGB24, clipWidth, clipHeight, target.format, av.SWS_BICUBIC);
  check(av, await scaler.scaleFrame(target, source), 'Converting a picture');
  scaler.freeContext();
  source.free();
  return target;
}

/** White, black, 16 bits from the highest, their parity, white. */
function bitOf(number: number, block: number): boolean {
  const bits = Array.from({ length: 16 }, (_, bit) => (number >> (15 - bit)) & 1);
  const parity = bits.reduce((sum, bit) => sum + bit, 0) % 2;
  return [1, 0, ...bits, parity, 1][block] === 1;
}

/** Writes a file of sound alone: a second of silence as WAV. */
export function writeSound(path: string): void {
  const rate = 8000;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + rate, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // one channel
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(rate, 40);
  writeFileSync(path, Buffer.concat([header, Buffer.alloc(rate, 128)]));
}

/** Writes a quarter turn clockwise into the matrix of an MP4's track header. */
function turn(path: string): void {
  const bytes = readFileSync(path);
  const header = bytes.indexOf('tkhd') + 4;
  // Version and flags, times, track, duration, reserved, layer, group, volume: 40 bytes in version 0.
  [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000].forEach((value, i) =>
    bytes.writeInt32BE(value, header + 40 + 4 * i),
  );
  writeFileSync(path, bytes);
}
