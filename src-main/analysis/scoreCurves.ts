import type { StepSpan } from '../features/stepLabels';
import { type Interval, scoreInterval } from './bootstrap';
import { PointMatcher, startPoints } from './metrics/points';
import { segmentsOf } from './metrics/segmentList';
import { SegmentMatcher } from './metrics/segments';
import { type CountedVideo, f1Counts, microF1, type ScoreGround } from './videoScores';

/** How a score changes with what it asks for: overlap, nearness in time, or how much of an action has been seen. */
export interface CurvePoint {
  x: number;
  score: Interval | null;
}

export const overlapThresholds: readonly number[] = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
export const startTolerances: readonly number[] = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5];

/** Segment F1, micro, at IoU thresholds, and F1 of starts at tolerances in seconds; in percent. */
export function thresholdCurves(
  videos: readonly CountedVideo[],
  { actions, rate }: ScoreGround,
  draws: readonly Uint16Array[],
): { overlap: CurvePoint[]; starts: CurvePoint[] } {
  const counts = videos.map(({ truth, predicted, counted }) => {
    const overlaps = new SegmentMatcher(actions, overlapThresholds);
    const starts = new PointMatcher(actions, startTolerances, rate, startPoints);
    const [actual, guessed] = [segmentsOf(truth, actions, counted), segmentsOf(predicted, actions, counted)];
    overlaps.add(actual, guessed);
    starts.add(actual, guessed, truth.length);
    return { overlaps: overlaps.matches.map(f1Counts), starts: starts.matches.map(f1Counts) };
  });
  const point = (x: number, score: ReturnType<typeof microF1>) => ({ x, score: scoreInterval(score, draws) });
  return {
    overlap: overlapThresholds.map((x, t) => point(x, microF1(counts.map(({ overlaps }) => overlaps[t]!)))),
    starts: startTolerances.map((x, t) => point(x, microF1(counts.map(({ starts }) => starts[t]!)))),
  };
}

export const seenFractions: readonly number[] = Array.from({ length: 10 }, (_, i) => (i + 1) / 10);

/** A video with its annotated segments, which may overlap. */
export interface SpannedVideo extends CountedVideo {
  spans: readonly StepSpan[];
}

/**
 * Early detection: of the true segments, in percent, those that have their own label at the step at which a fraction of
 * them has been seen, and those that have had it at some step until then. The last step seen of a fraction f of n steps
 * is the ceil(f n)-th. Only segments of actions all of whose steps count are looked at. A label is of use online only
 * where the run sees no step after the one it labels, as those trained here.
 */
export function earlyDetection(
  videos: readonly SpannedVideo[],
  { actions }: Pick<ScoreGround, 'actions'>,
  draws: readonly Uint16Array[],
): { at: CurvePoint[]; until: CurvePoint[] } {
  const counts = videos.map((video) => countEarly(video, actions));
  const share = (of: (video: EarlyCounts) => number) => (weights: ArrayLike<number>) => {
    const total = (value: (one: EarlyCounts) => number) =>
      counts.reduce((sum, one, video) => sum + value(one) * weights[video]!, 0);
    return (100 * total(of)) / total(({ segments }) => segments);
  };
  const curve = (which: 'at' | 'until') =>
    seenFractions.map((x, f) => ({
      x,
      score: scoreInterval(
        share((video) => video[which][f]!),
        draws,
      ),
    }));
  return { at: curve('at'), until: curve('until') };
}

interface EarlyCounts {
  segments: number;
  /** By fraction: segments named right at that step, and at some step until then. */
  at: number[];
  until: number[];
}

function countEarly({ spans, predicted, counted }: SpannedVideo, actions: Uint8Array): EarlyCounts {
  const whole = spans.filter(
    ({ start, end, classIndex }) => actions[classIndex] && counted.subarray(start, end).every((one) => one === 1),
  );
  const counts: EarlyCounts = {
    segments: whole.length,
    at: seenFractions.map(() => 0),
    until: seenFractions.map(() => 0),
  };
  for (const { start, end, classIndex } of whole) {
    const first = predicted.subarray(start, end).indexOf(classIndex);
    seenFractions.forEach((fraction, f) => {
      // Rounded first, so that 0.3 of 10 steps are 3 and not 4.
      const last = Math.ceil(Math.round(fraction * (end - start) * 1e6) / 1e6) - 1;
      if (predicted[start + last] === classIndex) counts.at[f]!++;
      if (first >= 0 && first <= last) counts.until[f]!++;
    });
  }
  return counts;
}
