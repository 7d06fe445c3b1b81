/**
 * The visible lanes as a grid that is not seen: screen readers read it while the canvas shows what is chosen; the
 * timeline names the chosen cell as the active one. Long lanes keep only the cells around it.
 */
import { memo } from 'react';
import { choose, useLanes } from './lanes';
import type { DrawnSegment } from './painters/segments';

const mostCells = 200;

/** Id of the chosen segment's cell. */
export const chosenCell = 'timeline-chosen';

export const LaneGrid = memo(function LaneGrid({ video }: { video: string }) {
  const lanes = useLanes((state) => state.lanes);
  const chosen = useLanes((state) => state.chosen);
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
              {describe(segment, lane.name, index, lane.segments.length)}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
});

function describe({ name, start, end }: DrawnSegment, lane: string, index: number, count: number): string {
  return `${name}, ${lane}, ${start.toFixed(2)} to ${end.toFixed(2)} seconds, ${index + 1} of ${count}`;
}

function around(
  segments: readonly DrawnSegment[],
  chosen: DrawnSegment | null,
): { segment: DrawnSegment; index: number }[] {
  const at = segments.findIndex(({ id }) => id === chosen?.id);
  const from = Math.max(0, Math.min(at - mostCells / 2, segments.length - mostCells));
  return segments.slice(from, from + mostCells).map((segment, offset) => ({ segment, index: from + offset }));
}
