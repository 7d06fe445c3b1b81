import { Rng } from '../common/rng';
import { percentile } from './pairedBootstrap';

/**
 * How sure a score is, and whether one run is better than another: whole videos are drawn with replacement, because the
 * steps of one are alike (Efron and Tibshirani 1993, chapter 13). A score is a function of how often each video counts,
 * so that every score is drawn the same way and two runs are drawn together.
 */
export type VideoWeights = ArrayLike<number>;
/** @returns NaN where the score of these videos is 0/0 */
export type WeightedScore = (weights: VideoWeights) => number;

export interface Interval {
  value: number;
  /** 95 %. */
  low: number;
  high: number;
}

/** `[draws][videos]` how often each video was drawn; the same for the same number of videos. */
export function videoDraws(videos: number, draws = 1000): Uint16Array[] {
  const rng = new Rng(0, 'videos');
  return Array.from({ length: draws }, () => {
    const weights = new Uint16Array(videos);
    for (let i = 0; i < videos; i++) weights[rng.below(videos)]!++;
    return weights;
  });
}

export const everyVideoOnce = (videos: number): Uint16Array => new Uint16Array(videos).fill(1);

/**
 * Percentiles of the draws around a value.
 * @param drawn values of the draws; those that are NaN say nothing
 * @returns null where the value is NaN or no draw says anything
 */
export function intervalOf(value: number, drawn: readonly number[]): Interval | null {
  const sorted = drawn.filter((one) => !Number.isNaN(one)).sort((a, b) => a - b);
  if (Number.isNaN(value) || sorted.length === 0) return null;
  return { value, low: percentile(sorted, 0.025), high: percentile(sorted, 0.975) };
}

/** Draws moved so that their mean is the value; for scores that few videos make smaller (entropies) or larger. */
export function centred(value: number, drawn: readonly number[]): number[] {
  const known = drawn.filter((one) => !Number.isNaN(one));
  const shift = value - known.reduce((sum, one) => sum + one, 0) / known.length;
  return known.map((one) => one + shift);
}

/** What is special about a score. */
export interface ScoreKind {
  /** Entropies, errors of calibration. */
  lowerIsBetter?: boolean;
  /** See `centred`. */
  centred?: boolean;
  /** Where its values lie; draws that were moved may not. */
  range?: readonly [number, number];
}

/** A score with its 95 % interval. @param draws see `videoDraws` */
export function scoreInterval(
  score: WeightedScore,
  draws: readonly Uint16Array[],
  kind: ScoreKind = {},
): Interval | null {
  const value = score(everyVideoOnce(draws[0]?.length ?? 0));
  const drawn = draws.map(score);
  const interval = intervalOf(value, kind.centred ? centred(value, drawn) : drawn);
  const [least, most] = kind.range ?? [-Infinity, Infinity];
  return interval && { value, low: Math.max(least, interval.low), high: Math.min(most, interval.high) };
}

/** The second of two runs against the first, over the same videos. */
export interface PairedComparison extends Interval {
  /** Share of the draws in which the second is better, equal ones counted half. */
  better: number;
  /**
   * Probability of superiority: share of the videos in which the second is better, equal ones counted half (Grissom and
   * Kim 2012, chapter 5, dependent groups); null where no video has the score for both.
   */
  superiority: number | null;
  /** Mean of the videos' differences over their standard deviation (Cohen's d_z); null where that is 0 or unknown. */
  effect: number | null;
}

/** @returns null where one of them has no score */
export function comparePaired(
  first: WeightedScore,
  second: WeightedScore,
  draws: readonly Uint16Array[],
  kind: ScoreKind = {},
): PairedComparison | null {
  const videos = draws[0]?.length ?? 0;
  const difference = (weights: VideoWeights) => second(weights) - first(weights);
  const value = difference(everyVideoOnce(videos));
  const drawn = kind.centred ? centred(value, draws.map(difference)) : draws.map(difference);
  const interval = intervalOf(value, drawn);
  if (!interval) return null;
  const single = Array.from({ length: videos }, (_, video) => {
    const alone = new Uint16Array(videos);
    alone[video] = 1;
    return difference(alone);
  });
  return {
    ...interval,
    better: shareBetter(drawn, kind) as number,
    superiority: shareBetter(single, kind),
    effect: standardised(single),
  };
}

function shareBetter(differences: readonly number[], { lowerIsBetter }: ScoreKind): number | null {
  const known = differences.filter((one) => !Number.isNaN(one)).map((one) => (lowerIsBetter ? -one : one));
  if (known.length === 0) return null;
  return known.reduce((sum, one) => sum + (one > 0 ? 1 : one === 0 ? 0.5 : 0), 0) / known.length;
}

function standardised(differences: readonly number[]): number | null {
  const known = differences.filter((one) => !Number.isNaN(one));
  const mean = known.reduce((sum, one) => sum + one, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (known.length - 1));
  // Equal differences differ by their rounding.
  return known.length > 1 && deviation > 1e-9 * Math.abs(mean) ? mean / deviation : null;
}
