import type { SegmentList } from '../../analysis/metrics/segmentList';
import { codeOf } from '../../analysis/diagnosis/events';
import type { RunClass } from '../../common/domain/run';
import type { JudgedVideo } from './judge';

/** What a second run makes of moments of a video; runs may differ in classes and in steps a second. */
export class SecondOpinion {
  constructor(
    private readonly video: JudgedVideo,
    private readonly classes: readonly RunClass[],
    private readonly rate: number,
  ) {}

  /**
   * Of a truth, in seconds, of a class id.
   * @returns an index in `verdicts`; -1 where the second run's truth has no such segment
   */
  ofTruth(start: number, end: number, classId: number): number {
    const { truth, diagnosis } = this.video;
    const found = this.mostOverlapping(
      truth,
      start,
      end,
      (t) => this.classes[truth.classes[t] as number]?.id === classId,
    );
    return found < 0 ? -1 : (diagnosis.truths[found] as number);
  }

  /** Of a stretch where nothing is true: the verdict of what it says there, correct where it says nothing. */
  ofStretch(start: number, end: number): number {
    const { prediction, diagnosis } = this.video;
    const found = this.mostOverlapping(prediction, start, end, () => true);
    return found < 0 ? codeOf.correct : (diagnosis.predictions[found] as number);
  }

  private mostOverlapping(list: SegmentList, start: number, end: number, wanted: (index: number) => boolean): number {
    const [from, to] = [start * this.rate, end * this.rate];
    let found = -1;
    let most = 0;
    for (let i = firstEndingAfter(list, from); i < list.count && (list.starts[i] as number) < to; i++) {
      const shared = Math.min(to, list.ends[i] as number) - Math.max(from, list.starts[i] as number);
      if (shared <= most || !wanted(i)) continue;
      most = shared;
      found = i;
    }
    return found;
  }
}

function firstEndingAfter({ ends, count }: SegmentList, step: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] as number) <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}
