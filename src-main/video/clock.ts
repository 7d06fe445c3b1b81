import { basename } from 'node:path';
import type { Packet, Stream } from 'node-av/lib';
import { UserError } from '../common/errors';
import type { FrameClock } from '../common/domain/video';
import { check, type FFmpeg } from './library';
import { openDecoder, type OpenVideo } from './open';
import { receivePictures } from './pictures';

/** Presentation time and length of one frame, in ticks of the stream's time base. */
export interface Tick {
  time: number;
  length: number;
}

export interface ReadClock {
  clock: FrameClock;
  /** Frames in the file, shown or not. */
  stored: number;
  /** Whether the file holds all that its header tells of. */
  complete: boolean;
}

/**
 * The frame clock as the container tells it and a player shows it: frames outside the edit list are left out, and so
 * are frames of which only a part is in the file, and those before the first key frame. Reads the whole file, decodes
 * only where the container holds no presentation times (AVI) or packets that are never shown (VP8).
 * @throws UserError `video-no-frames`
 */
export async function readClock(av: FFmpeg, video: OpenVideo, path: string): Promise<ReadClock> {
  const packets = await readPackets(av, video);
  const timed =
    video.stream.codecpar.codecId !== av.AV_CODEC_ID_VP8 && !packets.shown.some((tick) => Number.isNaN(tick.time));
  const ticks = timed ? packets.shown : await readDecoded(av, video, path);
  if (ticks.length === 0) {
    throw new UserError(
      'video-no-frames',
      `Cannot use "${basename(path)}": no frame in it can be read.`,
      'Copy or download the video again.',
    );
  }
  const stored = timed ? packets.stored : ticks.length;
  const sorted = ticks.sort((a, b) => a.time - b.time).filter((tick, i, all) => tick.time !== all[i - 1]?.time);
  const named = Number(video.stream.nbFrames);
  const complete = (stored >= named && !packets.torn) || reachesEnd(sorted, video.stream);
  return { clock: clockOf(sorted, video.stream, complete), stored, complete };
}

/**
 * Whether no frame is missing at the end, though fewer can be read than the header counts: edit lists skip
 * some, and AVI counts pauses.
 */
function reachesEnd(ticks: readonly Tick[], stream: Stream): boolean {
  const [first, last] = [ticks[0] as Tick, ticks[ticks.length - 1] as Tick];
  const length = last.length > 0 ? last.length : (last.time - first.time) / Math.max(1, ticks.length - 1);
  return Number(stream.startTime) + Number(stream.duration) - last.time < 1.5 * length;
}

interface Packets {
  shown: Tick[];
  stored: number;
  /** Whether of some frame only a part is there. */
  torn: boolean;
}

async function readPackets(av: FFmpeg, { format, stream }: OpenVideo): Promise<Packets> {
  const shown: Tick[] = [];
  let stored = 0;
  let torn = false;
  let beforeKey: number | undefined;
  const packet = new av.Packet();
  packet.alloc();
  while ((await format.readFrame(packet)) >= 0) {
    const { flags } = packet;
    const isOurs = packet.streamIndex === stream.index;
    const isTorn = (flags & av.AV_PKT_FLAG_CORRUPT) !== 0;
    torn ||= isOurs && isTorn;
    if (isOurs && !isTorn) {
      stored++;
      if (flags & av.AV_PKT_FLAG_KEY) beforeKey ??= shown.length;
      if (!(flags & av.AV_PKT_FLAG_DISCARD)) shown.push(tickOf(av, packet));
    }
    packet.unref();
  }
  packet.free();
  return { shown: shown.slice(beforeKey), stored, torn };
}

async function readDecoded(av: FFmpeg, { format, stream }: OpenVideo, path: string): Promise<Tick[]> {
  check(av, await format.seekFrame(stream.index, 0n, av.AVSEEK_FLAG_BACKWARD), 'Going back to the first frame');
  const decoder = await openDecoder(av, stream, path);
  const ticks: Tick[] = [];
  for await (const { frame, tick } of receivePictures(av, format, stream, decoder)) {
    ticks.push({ time: tick, length: Number(frame.duration) });
  }
  decoder.freeContext();
  return ticks;
}

function tickOf(av: FFmpeg, packet: Packet): Tick {
  return { time: packet.pts === av.AV_NOPTS_VALUE ? Number.NaN : Number(packet.pts), length: Number(packet.duration) };
}

/** @param ticks sorted, one frame a time */
function clockOf(ticks: readonly Tick[], stream: Stream, complete: boolean): FrameClock {
  const { num, den } = stream.timeBase;
  const [first, last] = [ticks[0] as Tick, ticks[ticks.length - 1] as Tick];
  return {
    times: Float64Array.from(ticks, ({ time }) => (time * num) / den),
    end: (endOf(first, last, ticks.length, stream, complete) * num) / den,
  };
}

/**
 * When the last frame ends: where the container says the stream does, else after the length it gives that
 * frame (which with B-frames is the time to the next one decoded, not shown), else after as long as frames
 * are shown on average. In ticks.
 * @param complete whether all frames that the container names are there
 */
export function endOf(first: Tick, last: Tick, frames: number, stream: Stream, complete: boolean): number {
  const streamEnd = Number(stream.startTime) + Number(stream.duration);
  if (complete && streamEnd > last.time) return streamEnd;
  if (last.length > 0) return last.time + last.length;
  const aTwentyFifth = stream.timeBase.den / stream.timeBase.num / 25;
  return last.time + (frames > 1 ? (last.time - first.time) / (frames - 1) : aTwentyFifth);
}
