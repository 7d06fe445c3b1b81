import { type ErrorKind, errorKinds } from '../../common/domain/diagnosis';
import { type Interval, scoreInterval, type WeightedScore } from '../bootstrap';
import { segmentThresholds } from '../metrics/evaluation';
import type { SegmentList } from '../metrics/segmentList';
import { SegmentMatcher } from '../metrics/segments';
import { type F1Counts, f1Counts, microF1 } from '../videoScores';
import { codeOf, type Diagnosis } from './events';

/**
 * What each kind of error costs: segment F1 (micro, as reports have it) with that kind alone set right, less segment
 * F1 as it is. Set right means: predictions of the kind are gone, and truths of the kind are predicted exactly. So
 * DETAD (Alwassel et al., ECCV 2018, section 4) and TIDE measure it. Costs do not add up to what is missing from
 * 100, and one may be 0: at IoU 0.1 a prediction whose boundaries are off is a hit already. A draw of videos
 * recounts both scores on the same videos.
 */
export class ErrorCosts {
  private readonly asIs: SegmentScores;
  private readonly repaired: ReadonlyMap<ErrorKind, SegmentScores>;

  /** @param actions `[classes]` see `actionsOf` */
  constructor(actions: Uint8Array) {
    this.asIs = new SegmentScores(actions);
    this.repaired = new Map(errorKinds.map((kind) => [kind, new SegmentScores(actions)]));
  }

  /** Counts one video. */
  add(truth: SegmentList, prediction: SegmentList, diagnosis: Diagnosis): void {
    this.asIs.add(truth, prediction);
    for (const [kind, scores] of this.repaired) scores.add(truth, repair(truth, prediction, diagnosis, [kind]));
  }

  /**
   * Segment F1 in percent at each of `segmentThresholds`; null where there is nothing.
   * @param draws see `videoDraws`
   */
  scores(draws: readonly Uint16Array[]): (Interval | null)[] {
    return this.asIs.weighted().map((score) => scoreInterval(score, draws));
  }

  /** Points of segment F1 that a kind costs at each of `segmentThresholds`. */
  costs(kind: ErrorKind, draws: readonly Uint16Array[]): (Interval | null)[] {
    const repaired = this.repaired.get(kind)?.weighted() ?? [];
    return this.asIs.weighted().map((asIs, i) => {
      const right = repaired[i] as WeightedScore;
      return scoreInterval((weights) => right(weights) - asIs(weights), draws);
    });
  }
}

/** Segment F1 at each of `segmentThresholds` as functions of how often each video counts. */
class SegmentScores {
  private readonly matcher: SegmentMatcher;
  /** `[thresholds][videos]` */
  private readonly counts: readonly F1Counts[][] = segmentThresholds.map(() => []);

  constructor(actions: Uint8Array) {
    this.matcher = new SegmentMatcher(actions, segmentThresholds);
  }

  add(truth: SegmentList, prediction: SegmentList): void {
    this.matcher.add(truth, prediction);
    this.matcher.matches.forEach((matches, t) => this.counts[t]?.push(f1Counts(matches)));
  }

  weighted(): WeightedScore[] {
    return this.counts.map(microF1);
  }
}

/** The predictions with some kinds of error set right, in the order of their starts. */
export function repair(
  truth: SegmentList,
  prediction: SegmentList,
  { truths, predictions }: Diagnosis,
  kinds: readonly ErrorKind[],
): SegmentList {
  const wrong = new Set(kinds.map((kind) => codeOf[kind]));
  const most = truth.count + prediction.count;
  const [starts, ends, classes] = [new Int32Array(most), new Int32Array(most), new Int32Array(most)];
  let count = 0;
  const take = (list: SegmentList, index: number) => {
    starts[count] = list.starts[index] as number;
    ends[count] = list.ends[index] as number;
    classes[count++] = list.classes[index] as number;
  };
  for (let t = 0, p = 0; t < truth.count || p < prediction.count; ) {
    const isTruthNext = p === prediction.count || (truth.starts[t] ?? Infinity) < (prediction.starts[p] as number);
    if (isTruthNext) {
      if (wrong.has(truths[t] as number)) take(truth, t);
      t++;
    } else {
      if (!wrong.has(predictions[p] as number)) take(prediction, p);
      p++;
    }
  }
  return {
    count,
    starts: starts.subarray(0, count),
    ends: ends.subarray(0, count),
    classes: classes.subarray(0, count),
  };
}
