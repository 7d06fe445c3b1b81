import type { AVSampleFormat } from 'node-av/constants';
import type { CodecContext, Frame } from 'node-av/lib';
import { UserError } from '../common/errors';
import { FilterChain } from './filterChain';
import type { FFmpeg } from './library';
import { openDecoder, openSound, type OpenVideo } from './open';
import { receivePictures } from './pictures';

/** Samples a second of copied sound. */
export const soundRate = 48_000;
/** Samples in a block: those of a frame of AAC. */
const blockSamples = 1024;

/**
 * A video's sound as it goes into a copy: stereo, in blocks whose `pts` counts samples from `from`,
 * silent where the file has a gap. Each block is to be freed by the caller; none come where there is no
 * sound, or none that can be decoded.
 * @param from, until seconds on the container's clock
 */
export async function* copiedSound(av: FFmpeg, path: string, from: number, until: number): AsyncGenerator<Frame> {
  const sound = await openSound(av, path);
  if (!sound) return;
  let decoder: CodecContext | undefined;
  try {
    decoder = await openDecoder(av, sound.stream, path, 1);
    yield* blocksOf(av, sound, decoder, from, until - from);
  } catch (error) {
    // The picture is what a copy is for.
    if (!(error instanceof UserError)) throw error;
  } finally {
    decoder?.freeContext();
    await sound.close();
  }
}

async function* blocksOf(
  av: FFmpeg,
  { format, stream }: OpenVideo,
  decoder: CodecContext,
  from: number,
  seconds: number,
): AsyncGenerator<Frame> {
  const { num, den } = stream.timeBase;
  let chain: FilterChain | undefined;
  let shape = '';
  try {
    for await (const { frame, tick } of receivePictures(av, format, stream, decoder)) {
      const time = (tick * num) / den - from;
      if (time >= seconds) break;
      const now = shapeOf(av, frame);
      chain ??= await FilterChain.open(av, [
        `abuffer=${now}:time_base=1/${soundRate}`,
        ...filters(seconds),
        'abuffersink',
      ]);
      shape ||= now;
      if (now !== shape) break; // rare, and the rest is silent
      frame.pts = BigInt(Math.round(time * soundRate));
      await chain.put(frame);
      yield* chain.taken();
    }
    await chain?.put(null);
    if (chain) yield* chain.taken();
  } finally {
    chain?.close();
  }
}

/** Sound before 0 is cut off, gaps are filled. */
const filters = (seconds: number) => [
  `aresample=${soundRate}:async=1:first_pts=0`,
  `aformat=sample_fmts=fltp:sample_rates=${soundRate}:channel_layouts=stereo`,
  `atrim=end=${seconds}`,
  `asetnsamples=${blockSamples}:p=0`,
];

function shapeOf(av: FFmpeg, frame: Frame): string {
  const format = av.avGetSampleFmtName(frame.format as AVSampleFormat);
  const layout = av.avChannelLayoutDescribe(frame.channelLayout);
  return `sample_rate=${frame.sampleRate}:sample_fmt=${format}:channel_layout=${layout}`;
}
