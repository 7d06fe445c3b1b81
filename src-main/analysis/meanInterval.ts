import type { MeanInterval } from '../common/domain/contextChoice';
import { Rng } from '../common/rng';
import { percentile } from './pairedBootstrap';

const samples = 2000;

/**
 * Mean over all windows, with its 95 % interval: whole videos are drawn with replacement, because the windows of one
 * are alike (Efron and Tibshirani 1993, chapter 13). From few videos it is too narrow. Sums that are differences of two
 * classifiers give the interval of their paired difference.
 * @param videos of each the sum over its windows, and their count, which is not 0
 */
export function meanInterval(videos: readonly { sum: number; windows: number }[]): MeanInterval {
  const mean = (drawn: typeof videos) =>
    drawn.reduce((total, { sum }) => total + sum, 0) / drawn.reduce((total, { windows }) => total + windows, 0);
  const rng = new Rng(0, 'mean over videos');
  const means = Array.from({ length: samples }, () => mean(videos.map(() => rng.pick(videos))));
  means.sort((a, b) => a - b);
  return { value: mean(videos), low: percentile(means, 0.025), high: percentile(means, 0.975) };
}
