import { Matches } from './matches';
import type { SegmentList } from './segmentList';

/**
 * Point F1 at tolerances in seconds, matched as in the official code: predictions in time order, each looks at the
 * nearest true point of any class (the first if equal) and is a hit if that is near enough, of its class and not taken
 * yet.
 */
export class PointMatcher {
  readonly matches: readonly Matches[];

  /**
   * @param rate steps a second
   * @param pointOf the points of a video's segments, ascending, in steps
   */
  constructor(
    actions: Uint8Array,
    readonly tolerances: readonly number[],
    private readonly rate: number,
    private readonly pointsOf: (segments: SegmentList, steps: number) => Float64Array,
  ) {
    this.matches = tolerances.map(() => new Matches(actions));
  }

  /** Counts one video of `steps` steps. */
  add(truth: SegmentList, prediction: SegmentList, steps: number): void {
    for (const matches of this.matches) matches.begin(truth, prediction);
    if (truth.count === 0) return;
    const truePoints = this.pointsOf(truth, steps);
    const points = this.pointsOf(prediction, steps);
    let nearest = 0;
    for (let p = 0; p < prediction.count; p++) {
      const distance = (g: number): number => Math.abs((truePoints[g] as number) - (points[p] as number));
      while (nearest + 1 < truth.count && distance(nearest + 1) < distance(nearest)) nearest++;
      const classIndex = prediction.classes[p] as number;
      if (truth.classes[nearest] !== classIndex) continue;
      for (let t = 0; t < this.tolerances.length; t++) {
        if (distance(nearest) <= (this.tolerances[t] as number) * this.rate) this.matches[t]?.take(nearest, classIndex);
      }
    }
  }
}

/** The first step of each segment. */
export function startPoints(segments: SegmentList): Float64Array {
  return Float64Array.from(segments.starts);
}

/**
 * Half-way between start and exclusive end; of a segment that reaches the end of the video, half-way between start and
 * last step, as the published numbers have it.
 * @param steps length of the video
 */
export function middlePoints(segments: SegmentList, steps: number): Float64Array {
  return Float64Array.from(
    segments.starts,
    (start, i) => (start + Math.min(segments.ends[i] as number, steps - 1)) / 2,
  );
}
