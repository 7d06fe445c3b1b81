import { Rng } from '../common/rng';

/**
 * How sure the difference of two classifiers' segment F1 is. Both saw the same videos, so videos are drawn with
 * replacement for both at once; their trainings share nothing but the data, so seeds are drawn for each by itself. The
 * percentiles of the differences are the interval (Efron and Tibshirani 1993, chapter 13). With few videos or seeds
 * such an interval is too narrow.
 */
export interface SegmentCounts {
  truePositive: number;
  falsePositive: number;
  falseNegative: number;
}

/** Counts of one classifier `[seeds][videos]`; the videos are the same and in the same order everywhere. */
export type CountsBySeed = readonly (readonly SegmentCounts[])[];

export interface Difference {
  /** In points of F1: mean over the seeds of the second, less that of the first. */
  value: number;
  /** The 95 % interval. */
  low: number;
  high: number;
}

const samples = 2000;

/** @returns null where there is no video or no seed, or nothing was found and nothing was there to be found */
export function segmentF1Difference(first: CountsBySeed, second: CountsBySeed, seed = 0): Difference | null {
  const videos = first[0]?.length ?? 0;
  if (videos === 0 || second.length === 0) return null;
  const all = Array.from({ length: videos }, (_, video) => video);
  const value = meanF1(second, all) - meanF1(first, all);
  if (Number.isNaN(value)) return null;
  const rng = new Rng(seed, 'paired bootstrap');
  const drawn = <T>(items: readonly T[]) => items.map(() => rng.pick(items));
  const differences: number[] = [];
  for (let i = 0; i < samples; i++) {
    const chosen = drawn(all);
    const difference = meanF1(drawn(second), chosen) - meanF1(drawn(first), chosen);
    // A draw of videos without any segment says nothing.
    if (!Number.isNaN(difference)) differences.push(difference);
  }
  differences.sort((a, b) => a - b);
  return { value, low: percentile(differences, 0.025), high: percentile(differences, 0.975) };
}

/** Micro F1 in percent over the chosen videos, mean over the seeds. */
function meanF1(bySeed: CountsBySeed, videos: readonly number[]): number {
  const scores = bySeed.map((counts) => {
    let hits = 0;
    let segments = 0;
    for (const video of videos) {
      const { truePositive, falsePositive, falseNegative } = counts[video] as SegmentCounts;
      hits += 2 * truePositive;
      segments += 2 * truePositive + falsePositive + falseNegative;
    }
    return (100 * hits) / segments;
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** Between the two nearest of ascending values. */
export function percentile(ascending: ArrayLike<number>, share: number): number {
  const at = share * (ascending.length - 1);
  const [below, above] = [ascending[Math.floor(at)] as number, ascending[Math.ceil(at)] as number];
  return below + (above - below) * (at - Math.floor(at));
}
