import { ClassCounts, meanScores, type Scores, scoresOf } from './classCounts';
import type { SegmentList } from './segmentList';

export interface MatchTotals {
  truePositive: number;
  falsePositive: number;
  falseNegative: number;
}

const totalsOf = ({ hits, predicted, actual }: { hits: number; predicted: number; actual: number }): MatchTotals => ({
  truePositive: hits,
  falsePositive: predicted - hits,
  falseNegative: actual - hits,
});

/** Matches of predicted with true segments at one threshold, summed over videos. */
export class Matches {
  readonly counts: ClassCounts;
  private taken = new Uint8Array();
  /** Of the video that was begun last. */
  private ofVideo = { hits: 0, predicted: 0, actual: 0 };

  constructor(private readonly actions: Uint8Array) {
    this.counts = new ClassCounts(actions.length);
  }

  /** Begins a video: counts its segments, none of which is matched yet. */
  begin(truth: SegmentList, prediction: SegmentList): void {
    this.taken = new Uint8Array(truth.count);
    this.ofVideo = { hits: 0, predicted: prediction.count, actual: truth.count };
    for (const classIndex of truth.classes) (this.counts.actual[classIndex] as number)++;
    for (const classIndex of prediction.classes) (this.counts.predicted[classIndex] as number)++;
  }

  /** Counts a hit on the true segment `index`, unless an earlier prediction has taken it. */
  take(index: number, classIndex: number): void {
    if (this.taken[index]) return;
    this.taken[index] = 1;
    this.ofVideo.hits++;
    (this.counts.hits[classIndex] as number)++;
  }

  totals(): MatchTotals {
    return totalsOf(this.counts.total());
  }

  /** Of the last video alone, without a look at thousands of classes. */
  videoTotals(): MatchTotals {
    return totalsOf(this.ofVideo);
  }

  /** Over all segments alike. */
  micro(official: boolean): Scores {
    return scoresOf(this.counts.total(), official);
  }

  /** By class index; background and ambiguous classes have no segments. */
  perClass(official: boolean): Scores[] {
    return Array.from(this.actions, (_, classIndex) => scoresOf(this.counts.of(classIndex), official));
  }

  /** Mean over all actions of the class list; one that never occurs counts 0, as in the published numbers. */
  macro(official: boolean): Scores {
    return meanScores(this.perClass(official).filter((_, classIndex) => this.actions[classIndex]));
  }
}
