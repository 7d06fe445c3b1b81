import type { ContextDecision, ContextProbe } from '../common/domain/contextChoice';
import { meanInterval } from './meanInterval';

/**
 * Which of the contexts that were tried is taken: the one of the least cross entropy on the validation videos, or, of
 * those that cannot be told from it, the one that teaches the fewest tokens of text. Two cannot be told apart where the
 * interval of their difference over the same videos takes in 0; their own intervals also hold how hard the videos are,
 * which is the same for both.
 * @param probes at least one, all of the same videos in the same order
 */
export function decideContext(probes: readonly ContextProbe[]): ContextDecision {
  const best = probes.reduce((a, b) => (b.crossEntropy.value < a.crossEntropy.value ? b : a));
  const behind = probes.flatMap((probe) => (probe === best ? [] : [{ probe, ...difference(best, probe) }]));
  const equals = [best, ...behind.flatMap(({ probe, close }) => (close ? [probe] : []))];
  const chosen = equals.reduce((a, b) => (cheaper(b, a) ? b : a));
  return {
    chosen: chosen.context,
    best: best.context,
    behind: behind.map(({ probe, ...found }) => ({ context: probe.context, ...found })),
  };
}

function difference(best: ContextProbe, other: ContextProbe) {
  const interval = meanInterval(
    best.videos.map(({ windows, crossEntropy }, i) => ({
      windows,
      sum: (other.videos[i] as ContextProbe['videos'][number]).crossEntropy - crossEntropy,
    })),
  );
  return { ...interval, close: interval.low <= 0 };
}

function cheaper(a: ContextProbe, b: ContextProbe): boolean {
  if (a.textTokens !== b.textTokens) return a.textTokens < b.textTokens;
  return a.crossEntropy.value < b.crossEntropy.value;
}
