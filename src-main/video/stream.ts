import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from 'node-av/lib';
import { endOf, type Tick } from './clock';
import { type Pixels, uprightFilters } from './decode';
import { type FFmpeg, ffmpeg } from './library';
import { openDecoder, type OpenVideo } from './open';
import { openSource } from './openSource';
import { PictureFilter } from './pictureFilter';
import { receivePictures } from './pictures';

/**
 * Frames as they come, of a file, a pipe or a camera. Promises: a frame is told once it is known how long it is shown,
 * which is when the next one has come; two frames are held at a time, however long the stream runs; a file gives the
 * frames that its frame clock lists.
 */
export interface ShownFrame {
  /** Shown during `[time, until)`, in seconds of the stream's own clock. */
  time: number;
  until: number;
  /** No frame follows. */
  last: boolean;
  /** When the frame that ended the showing arrived, or the stream ended; milliseconds of `performance.now()`. */
  settled: number;
  /** The picture, upright; to be asked for before the next frame. */
  picture(): Promise<Pixels>;
}

export interface StreamOptions {
  /** Frames are told no sooner than a player would show the next one, as if a camera sent them. */
  realTime: boolean;
  /** Ends the stream where it is, the frame on show left out. */
  signal: AbortSignal;
}

/**
 * @param source a path, a URL or `DEVICE:NAME` (see `openSource`), or a stream of bytes in any container that can
 *   be read from its beginning
 * @throws UserError as `openSource` and `openDecoder`
 */
export async function* streamFrames(
  source: string | Readable,
  { realTime, signal }: StreamOptions,
): AsyncGenerator<ShownFrame> {
  const av = await ffmpeg();
  if (signal.aborted) return;
  const video = await openSource(av, source, signal).catch((error: unknown) => {
    // Ended before it could be told what it is.
    if (signal.aborted) return null;
    throw error;
  });
  if (!video) return;
  const filter = new PictureFilter(av, [...uprightFilters(av, video), 'format=rgb24']);
  const pace = realTime ? paceOf(signal) : null;
  const { num, den } = video.stream.timeBase;
  const seconds = (tick: number) => (tick * num) / den;
  const picture = async (frame: Frame): Promise<Pixels> => {
    const upright = await filter.apply(frame);
    const pixels = { rgb: upright.toBuffer(), width: upright.width, height: upright.height };
    upright.free();
    return pixels;
  };
  let held: Held | undefined;
  try {
    for await (const next of arrivals(av, video)) {
      const arrived = pace ? Math.max(next.arrived, await pace(seconds(next.time))) : next.arrived;
      if (signal.aborted) return next.frame.free();
      const before = held;
      held = next;
      if (before) {
        const [time, until] = [seconds(before.time), seconds(next.time)];
        yield { time, until, last: false, settled: arrived, picture: () => picture(before.frame) };
        before.frame.free();
      }
    }
    if (!held || signal.aborted) return;
    const { frame, time, end } = held;
    yield {
      time: seconds(time),
      until: seconds(end()),
      last: true,
      settled: performance.now(),
      picture: () => picture(frame),
    };
  } finally {
    held?.frame.free();
    filter.close();
    await video.close();
  }
}

interface Held extends Tick {
  frame: Frame;
  /** When the data that gave this frame had been read, in milliseconds. */
  arrived: number;
  /** Tick at which the stream ends if this is its last frame. */
  end(): number;
}

/** Decoded frames in order of time, each once, to be freed by the caller. */
async function* arrivals(av: FFmpeg, video: OpenVideo): AsyncGenerator<Held> {
  const { format, stream } = video;
  const decoder = await openDecoder(av, stream, 'the stream', 1);
  let arrived = performance.now();
  let packets = 0;
  const onPacket = () => {
    packets++;
    arrived = performance.now();
  };
  let first: Tick | undefined;
  let newest = -Infinity;
  let frames = 0;
  try {
    for await (const { frame, tick } of receivePictures(av, format, stream, decoder, onPacket)) {
      if (tick <= newest) continue; // behind damage, decoders bring frames late
      newest = tick;
      frames++;
      const shown: Tick = { time: tick, length: Number(frame.duration) };
      const from = (first ??= shown);
      const count = frames;
      const end = () => endOf(from, shown, count, stream, packets >= Number(stream.nbFrames));
      const kept = frame.clone();
      if (!kept) throw new Error('internal: no memory for a frame');
      yield { ...shown, frame: kept, arrived, end };
    }
  } finally {
    decoder.freeContext();
  }
}

/** Waits until a frame is due: as long after the first one as their times say. @returns when it was due */
function paceOf(signal: AbortSignal): (time: number) => Promise<number> {
  let origin: number | undefined;
  return async (time) => {
    origin ??= performance.now() - 1000 * time;
    const due = origin + 1000 * time;
    await sleep(Math.max(0, due - performance.now()), undefined, { signal }).catch(() => undefined);
    return due;
  };
}
