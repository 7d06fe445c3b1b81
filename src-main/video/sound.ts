import type { CodecContext, Frame } from 'node-av/lib';
import { blockSeconds, peaksInBlock, peaksPerSecond } from '../common/domain/soundPeaks';
import { check, type FFmpeg, ffmpeg } from './library';
import { openDecoder, openSound, type OpenVideo } from './open';
import { receivePictures } from './pictures';

/** Seconds decoded before a block, because codecs begin with a sound of their own after a jump. */
const leadIn = 0.5;

/**
 * Lowest and highest samples, over all channels, of blocks of a video's sound.
 * @param origin seconds on the container's clock from which blocks are counted: when the first frame is shown
 * @param blocks which ones, in the order in which they are wanted
 * @returns null where the video has no sound, else `[peaksInBlock(0), 2]` for each block,
 * silence where the file has none
 * @throws UserError as `openVideo`, `video-codec`
 */
export async function readSound(
  path: string,
  origin: number,
  blocks: readonly number[],
): Promise<AsyncGenerator<{ block: number; peaks: Int8Array }> | null> {
  const av = await ffmpeg();
  const sound = await openSound(av, path);
  return sound && readBlocks(av, sound, path, origin, blocks);
}

async function* readBlocks(
  av: FFmpeg,
  sound: OpenVideo,
  path: string,
  origin: number,
  blocks: readonly number[],
): AsyncGenerator<{ block: number; peaks: Int8Array }> {
  let decoder: CodecContext | undefined;
  try {
    decoder = await openDecoder(av, sound.stream, path, 1);
    for (const block of blocks) {
      yield { block, peaks: await readBlock(av, sound, decoder, origin + block * blockSeconds) };
    }
  } finally {
    decoder?.freeContext();
    await sound.close();
  }
}

async function readBlock(
  av: FFmpeg,
  { format, stream }: OpenVideo,
  decoder: CodecContext,
  from: number,
): Promise<Int8Array> {
  const tickSeconds = stream.timeBase.toDouble();
  const to = (tick: bigint) => format.seekFrame(stream.index, tick, av.AVSEEK_FLAG_BACKWARD);
  // Before the beginning, MP4 goes to the lead-in that its codec needs; AVI refuses.
  if ((await to(BigInt(Math.floor((from - leadIn) / tickSeconds)))) < 0)
    check(av, await to(stream.startTime), 'Going to a moment of the sound');
  decoder.flushBuffers();
  const peaks = new Peaks(from);
  for await (const { frame, tick } of receivePictures(av, format, stream, decoder)) {
    if (tick * tickSeconds >= from + blockSeconds) break;
    peaks.add(tick * tickSeconds, frame.sampleRate, samplesOf(av, frame));
  }
  return peaks.values;
}

/** Samples of each plane, -1 to 1; in packed formats the channels follow each other. */
interface Samples {
  planes: ArrayLike<number>[];
  /** Values a moment in each plane. */
  stride: number;
  moments: number;
  /** What a sample is at rest, and at most away from there. */
  rest: number;
  full: number;
}

function samplesOf(av: FFmpeg, frame: Frame): Samples {
  const name = av.avGetSampleFmtName(frame.format as Parameters<typeof av.avGetSampleFmtName>[0]) ?? '';
  const kind = kinds[name.replace(/p$/, '')];
  if (!kind) throw new Error(`sound samples of the format "${name}"`);
  const stride = name.endsWith('p') ? 1 : frame.channels;
  const count = frame.nbSamples * stride;
  const planes = (frame.extendedData ?? []).map((plane) => kind.view(plane, count));
  return { planes, stride, moments: frame.nbSamples, rest: kind.rest, full: kind.full };
}

/** FFmpeg's sample formats, by their names without the `p` of planar ones. */
const kinds: Record<string, { view: (plane: Buffer, count: number) => ArrayLike<number>; rest: number; full: number }> =
  {
    u8: { view: (plane) => plane, rest: 128, full: 128 },
    s16: { view: (plane, count) => new Int16Array(...placeOf(plane), count), rest: 0, full: 2 ** 15 },
    s32: { view: (plane, count) => new Int32Array(...placeOf(plane), count), rest: 0, full: 2 ** 31 },
    flt: { view: (plane, count) => new Float32Array(...placeOf(plane), count), rest: 0, full: 1 },
    dbl: { view: (plane, count) => new Float64Array(...placeOf(plane), count), rest: 0, full: 1 },
  };

const placeOf = (plane: Buffer): [ArrayBufferLike, number] => [plane.buffer, plane.byteOffset];

/** The pairs of one block that begins at `from` seconds. */
class Peaks {
  readonly values = new Int8Array(2 * peaksInBlock(0));

  constructor(private readonly from: number) {}

  add(time: number, rate: number, { planes, stride, moments, rest, full }: Samples): void {
    for (const plane of planes) {
      for (let i = 0; i < moments * stride; i++) {
        const pair = Math.floor((time + Math.floor(i / stride) / rate - this.from) * peaksPerSecond);
        if (pair < 0 || pair >= peaksInBlock(0)) continue;
        const value = Math.max(-127, Math.min(127, Math.round((127 * ((plane[i] as number) - rest)) / full)));
        if (value < (this.values[2 * pair] as number)) this.values[2 * pair] = value;
        if (value > (this.values[2 * pair + 1] as number)) this.values[2 * pair + 1] = value;
      }
    }
  }
}
