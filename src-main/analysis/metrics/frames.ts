import { ClassCounts, f1Of, meanScores, percent, type Scores, scoresOf } from './classCounts';

/**
 * Metrics that count steps (the papers say frames). A step is left out where nobody has reviewed it, and where its
 * truth is ambiguous. "Foreground" is everything but the background; a foreground step is right only in its own class.
 */
export interface FrameScores {
  /** Steps counted. */
  steps: number;
  accuracy: number;
  backgroundPrecision: number;
  backgroundRecall: number;
  foregroundPrecision: number;
  foregroundRecall: number;
  foregroundF1: number;
  /** Of each class that occurs in the truth, by class index. */
  perClass: ({ classIndex: number } & Scores)[];
  /** Means over `perClass`, with and without the background. */
  mean: Scores;
  meanForeground: Scores;
}

export class FrameCounter {
  private readonly counts: ClassCounts;

  /** @param actions `[classes]` 1 for an action, 0 for the background (index 0) and for ambiguous classes */
  constructor(private readonly actions: Uint8Array) {
    this.counts = new ClassCounts(actions.length);
  }

  /** Counts one video; arrays `[steps]`, labels are class indices. */
  add(truth: Int32Array, prediction: Int32Array, reviewed: Uint8Array): void {
    const { hits, predicted, actual } = this.counts;
    for (let k = 0; k < truth.length; k++) {
      const label = truth[k] as number;
      if (!reviewed[k] || (label !== 0 && !this.actions[label])) continue;
      const guess = prediction[k] as number;
      (actual[label] as number)++;
      (predicted[guess] as number)++;
      if (label === guess) (hits[label] as number)++;
    }
  }

  scores(official: boolean): FrameScores {
    const all = this.counts.total();
    const background = this.counts.of(0);
    const right = all.hits - background.hits;
    const foregroundPrecision = percent(right, all.predicted - background.predicted);
    const foregroundRecall = percent(right, all.actual - background.actual);
    const perClass = Array.from(this.actions, (_, classIndex) => ({ classIndex, counts: this.counts.of(classIndex) }))
      .filter(({ counts }) => counts.actual > 0)
      .map(({ classIndex, counts }) => ({ classIndex, ...scoresOf(counts, official) }));
    return {
      steps: all.actual,
      accuracy: percent(all.hits, all.actual),
      backgroundPrecision: percent(background.hits, background.predicted),
      backgroundRecall: percent(background.hits, background.actual),
      foregroundPrecision,
      foregroundRecall,
      foregroundF1: f1Of(foregroundPrecision, foregroundRecall),
      perClass,
      mean: meanScores(perClass),
      meanForeground: meanScores(perClass.filter((row) => row.classIndex !== 0)),
    };
  }
}
