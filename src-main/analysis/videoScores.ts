import type { RunScoreName } from '../common/domain/statistics';
import type { VideoWeights, WeightedScore } from './bootstrap';
import { type ConfusionCell, confusionCells, type StepLabels } from './confusions';
import { WrongLabels } from './diversity';
import { percent } from './metrics/classCounts';
import { Evaluation } from './metrics/evaluation';
import type { Matches } from './metrics/matches';

/**
 * The scores of a run as functions of how often each of its videos counts: what a video adds to a score is counted
 * once, a draw of videos adds it up. With every video once they are those of the run's report. A run that
 * classifies clips has clips for steps.
 */
export interface CountedVideo extends StepLabels {
  /** `[steps]` 1 where segments are looked at: reviewed, its truth not set aside. */
  counted: Uint8Array;
}

export interface ScoreGround {
  /** `[classes]` 1 for an action. */
  actions: Uint8Array;
  /** `[classes]` 1 for actions that means over classes are over: those that all compared runs know. */
  shared: Uint8Array;
  /** Index of the background; -1 where there is none. */
  background: number;
  /** Steps a second. */
  rate: number;
}

/** What one video adds. */
interface VideoCounts {
  cells: ConfusionCell[];
  segments: F1Counts[];
  starts: F1Counts[];
  /** Matches at the first threshold, of classes that have any segment. */
  classes: ({ classIndex: number } & F1Counts)[];
}

export interface F1Counts {
  hits: number;
  /** Predicted and true ones together. */
  all: number;
}

export type VideoScores = Partial<Record<RunScoreName, WeightedScore>>;

/** Of labels alone: without mean average precision. */
export function stepVideoScores(videos: readonly CountedVideo[], ground: ScoreGround): VideoScores {
  const counts = videos.map((video) => countVideo(video, ground));
  const cells = counts.map((one) => one.cells);
  const segments = (t: number) => microF1(counts.map((one) => one.segments[t]!));
  const starts = (t: number) => microF1(counts.map((one) => one.starts[t]!));
  return {
    segmentF1: segments(0),
    segmentF1At25: segments(1),
    segmentF1At50: segments(2),
    segmentF1Macro: macroF1(counts, ground.shared),
    pointF1: starts(0),
    pointF1At2: starts(1),
    ...stepScores(cells, ground),
    diversity: diversityScore(cells, ground),
  };
}

/** Top-1 accuracy and what clips are taken for. */
export function clipVideoScores(videos: readonly StepLabels[], ground: ScoreGround): VideoScores {
  const cells = videos.map(confusionCells);
  const { frameAccuracy, actionRecall } = stepScores(cells, ground);
  return { topOne: frameAccuracy, topOneClassMean: actionRecall, diversity: diversityScore(cells, ground) };
}

function diversityScore(cells: readonly (readonly ConfusionCell[])[], ground: ScoreGround): WeightedScore {
  const wrong = new WrongLabels(cells, { ...ground, countBackground: false });
  return (weights) => wrong.diversity(weights).mean;
}

function countVideo(video: CountedVideo, { actions, rate }: ScoreGround): VideoCounts {
  const evaluation = new Evaluation(actions, rate);
  evaluation.add(video.truth, video.predicted, video.counted);
  const { counts } = evaluation.segments.matches[0] as Matches;
  return {
    cells: confusionCells(video),
    segments: evaluation.segments.matches.map(f1Counts),
    starts: evaluation.starts.matches.map(f1Counts),
    classes: [...actions.keys()].flatMap((classIndex) => {
      const { hits, predicted, actual } = counts.of(classIndex);
      return predicted + actual > 0 ? [{ classIndex, hits, all: predicted + actual }] : [];
    }),
  };
}

/** Of the video that was counted last. */
export function f1Counts(matches: Matches): F1Counts {
  const { truePositive, falsePositive, falseNegative } = matches.videoTotals();
  return { hits: truePositive, all: 2 * truePositive + falsePositive + falseNegative };
}

/** F1 over everything alike, in percent. @param counts of each video */
export function microF1(counts: readonly F1Counts[]): WeightedScore {
  return (weights) => {
    let [hits, all] = [0, 0];
    counts.forEach((one, video) => {
      hits += one.hits * weights[video]!;
      all += one.all * weights[video]!;
    });
    return percent(2 * hits, all);
  };
}

/** Mean over the actions that all runs know; one that never occurs counts 0, as in the report. */
function macroF1(videos: readonly VideoCounts[], shared: Uint8Array): WeightedScore {
  const classes = shared.reduce((sum, one) => sum + one, 0);
  return (weights) => {
    const [hits, all] = [new Float64Array(shared.length), new Float64Array(shared.length)];
    videos.forEach((video, i) => {
      for (const row of video.classes) {
        hits[row.classIndex]! += row.hits * weights[i]!;
        all[row.classIndex]! += row.all * weights[i]!;
      }
    });
    return (
      hits.reduce((sum, hit, index) => sum + (shared[index] && all[index]! > 0 ? (200 * hit) / all[index]! : 0), 0) /
      classes
    );
  };
}

/** Sums over the cells of a draw of videos. */
interface StepSums {
  steps: number;
  right: number;
  /** Right steps of anything but the background, those called so, and those that are. */
  foreground: { right: number; predicted: number; actual: number };
}

function stepScores(
  videos: readonly (readonly ConfusionCell[])[],
  { actions, background }: ScoreGround,
): Pick<Record<RunScoreName, WeightedScore>, 'frameAccuracy' | 'foregroundF1' | 'actionRecall'> {
  const sums = videos.map((cells) => sumSteps(cells, background));
  const total = (weights: VideoWeights, of: (sum: StepSums) => number) =>
    sums.reduce((all, sum, video) => all + of(sum) * weights[video]!, 0);
  return {
    frameAccuracy: (weights) => (100 * total(weights, (sum) => sum.right)) / total(weights, (sum) => sum.steps),
    foregroundF1: (weights) =>
      (200 * total(weights, ({ foreground }) => foreground.right)) /
      total(weights, ({ foreground }) => foreground.predicted + foreground.actual),
    actionRecall: recallMean(videos, actions),
  };
}

function sumSteps(cells: readonly ConfusionCell[], background: number): StepSums {
  const sum = (passes: (cell: ConfusionCell) => boolean) =>
    cells.reduce((all, cell) => all + (passes(cell) ? cell.steps : 0), 0);
  return {
    steps: sum(() => true),
    right: sum(({ truth, predicted }) => truth === predicted),
    foreground: {
      right: sum(({ truth, predicted }) => truth === predicted && truth !== background),
      predicted: sum(({ predicted }) => predicted !== background),
      actual: sum(({ truth }) => truth !== background),
    },
  };
}

/** Recall in percent, mean over the actions that occur. */
function recallMean(videos: readonly (readonly ConfusionCell[])[], actions: Uint8Array): WeightedScore {
  return (weights) => {
    const [right, all] = [new Float64Array(actions.length), new Float64Array(actions.length)];
    videos.forEach((cells, video) => {
      for (const { truth, predicted, steps } of cells) {
        all[truth]! += steps * weights[video]!;
        if (truth === predicted) right[truth]! += steps * weights[video]!;
      }
    });
    let [sum, classes] = [0, 0];
    all.forEach((steps, index) => {
      if (!actions[index] || steps === 0) return;
      classes++;
      sum += right[index]! / steps;
    });
    return (100 * sum) / classes;
  };
}
