import type { Comparison, Contest, Figure } from './compete';
import type { Environment } from './environment';

export interface BenchResult extends Environment, Contest {
  name: string;
  /** The work in words, with its sizes. */
  what: string;
  rounds: number;
  /** The first comparison's; null without a peer. */
  ratio: number | null;
  peer: string | null;
  /** All of it for people. */
  lines: string[];
}

/** A bench's result for people. */
export function resultLines(result: Omit<BenchResult, 'lines'>): string[] {
  const { what, device, threads, versions, peakBytes } = result;
  const used = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `Work: ${what}.`,
    `On: ${device}, ${threads} threads; ${used.join(', ')}.`,
    ...result.figures.map(figureLine),
    ...(peakBytes === null ? [] : [`Peak memory: ${(peakBytes / 2 ** 30).toFixed(2)} GiB.`]),
    ...result.comparisons.map(comparisonLine),
  ];
}

function figureLine({ part, unit, seconds, perSecond }: Figure): string {
  return `${part}: ${seconds.toPrecision(3)} s a round, ${perSecond.toPrecision(3)} ${unit} a second.`;
}

function comparisonLine(comparison: Comparison): string {
  const { part, peer, ratio, ratios, target, memoryRatio, difference } = comparison;
  const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  const wanted = target === null ? '' : `, ${ratio >= target ? 'meets' : 'misses'} the ${target} of the design`;
  const memory = memoryRatio === null ? '' : `; ${memoryRatio.toFixed(2)} of its memory`;
  const equal = difference === null ? '' : `; numbers equal to ${difference.toPrecision(1)}`;
  return `${part}: ${ratio.toFixed(2)} times as fast as ${peer} (${spread}${wanted})${memory}${equal}.`;
}
