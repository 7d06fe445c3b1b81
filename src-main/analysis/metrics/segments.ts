import { Matches } from './matches';
import type { SegmentList } from './segmentList';

/**
 * Segment F1 at thresholds of intersection over union, matched as in the official code: predictions in time order, each
 * looks at the true segment of its class with the greatest overlap (the first if equal) and is a hit if the overlap
 * reaches the threshold and that segment is not taken yet; another true segment is not tried.
 */
export class SegmentMatcher {
  readonly matches: readonly Matches[];

  constructor(
    actions: Uint8Array,
    readonly thresholds: readonly number[],
  ) {
    this.matches = thresholds.map(() => new Matches(actions));
  }

  /** Counts one video. */
  add(truth: SegmentList, prediction: SegmentList): void {
    for (const matches of this.matches) matches.begin(truth, prediction);
    let first = 0; // true segments before it end before the prediction begins; both lists ascend
    for (let p = 0; p < prediction.count; p++) {
      while (first < truth.count && (truth.ends[first] as number) <= (prediction.starts[p] as number)) first++;
      const { index, iou } = bestOverlap(truth, first, prediction, p);
      for (let t = 0; t < this.thresholds.length && index >= 0; t++) {
        if (iou >= (this.thresholds[t] as number)) this.matches[t]?.take(index, prediction.classes[p] as number);
      }
    }
  }
}

/** The overlapping true segment of the prediction's class with the greatest IoU; index -1 where none overlaps. */
function bestOverlap(truth: SegmentList, from: number, prediction: SegmentList, p: number) {
  const start = prediction.starts[p] as number;
  const end = prediction.ends[p] as number;
  let index = -1;
  let iou = 0;
  for (let g = from; g < truth.count && (truth.starts[g] as number) < end; g++) {
    if (truth.classes[g] !== prediction.classes[p]) continue;
    const trueStart = truth.starts[g] as number;
    const trueEnd = truth.ends[g] as number;
    const shared = Math.min(end, trueEnd) - Math.max(start, trueStart);
    const ratio = shared / (Math.max(end, trueEnd) - Math.min(start, trueStart));
    if (ratio <= iou) continue;
    index = g;
    iou = ratio;
  }
  return { index, iou };
}
