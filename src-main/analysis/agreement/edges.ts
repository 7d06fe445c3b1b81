import type { EdgeSpread } from '../../common/domain/agreement';
import { percentile } from '../pairedBootstrap';
import { edgesApart } from './disagreements';
import { sameSegments } from './pairs';
import type { TwiceLabelled } from './twice';

/** How far two edges of the same segment lie apart: theirs less yours. */
export interface EdgeDifference {
  side: 'start' | 'end';
  frames: number;
  seconds: number;
}

const tolerances = [0, 1, 5, 25];

/** The edges of all segments of one class that are a pair, where both could see them. */
export function edgeDifferences(video: TwiceLabelled): EdgeDifference[] {
  return sameSegments(video).pairs.flatMap((pair) =>
    (['start', 'end'] as const).flatMap((side) => {
      const frames = edgesApart(pair)[side];
      if (frames === null) return [];
      const seconds = video.seconds(pair.theirs[side]) - video.seconds(pair.mine[side]);
      return [{ side, frames, seconds }];
    }),
  );
}

/** Median and quartiles of the differences of one side, and shares within tolerances; null where there is none. */
export function edgeSpread(differences: readonly EdgeDifference[], side: EdgeDifference['side']): EdgeSpread | null {
  const own = differences.filter((one) => one.side === side);
  if (own.length === 0) return null;
  return {
    pairs: own.length,
    frames: quartiles(own.map((one) => one.frames)),
    seconds: quartiles(own.map((one) => one.seconds)),
    within: tolerances.map((frames) => ({
      frames,
      share: (100 * own.filter((one) => Math.abs(one.frames) <= frames).length) / own.length,
    })),
  };
}

function quartiles(values: readonly number[]): EdgeSpread['frames'] {
  const sorted = Float64Array.from(values).sort();
  return { low: percentile(sorted, 0.25), median: percentile(sorted, 0.5), high: percentile(sorted, 0.75) };
}
