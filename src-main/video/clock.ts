import { basename } from 'node:path';
import { UserError } from '../common/errors';
import type { FrameClock } from '../common/domain/video';
import { check, type FFmpeg } from './library';
import { openDecoder, type OpenVideo } from './open';
import { receivePictures } from './pictures';

/** Presentation time and length of one frame, in ticks of the stream's time base. */
interface Tick {
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
  const timed = video.stream.codecpar.codecId !== av.AV_CODEC_ID_VP8 && packets.shown.every(hasTime);
  const ticks = timed ? packets.shown : await readDecoded(av, video, path);
  if (ticks.length === 0) {
    throw new UserError(
      'video-no-frames',
      `Cannot use "${basename(path)}": no frame in it can be read.`,
      'Copy or download the video again.',
    );
  }
  return [clockOf(ticks, video), timed ? packets.stored : ticks.length];
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
      if (!(flags & av.AV_PKT_FLAG_DISCARD)) shown.push(tickOf(av, packet.pts, packet.duration));
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
  for await (const frame of receivePictures(av, format, stream, decoder)) {
    ticks.push(tickOf(av, frame.bestEffortTimestamp, frame.duration));
  }
  decoder.freeContext();
  return ticks.filter(hasTime);
}

function tickOf(av: FFmpeg, time: bigint, length: bigint): Tick {
  return { time: time === av.AV_NOPTS_VALUE ? Number.NaN : Number(time), length: Number(length) };
}

function hasTime(tick: Tick): boolean {
  return !Number.isNaN(tick.time);
}

/** Sorted, one frame a time. The last frame lasts as long as the container says, else as long as frames do on average. */
function clockOf(ticks: Tick[], { stream }: OpenVideo): FrameClock {
  const { num, den } = stream.timeBase;
  const sorted = ticks.sort((a, b) => a.time - b.time).filter((tick, i, all) => tick.time !== all[i - 1]?.time);
  const first = sorted[0] as Tick;
  const last = sorted[sorted.length - 1] as Tick;
  const average = sorted.length > 1 ? (last.time - first.time) / (sorted.length - 1) : den / num / 25;
  return {
    times: Float64Array.from(sorted, (tick) => (tick.time * num) / den),
    end: ((last.time + (last.length > 0 ? last.length : average)) * num) / den,
  };
}
