/**
 * The visible lanes as a grid that is not seen: screen readers read it while the canvas shows what is chosen; the
 * timeline names the chosen cell as the active one. Long lanes keep only the cells around it.
 */
import { memo, useMemo } from 'react';
import type { VideoVerdicts } from '../../src-main/common/contract/errors';
import { wrongSegments } from '../state/verdicts';
import { className } from './hands/hands';
import { choose, useLanes } from './lanes';
import type { DrawnSegment } from './painters/lane';

const mostCells = 200;

/** Id of the chosen segment's cell. */
export const chosenCell = 'timeline-chosen';

export const LaneGrid = memo(function LaneGrid({ video }: { video: string }) {
  const lanes = useLanes((state) => state.lanes);
  const chosen = useLanes((state) => state.chosen);
  const verdicts = useLanes((state) => state.verdicts);
  const saidOf = useMemo(() => new Map(verdicts.map((one) => [`run:${one.run}`, saidOfLane(one)])), [verdicts]);
  return (
    <div className="unseen" role="grid" aria-label={`Lanes of ${video}`}>
      {lanes.map((lane) => (
        <div role="row" key={lane.key} aria-label={lane.name}>
          {around(lane.segments, chosen?.segment ?? null).map(({ segment, index }) => (
            <button
              type="button"
              role="gridcell"
              key={segment.id}
              id={segment.id === chosen?.segment.id ? chosenCell : undefined}
              tabIndex={-1}
              aria-selected={segment.id === chosen?.segment.id}
              onClick={() => choose({ lane: lane.key, segment })}
            >
              {describe(segment, lane.name, index, lane.segments.length, saidOf.get(lane.key)?.(segment))}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
});

/** `add carrot, gad, 40.72 to 46.36 seconds, 8 of 12, confused, truth is pour water` */
function describe(
  { name, start, end, rejected }: DrawnSegment,
  lane: string,
  index: number,
  count: number,
  verdict: string | undefined,
): string {
  const place = `${name}, ${lane}, ${start.toFixed(2)} to ${end.toFixed(2)} seconds, ${index + 1} of ${count}`;
  return [place, verdict, rejected ? 'rejected' : undefined].filter(Boolean).join(', ');
}

/** What is said of each segment of a run's lane. */
function saidOfLane(verdicts: VideoVerdicts): (segment: DrawnSegment) => string {
  const wrong = new Map(wrongSegments(verdicts).flatMap((one) => (one.kind === 'missed' ? [] : [[one.start, one]])));
  return ({ start }) => {
    const found = wrong.get(start);
    if (!found) return 'correct';
    const { kind, truth, classId } = found;
    return truth && truth.classId !== classId ? `${kind}, truth is ${className(truth.classId)}` : kind;
  };
}

function around(
  segments: readonly DrawnSegment[],
  chosen: DrawnSegment | null,
): { segment: DrawnSegment; index: number }[] {
  const at = segments.findIndex(({ id }) => id === chosen?.id);
  const from = Math.max(0, Math.min(at - mostCells / 2, segments.length - mostCells));
  return segments.slice(from, from + mostCells).map((segment, offset) => ({ segment, index: from + offset }));
}
