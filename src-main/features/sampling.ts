import { stepCount } from '../common/domain/featureSet';
import { type FrameClock, frameAt } from '../common/domain/video';

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
  const dust = 1e-6; // seconds: a middle that falls on a frame's first moment shows that frame
  return Int32Array.from({ length: steps }, (_, k) => frameAt(clock, start + (k + 0.5) / rate + dust));
}
