import type { Report } from '../../common/domain/report';
import type { RunClass } from '../../common/domain/run';
import type { StepTruth } from '../../features/stepLabels';
import type { Scores } from './classCounts';
import { FrameCounter } from './frames';
import type { Matches, MatchTotals } from './matches';
import { middlePoints, PointMatcher, startPoints } from './points';
import { segmentsOf } from './segmentList';
import { SegmentMatcher } from './segments';

/**
 * What evaluation says of a run: predicted labels against the truth, one label a step, video by video. Counts only are
 * kept between videos; a video costs one pass over its steps and one sweep over its segments.
 *
 * Definitions are those of the GAD paper's code, so that numbers compare with published ones. Its slips of arithmetic
 * (1e-8 in denominators, rounding of point F1, ambiguity looked up in column 21 whatever the data set) are repeated
 * only when `official` is asked for.
 */
export const segmentThresholds = [0.1, 0.25, 0.5] as const;
export const pointTolerances = [1, 2] as const;

/** Counts videos one after the other; `report` may be asked for at any time. */
export class Evaluation {
  readonly frames: FrameCounter;
  readonly segments: SegmentMatcher;
  readonly starts: PointMatcher;
  readonly middles: PointMatcher;
  private videos = 0;

  /**
   * @param actions see `actionsOf`
   * @param rate steps a second
   */
  constructor(
    private readonly actions: Uint8Array,
    rate: number,
  ) {
    this.frames = new FrameCounter(actions);
    this.segments = new SegmentMatcher(actions, segmentThresholds);
    this.starts = new PointMatcher(actions, pointTolerances, rate, startPoints);
    this.middles = new PointMatcher(actions, pointTolerances, rate, middlePoints);
  }

  /**
   * Counts one video; all arrays `[steps]`, labels are class indices.
   * @returns its segments matched at the first threshold
   */
  add(truth: Int32Array, prediction: Int32Array, reviewed: Uint8Array): MatchTotals {
    this.videos++;
    this.frames.add(truth, prediction, reviewed);
    const actual = segmentsOf(truth, this.actions, reviewed);
    const predicted = segmentsOf(prediction, this.actions, reviewed);
    this.starts.add(actual, predicted, truth.length);
    this.middles.add(actual, predicted, truth.length);
    this.segments.add(actual, predicted);
    return (this.segments.matches[0] as Matches).videoTotals();
  }

  /** The part of the report that needs labels only. */
  report(official: boolean): LabelReport {
    const frames = this.frames.scores(official);
    const pointF1 = (matches: Matches | undefined): number | null => {
      const f1 = matches?.micro(official).f1 ?? NaN;
      return percentOrNull(official ? Math.round(f1 * 100) / 100 : f1);
    };
    return {
      videos: this.videos,
      steps: frames.steps,
      frameAccuracy: percentOrNull(frames.accuracy),
      foregroundPrecision: percentOrNull(frames.foregroundPrecision),
      foregroundRecall: percentOrNull(frames.foregroundRecall),
      foregroundF1: percentOrNull(frames.foregroundF1),
      backgroundPrecision: percentOrNull(frames.backgroundPrecision),
      backgroundRecall: percentOrNull(frames.backgroundRecall),
      classMeans: scoresOrNull(frames.mean),
      actionMeans: scoresOrNull(frames.meanForeground),
      segmentF1: this.segments.matches.map((matches, t) => ({
        iou: segmentThresholds[t] as number,
        micro: percentOrNull(matches.micro(official).f1),
        macro: percentOrNull(matches.macro(official).f1),
        counts: matches.totals(),
      })),
      pointF1: pointTolerances.map((seconds, t) => ({
        seconds,
        start: pointF1(this.starts.matches[t]),
        middle: pointF1(this.middles.matches[t]),
        startCounts: (this.starts.matches[t] as Matches).totals(),
        middleCounts: (this.middles.matches[t] as Matches).totals(),
      })),
    };
  }
}

type LabelReport = Omit<
  Report,
  | 'version'
  | 'run'
  | 'split'
  | 'official'
  | 'videoCounts'
  | 'meanAveragePrecision'
  | 'averagePrecision'
  | 'clips'
  | 'topOne'
  | 'topOneClassMean'
  | 'stepsPerSecond'
>;

/** `[classes]` 1 for an action, 0 for the background and for ambiguous classes. */
export function actionsOf(classes: readonly Pick<RunClass, 'background' | 'ambiguous'>[]): Uint8Array {
  return Uint8Array.from(classes, ({ background, ambiguous }) => (background || ambiguous ? 0 : 1));
}

/** The truth's labels `[steps]`, where an ambiguous class wins over every other that covers the step. */
export function labelsWithAmbiguous(truth: StepTruth, actions: Uint8Array): Int32Array {
  const labels = truth.labels.slice();
  for (const { start, end, classIndex } of truth.spans) {
    if (classIndex !== 0 && !actions[classIndex]) labels.fill(classIndex, start, end);
  }
  return labels;
}

/** The column that the official code takes for THUMOS's "Ambiguous" in every data set. */
const officialAmbiguous = 21;

/** `[steps]` 1 where scores count for average precision: reviewed, and not ambiguous. */
export function rankedSteps(truth: StepTruth, actions: Uint8Array, official: boolean): Uint8Array {
  const ranked = truth.reviewed.slice();
  for (const { start, end, classIndex } of truth.spans) {
    const ambiguous = official ? classIndex === officialAmbiguous : classIndex !== 0 && !actions[classIndex];
    if (ambiguous) ranked.fill(0, start, end);
  }
  return ranked;
}

/** Null where a score is 0/0. */
export function percentOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function scoresOrNull({ precision, recall, f1 }: Scores) {
  return { precision: percentOrNull(precision), recall: percentOrNull(recall), f1: percentOrNull(f1) };
}
