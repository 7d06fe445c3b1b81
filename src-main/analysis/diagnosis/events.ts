import { type DiagnosisThresholds, type Verdict, verdicts } from '../../common/domain/diagnosis';
import type { SegmentList } from '../metrics/segmentList';
import { findOverlaps, type Overlaps } from './overlaps';

/**
 * Why a classifier errs: every true and every predicted segment of a video gets exactly one verdict, by one rule in one
 * order. In the manner of DETAD (Alwassel et al., ECCV 2018) for detections and TIDE (Bolya et al., ECCV 2020) for
 * boxes, with kinds of their own for what happens to segments that do not overlap each other.
 *
 * A pair has to do with each other from an IoU of `overlap` on; without a number, "overlaps" is by any step.
 *  1. correct: pairs of one class with an IoU of `correct` or more, the greatest first, each segment once.
 * A prediction that is left is, by the first that holds,
 *  2. duplicate: it has to do with a correct truth of its class;
 *  3. boundary: it and one other truth of its class have to do with each other and with no other that is left;
 *  4. fragmented: a truth of its class that is left is overlapped by two or more such predictions;
 *  5. merged: it overlaps two or more truths of its class that are left;
 *  6. confused: it has to do with a truth of another class;
 *  7. invented.
 * A truth that is left has the verdict of a prediction that explains it, in the order 3 to 6; a correct or duplicate
 * prediction that has to do with it has merged it with another. One that nothing explains is missed.
 */
export interface Diagnosis {
  /** Index in `verdicts` of every true and predicted segment. */
  truths: Uint8Array;
  predictions: Uint8Array;
  /** Index of the truth that a prediction is judged by, -1 where it is invented. */
  truthOf: Int32Array;
  /** Index of the prediction that is taken for a truth or explains it, -1 where it is missed. */
  predictionOf: Int32Array;
}

export const codeOf = Object.fromEntries(verdicts.map((verdict, code) => [verdict, code])) as Record<Verdict, number>;

/** One video; a sort of the pairs apart, its cost is linear in the segments. */
export function diagnose(truth: SegmentList, prediction: SegmentList, thresholds: DiagnosisThresholds): Diagnosis {
  const overlaps = findOverlaps(truth, prediction);
  const graph = new OverlapGraph(overlaps, truth.count, prediction.count, thresholds);
  const predictions = new Uint8Array(prediction.count);
  const truthOf = new Int32Array(prediction.count).fill(-1);
  for (const [verdict, isOne] of graph.rule()) {
    const best = strongest(overlaps, overlaps.predictions, prediction.count, isOne);
    best.forEach((edge, p) => {
      if (edge < 0 || truthOf[p] !== -1) return;
      predictions[p] = codeOf[verdict];
      truthOf[p] = overlaps.truths[edge] as number;
    });
  }
  truthOf.forEach((t, p) => {
    if (t === -1) predictions[p] = codeOf.invented;
  });
  return { predictions, truthOf, ...graph.explain(predictions, truthOf) };
}

/** Whether a pair makes its prediction what a verdict says. */
type Condition = (edge: number) => boolean;

class OverlapGraph {
  /** The pair that makes a segment correct, or -1. */
  private readonly matchOfTruth: Int32Array;
  private readonly matchOfPrediction: Int32Array;
  /** 1 for pairs of one class of which neither is correct and the prediction is no duplicate. */
  private readonly left: Uint8Array;
  /** Such pairs of each segment: all, and those that reach `overlap`. */
  private readonly leftOfTruth: Int32Array;
  private readonly leftOfPrediction: Int32Array;
  private readonly closeOfTruth: Int32Array;
  private readonly closeOfPrediction: Int32Array;

  constructor(
    private readonly overlaps: Overlaps,
    private readonly truthCount: number,
    predictionCount: number,
    private readonly thresholds: DiagnosisThresholds,
  ) {
    this.matchOfTruth = new Int32Array(truthCount).fill(-1);
    this.matchOfPrediction = new Int32Array(predictionCount).fill(-1);
    this.match();
    const { count, truths, predictions } = overlaps;
    const duplicates = new Uint8Array(predictionCount);
    for (let edge = 0; edge < count; edge++) {
      if (this.isDuplicate(edge)) duplicates[predictions[edge] as number] = 1;
    }
    this.left = new Uint8Array(count);
    [this.leftOfTruth, this.closeOfTruth] = [new Int32Array(truthCount), new Int32Array(truthCount)];
    [this.leftOfPrediction, this.closeOfPrediction] = [
      new Int32Array(predictionCount),
      new Int32Array(predictionCount),
    ];
    for (let edge = 0; edge < count; edge++) {
      const [t, p] = [truths[edge] as number, predictions[edge] as number];
      const isLeft = this.isFree(edge) && this.matchOfTruth[t] === -1 && duplicates[p] === 0;
      if (!isLeft || !overlaps.sameClass[edge]) continue;
      this.left[edge] = 1;
      this.leftOfTruth[t]!++;
      this.leftOfPrediction[p]!++;
      if (!this.isClose(edge)) continue;
      this.closeOfTruth[t]!++;
      this.closeOfPrediction[p]!++;
    }
  }

