import type { SegmentList } from '../metrics/segmentList';

/** Pairs of a true and a predicted segment that share a step, as parallel arrays in the order of time. */
export interface Overlaps {
  count: number;
  /** Indices of the segments. */
  truths: Int32Array;
  predictions: Int32Array;
  ious: Float64Array;
  /** 1 where both have one class. */
  sameClass: Uint8Array;
}

/** Both lists are disjoint and ascend, so there are fewer pairs than segments, and one sweep finds them. */
export function findOverlaps(truth: SegmentList, prediction: SegmentList): Overlaps {
  const most = truth.count + prediction.count;
  const truths = new Int32Array(most);
  const predictions = new Int32Array(most);
  const ious = new Float64Array(most);
  const sameClass = new Uint8Array(most);
  let count = 0;
  for (let t = 0, p = 0; t < truth.count && p < prediction.count; ) {
    const [trueEnd, predictedEnd] = [truth.ends[t] as number, prediction.ends[p] as number];
    const iou = iouOf(truth, t, prediction, p);
    if (iou > 0) {
      truths[count] = t;
      predictions[count] = p;
      ious[count] = iou;
      sameClass[count++] = truth.classes[t] === prediction.classes[p] ? 1 : 0;
    }
    if (trueEnd <= predictedEnd) t++;
    if (predictedEnd <= trueEnd) p++;
  }
  return { count, truths, predictions, ious, sameClass };
}

/** Intersection over union of a true and a predicted segment; 0 where they are apart. */
export function iouOf(truth: SegmentList, t: number, prediction: SegmentList, p: number): number {
  const [a, b] = [truth.starts[t] as number, prediction.starts[p] as number];
  const [c, d] = [truth.ends[t] as number, prediction.ends[p] as number];
  return Math.max(0, Math.min(c, d) - Math.max(a, b)) / (Math.max(c, d) - Math.min(a, b));
}
