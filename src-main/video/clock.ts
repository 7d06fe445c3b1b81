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

/**
 * The frame clock as the container tells it and a player shows it: frames outside the edit list are left out, and so are
 * frames of which only a part is in the file. Reads the whole file, decodes only where the container holds no
 * presentation times (AVI) or packets that are never shown (VP8).
 * @returns the clock, and how many frames are stored, shown or not
 * @throws UserError `video-no-frames`
 */
export async function readClock(av: FFmpeg, video: OpenVideo, path: string): Promise<[FrameClock, number]> {
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
  return [clockOf(ticks, video, stored >= Number(video.stream.nbFrames)), stored];
}

async function readPackets(av: FFmpeg, { format, stream }: OpenVideo): Promise<{ shown: Tick[]; stored: number }> {
  const shown: Tick[] = [];
  let stored = 0;
  const packet = new av.Packet();
  packet.alloc();
  while ((await format.readFrame(packet)) >= 0) {
    const { flags } = packet;
    if (packet.streamIndex === stream.index && !(flags & av.AV_PKT_FLAG_CORRUPT)) {
      stored++;
      if (!(flags & av.AV_PKT_FLAG_DISCARD)) shown.push(tickOf(av, packet));
    }
    packet.unref();
  }
  packet.free();
  return { shown, stored };
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

/** Sorted, one frame a time. */
function clockOf(ticks: Tick[], { stream }: OpenVideo, complete: boolean): FrameClock {
  const { num, den } = stream.timeBase;
  const sorted = ticks.sort((a, b) => a.time - b.time).filter((tick, i, all) => tick.time !== all[i - 1]?.time);
  return {
    times: Float64Array.from(sorted, (tick) => (tick.time * num) / den),
    end: (endOf(sorted[0] as Tick, sorted[sorted.length - 1] as Tick, sorted.length, stream, complete) * num) / den,
  };
}

/**
 * When the last frame ends: where the container says the stream does, else after the length it gives that frame (which with
 * B-frames is the time to the next one decoded, not shown), else after as long as frames are shown on average. In ticks.
 * @param complete whether all frames that the container names are there
 */
export function endOf(first: Tick, last: Tick, frames: number, stream: Stream, complete: boolean): number {
  const streamEnd = Number(stream.startTime) + Number(stream.duration);
  if (complete && streamEnd > last.time) return streamEnd;
  if (last.length > 0) return last.time + last.length;
  const aTwentyFifth = stream.timeBase.den / stream.timeBase.num / 25;
  return last.time + (frames > 1 ? (last.time - first.time) / (frames - 1) : aTwentyFifth);
}
