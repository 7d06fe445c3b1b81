import { type Interval, scoreInterval, type VideoWeights } from './bootstrap';

/**
 * Whether a run's probabilities are what they say: steps in 15 bins of equal width by the probability of the label
 * given, and in each the share that is right beside the mean probability. The expected calibration error is the mean of
 * their distances by steps (Guo et al., ICML 2017, equation 3), here in percent. Fewer videos make larger distances, so
 * the draws are centred on the value.
 */
const bins = 15;

/** Sums of one video, each `[bins]`. */
export class CalibrationCounts {
  readonly steps = new Float64Array(bins);
  readonly right = new Float64Array(bins);
  readonly confidence = new Float64Array(bins);

  /** @param confidence probability of the label given, 0 to 1 */
  add(confidence: number, isRight: boolean): void {
    const bin = Math.min(bins - 1, Math.floor(confidence * bins));
    this.steps[bin]!++;
    this.confidence[bin]! += confidence;
    if (isRight) this.right[bin]!++;
  }
}

export interface Calibration {
  error: Interval | null;
  /** Bins with steps, the least probable first; 0 to 1. */
  bins: { steps: number; confidence: number; accuracy: number }[];
}

/** @param videos sums of each */
export function calibration(videos: readonly CalibrationCounts[], draws: readonly Uint16Array[]): Calibration {
  const total = (key: 'steps' | 'right' | 'confidence', bin: number) =>
    videos.reduce((sum, video) => sum + video[key][bin]!, 0);
  const error = scoreInterval((weights) => expectedError(videos, weights), draws, {
    centred: true,
    range: [0, 100],
  });
  return {
    error,
    bins: Array.from({ length: bins }, (_, bin) => bin)
      .filter((bin) => total('steps', bin) > 0)
      .map((bin) => {
        const steps = total('steps', bin);
        return { steps, confidence: total('confidence', bin) / steps, accuracy: total('right', bin) / steps };
      }),
  };
}

function expectedError(videos: readonly CalibrationCounts[], weights: VideoWeights): number {
  let [distance, steps] = [0, 0];
  for (let bin = 0; bin < bins; bin++) {
    let gap = 0;
    videos.forEach((video, i) => {
      gap += (video.right[bin]! - video.confidence[bin]!) * weights[i]!;
      steps += video.steps[bin]! * weights[i]!;
    });
    distance += Math.abs(gap);
  }
  return (100 * distance) / steps;
}
