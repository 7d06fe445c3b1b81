/**
 * Which rows the timeline has and how high they are, top to bottom. Heights in CSS pixels; painters, headers and the
 * pointer all read this one list.
 */
import type { RunLane } from '../../src-main/common/contract/runs';
import type { Room } from '../ui/room';

export type RowKind = 'pictures' | 'truth' | 'reviewed' | 'annotator' | 'run' | 'scores' | 'best' | 'entropy' | 'sound';

export interface Row {
  kind: RowKind;
  /** Unique: the kind, with the run's id for a run's rows and the name of an annotator. */
  key: string;
  run: string | null;
  annotator: string | null;
  top: number;
  height: number;
}

export const rulerHeight = 24;
export const minimapHeight = 36;
export const headerWidth = 184;
export const overlapHeight = 30;
const scoreRowHeight = 4;
const pictureHeights: Record<Room, number> = { wide: 50, narrow: 34, small: 28 };
/** More classes than this and the most probable ones in view are shown. */
export const mostScoreRows = 24;

export interface RowsInput {
  hasVideo: boolean;
  /** Greatest number of truth segments at one moment, at least 1. */
  truthDepth: number;
  /** Other annotators, with the number of their segments at one moment. */
  annotators: readonly { name: string; depth: number }[];
  lanes: readonly RunLane[];
  classes: number;
  /** The run whose scores are shown. */
  scoresOf: string | null;
  /** Whether the sound of a video is shown. */
  withSound: boolean;
  /** Without much, pictures are small, and of scores only the most probable class is shown. */
  room: Room;
}

export function layoutRows({
  hasVideo,
  truthDepth,
  annotators,
  lanes,
  classes,
  scoresOf,
  withSound,
  room,
}: RowsInput): Row[] {
  const rows: Row[] = [];
  const add = (kind: RowKind, height: number, of: string | null = null) => {
    const last = rows[rows.length - 1];
    rows.push({
      kind,
      key: of === null ? kind : `${kind}:${of}`,
      run: kind === 'annotator' ? null : of,
      annotator: kind === 'annotator' ? of : null,
      top: last ? last.top + last.height : 0,
      height,
    });
  };
  if (hasVideo) add('pictures', pictureHeights[room]);
  add('truth', 42 + (truthDepth - 1) * overlapHeight);
  add('reviewed', 14);
  for (const { name, depth } of annotators) add('annotator', 36 + (depth - 1) * overlapHeight, name);
  for (const lane of lanes) {
    add('run', 42, lane.run);
    if (lane.run !== scoresOf || !lane.hasScores) continue;
    if (room === 'wide') add('scores', Math.max(24, Math.min(classes, mostScoreRows) * scoreRowHeight + 2), lane.run);
    else add('best', 24, lane.run);
    add('entropy', 34, lane.run);
  }
  if (hasVideo && withSound) add('sound', 28);
  return rows;
}

export const rowsHeight = (rows: readonly Row[]): number => {
  const last = rows[rows.length - 1];
  return last ? last.top + last.height : 0;
};

export const rowAt = (rows: readonly Row[], y: number): Row | null =>
  rows.find((row) => y >= row.top && y < row.top + row.height) ?? null;

/** A row number for each segment so that overlapping ones lie under each other; sorted by start, ties by order. */
export function stackSegments(segments: readonly { start: number; end: number }[]): {
  depth: number;
  rows: Int32Array;
} {
  const ends: number[] = [];
  const rows = new Int32Array(segments.length);
  const order = segments.map((_, index) => index).sort((a, b) => segments[a]!.start - segments[b]!.start || a - b);
  for (const index of order) {
    const { start, end } = segments[index]!;
    const free = ends.findIndex((last) => last <= start);
    const row = free < 0 ? ends.length : free;
    ends[row] = end;
    rows[index] = row;
  }
  return { depth: Math.max(1, ends.length), rows };
}