  /** Verdicts of predictions in their order. */
  rule(): readonly [Verdict, Condition][] {
    const { sameClass, truths, predictions } = this.overlaps;
    const t = (edge: number) => truths[edge] as number;
    const p = (edge: number) => predictions[edge] as number;
    return [
      ['correct', (edge) => this.matchOfPrediction[p(edge)] === edge],
      ['duplicate', (edge) => this.isDuplicate(edge)],
      ['boundary', (edge) => this.isAlone(edge)],
      ['fragmented', (edge) => this.left[edge] === 1 && (this.leftOfTruth[t(edge)] as number) > 1],
      ['merged', (edge) => this.left[edge] === 1 && (this.leftOfPrediction[p(edge)] as number) > 1],
      ['confused', (edge) => !sameClass[edge] && this.isClose(edge)],
    ];
  }

  /** Verdicts of the truths, once those of the predictions are known. */
  explain(predicted: Uint8Array, truthOf: Int32Array): Pick<Diagnosis, 'truths' | 'predictionOf'> {
    const { truths: t, predictions: p, ious } = this.overlaps;
    const verdictsOfTruths = new Uint8Array(this.truthCount).fill(codeOf.missed);
    const predictionOf = new Int32Array(this.truthCount).fill(-1);
    const order = ['boundary', 'fragmented', 'merged', 'confused'] as const;
    const rank = (edge: number) => order.findIndex((verdict) => this.explains(verdict, edge, predicted, truthOf));
    /** Of the best explanation so far. */
    const ranks = new Uint8Array(this.truthCount).fill(order.length);
    const best = new Float64Array(this.truthCount);
    for (let edge = 0; edge < this.overlaps.count; edge++) {
      const truth = t[edge] as number;
      const match = this.matchOfTruth[truth] as number;
      const found = match === -1 ? rank(edge) : -1;
      const known = ranks[truth] as number;
      if (found < 0 || found > known || (found === known && (ious[edge] as number) <= (best[truth] as number)))
        continue;
      ranks[truth] = found;
      best[truth] = ious[edge] as number;
      verdictsOfTruths[truth] = codeOf[order[found] as Verdict];
      predictionOf[truth] = p[edge] as number;
    }
    this.matchOfTruth.forEach((edge, truth) => {
      if (edge === -1) return;
      verdictsOfTruths[truth] = codeOf.correct;
      predictionOf[truth] = p[edge] as number;
    });
    return { truths: verdictsOfTruths, predictionOf };
  }

  private explains(verdict: Verdict, edge: number, predicted: Uint8Array, truthOf: Int32Array): boolean {
    const { truths, predictions, sameClass } = this.overlaps;
    const [truth, prediction] = [truths[edge] as number, predictions[edge] as number];
    const said = verdicts[predicted[prediction] as number];
    if (verdict === 'merged' && (said === 'correct' || said === 'duplicate'))
      return sameClass[edge] === 1 && this.isClose(edge);
    if (said !== verdict) return false;
    switch (verdict) {
      case 'boundary':
        return truthOf[prediction] === truth;
      case 'fragmented':
        return this.left[edge] === 1 && (this.leftOfTruth[truth] as number) > 1;
      case 'merged':
        return this.left[edge] === 1;
      default:
        return !sameClass[edge] && this.isClose(edge);
    }
  }

  private match(): void {
    const { count, truths, predictions, ious, sameClass } = this.overlaps;
    const pairs: number[] = [];
    for (let edge = 0; edge < count; edge++) {
      if (sameClass[edge] && (ious[edge] as number) >= this.thresholds.correct) pairs.push(edge);
    }
    // Of equals the first in time, as the sort keeps their order.
    pairs.sort((a, b) => (ious[b] as number) - (ious[a] as number));
    for (const edge of pairs) {
      const [t, p] = [truths[edge] as number, predictions[edge] as number];
      if (this.matchOfTruth[t] !== -1 || this.matchOfPrediction[p] !== -1) continue;
      this.matchOfTruth[t] = edge;
      this.matchOfPrediction[p] = edge;
    }
  }

  private isFree(edge: number): boolean {
    return this.matchOfPrediction[this.overlaps.predictions[edge] as number] === -1;
  }

  private isClose(edge: number): boolean {
    return (this.overlaps.ious[edge] as number) >= this.thresholds.overlap;
  }

  private isDuplicate(edge: number): boolean {
    const isTaken = this.matchOfTruth[this.overlaps.truths[edge] as number] !== -1;
    return this.isFree(edge) && isTaken && this.overlaps.sameClass[edge] === 1 && this.isClose(edge);
  }

  /** One truth and one prediction that have to do with no other. */
  private isAlone(edge: number): boolean {
    const { truths, predictions } = this.overlaps;
    if (!this.left[edge] || !this.isClose(edge)) return false;
    return this.closeOfTruth[truths[edge] as number] === 1 && this.closeOfPrediction[predictions[edge] as number] === 1;
  }
}

/** Of each segment the accepted pair with the greatest IoU, the first of equals, or -1. */
function strongest(overlaps: Overlaps, ends: Int32Array, count: number, accepted: Condition): Int32Array {
  const best = new Int32Array(count).fill(-1);
  for (let edge = 0; edge < overlaps.count; edge++) {
    if (!accepted(edge)) continue;
    const known = best[ends[edge] as number] as number;
    if (known < 0 || (overlaps.ious[edge] as number) > (overlaps.ious[known] as number))
      best[ends[edge] as number] = edge;
  }
  return best;
}
