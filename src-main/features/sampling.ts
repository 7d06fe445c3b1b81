import { stepCount } from '../common/domain/featureSet';
import { type FrameClock, frameAt } from '../common/domain/video';
import type { Pixels } from '../video/decode';
import type { ShownFrame } from '../video/stream';

/**
 * The frame each step looks at: the one on show in the step's middle, `(k + 0.5) / rate` seconds after the first frame.
 * That is the moment whose class is the step's truth, so picture and label agree; and no step sees a picture later than
 * its own end, so nothing of the future leaks into online detection. Works for every clock: where frames are rarer than
 * steps, or the picture stands still, steps share one.
 * @returns frame indices `[steps]`, ascending
 */
export function stepFrames(clock: FrameClock, rate: number): Int32Array {
  const start = clock.times[0] ?? 0;
  const steps = stepCount(clock.end - start, rate);
  return Int32Array.from({ length: steps }, (_, k) => frameAt(clock, start + middle(k, rate)));
}

/** Seconds from the first frame to the middle of a step. */
function middle(step: number, rate: number): number {
  const dust = 1e-6; // seconds: a middle that falls on a frame's first moment shows that frame
  return (step + 0.5) / rate + dust;
}

/** What a step of a stream looks at. */
export interface StepPicture {
  step: number;
  /** The same object for steps that share a frame. */
  picture: Pixels;
  /** When the stream had come so far that this was known; milliseconds of `performance.now()`. */
  settled: number;
}

/** As `stepFrames`, of frames that come one by one: the picture each step looks at, as soon as it is known. */
export async function* stepPictures(frames: AsyncIterable<ShownFrame>, rate: number): AsyncGenerator<StepPicture> {
  let start: number | undefined;
  let step = 0;
  for await (const frame of frames) {
    const from = (start ??= frame.time);
    const steps = frame.last ? stepCount(frame.until - from, rate) : Infinity;
    const isHere = () => (frame.last ? step < steps : from + middle(step, rate) < frame.until);
    if (!isHere()) continue;
    const picture = await frame.picture();
    for (; isHere(); step++) yield { step, picture, settled: frame.settled };
  }
}
