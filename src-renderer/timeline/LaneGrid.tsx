/**
 * The visible lanes as a grid that is not seen: screen readers read it, and the arrow keys move through it while the
 * canvas shows what is chosen. Long lanes keep only the cells around the chosen one.
 */
import { useProject } from '../state/project';
import type { DrawnSegment } from './painters/segments';
import type { Row } from './rows';
import type { Tracks } from './tracks';

interface LaneGridProps {
  tracks: Tracks;
  rows: readonly Row[];
  selected: string | null;
  onSelect: (segment: DrawnSegment, row: Row) => void;
}

const mostCells = 200;

export function LaneGrid({ tracks, rows, selected, onSelect }: LaneGridProps) {
  const runs = useProject((mirrors) => mirrors.runs);
  const lanes = rows.flatMap((row) => {
    if (row.kind === 'truth') return [{ row, name: 'truth', segments: tracks.truth.flatMap((lane) => lane.segments) }];
    const run = row.kind === 'run' ? tracks.runs.find((candidate) => candidate.run === row.run) : undefined;
    return run
      ? [
          {
            row,
            name: runs?.find((candidate) => candidate.id === run.run)?.name ?? run.run,
            segments: run.lane.segments,
          },
        ]
      : [];
  });
  return (
    <div className="unseen" role="grid" aria-label={`Timeline, ${tracks.video}`}>
      {lanes.map(({ row, name, segments }) => (
        <div role="row" key={row.key} aria-label={name}>
          {around(segments, selected).map(({ segment, index }) => (
            <button
              type="button"
              role="gridcell"
              key={segment.id}
              tabIndex={-1}
              aria-selected={segment.id === selected}
              data-class={segment.name}
              data-start={segment.start}
              data-end={segment.end}
              onClick={() => onSelect(segment, row)}
            >
              {`${segment.name}, ${name}, ${segment.start.toFixed(2)} to ${segment.end.toFixed(2)} seconds, ${index + 1} of ${segments.length}`}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

function around(
  segments: readonly DrawnSegment[],
  selected: string | null,
): { segment: DrawnSegment; index: number }[] {
  const centre = Math.max(
    0,
    segments.findIndex((segment) => segment.id === selected),
  );
  const from = Math.max(0, Math.min(centre - mostCells / 2, segments.length - mostCells));
  return segments.slice(from, from + mostCells).map((segment, offset) => ({ segment, index: from + offset }));
}
