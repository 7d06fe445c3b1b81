/**
 * Which rows the timeline has, in which order and how high they are. Heights in CSS pixels; painters, headers and the
 * pointer all read this one list.
 */
import type { RunLane } from '../../src-main/common/contract/runs';
import type { Room } from '../ui/room';
import { truthKey } from '../state/laneView';

export type RowKind = 'pictures' | 'truth' | 'reviewed' | 'annotator' | 'run' | 'scores' | 'best' | 'entropy' | 'sound';

export interface Row {
  kind: RowKind;
  /**
   * Unique: the kind, with the run's id for a run's rows, the name and lane of an annotator and the
   * id of a lane but the default.
   */
  key: string;
  run: string | null;
  annotator: string | null;
  /** Id of a lane of the truth. */
  lane: number | null;
  /** Id of a lane of the annotator's, where labels have several. */
  theirLane: number | null;
  /** Drawn small. */
  collapsed: boolean;
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

/** Height of a row that is collapsed. */
const collapsedHeight = 12;

export interface RowsInput {
  hasVideo: boolean;
  /** Lanes of the truth, with the greatest number of their segments at one moment, at least 1. */
  truth: readonly { id: number; depth: number }[];
  /** Other annotators, a lane each, with the number of their segments at one moment. */
  annotators: readonly { name: string; lane: number | null; depth: number }[];
  lanes: readonly RunLane[];
  classes: number;
  /** The run whose scores are shown. */
  scoresOf: string | null;
  /** Whether the sound of a video is shown. */
  withSound: boolean;
  /** Without much, pictures are small, and of scores only the most probable class is shown. */
  room: Room;
  /**
   * Keys of rows as somebody has put them, of collapsed and of hidden ones, and the run whose rows
   * come before those of the others.
   */
  order: readonly string[];
  collapsed: readonly string[];
  hidden: readonly string[];
  pinned: string | null;
}

type Wanted = Omit<Row, 'top' | 'collapsed'>;

/** Rows from top to bottom as they are shown: arranged, some collapsed, hidden ones left out. */
export function layoutRows(input: RowsInput): Row[] {
  const wanted = arranged(wantedRows(input), input.order, input.pinned);
  let top = 0;
  return wanted.flatMap((row) => {
    if (input.hidden.includes(row.key)) return [];
    const collapsed = input.collapsed.includes(row.key);
    const height = collapsed ? collapsedHeight : row.height;
    top += height;
    return { ...row, collapsed, height, top: top - height };
  });
}

function wantedRows({ hasVideo, truth, annotators, lanes, classes, scoresOf, withSound, room }: RowsInput): Wanted[] {
  const rows: Wanted[] = [];
  const add = (
    kind: RowKind,
    height: number,
    of: Partial<Pick<Row, 'run' | 'annotator' | 'lane' | 'theirLane'>> = {},
  ) => {
    const { run = null, annotator = null, lane = null, theirLane = null } = of;
    const name = run ?? annotator;
    const kept = annotator === null ? (name === null ? kind : `${kind}:${name}`) : annotatorKey(annotator, theirLane);
    rows.push({ kind, key: lane === null ? kept : truthKey(lane), run, annotator, lane, theirLane, height });
  };
  const overlapping = (depth: number) => (depth - 1) * overlapHeight;
  if (hasVideo) add('pictures', pictureHeights[room]);
  for (const { id, depth } of truth) add('truth', 42 + overlapping(depth), { lane: id });
  add('reviewed', 14);
  for (const { name, lane, depth } of annotators)
    add('annotator', 36 + overlapping(depth), { annotator: name, theirLane: lane });
  for (const lane of lanes) {
    const { run } = lane;
    add('run', 42, { run });
    if (run !== scoresOf || !lane.hasScores) continue;
    if (room === 'wide') add('scores', Math.max(24, Math.min(classes, mostScoreRows) * scoreRowHeight + 2), { run });
    else add('best', 24, { run });
    add('entropy', 34, { run });
  }
  if (hasVideo && withSound) add('sound', 28);
  return rows;
}

/**
 * Rows where somebody has put them; one that has no place there follows the row that is before it otherwise. The lanes
 * of the truth share theirs in the order that the project has them in.
 */
function arranged(rows: readonly Wanted[], order: readonly string[], pinned: string | null): Wanted[] {
  const places = new Map(order.map((key, at) => [key, at]));
  const place = ({ key }: Wanted) => places.get(key) ?? -1;
  const known = rows.filter((row) => place(row) >= 0);
  const truth = known.filter(({ kind }) => kind === 'truth').values();
  const inOrder = known
    .slice()
    .sort((a, b) => place(a) - place(b))
    .map((row) => (row.kind === 'truth' ? (truth.next().value ?? row) : row));
  rows.forEach((row, i) => {
    if (place(row) < 0) inOrder.splice(i === 0 ? 0 : inOrder.indexOf(rows[i - 1] as Wanted) + 1, 0, row);
  });
  const first = inOrder.filter(({ run }) => run !== null && run === pinned);
  const others = inOrder.filter((row) => !first.includes(row));
  const at = others.findIndex(({ run }) => run !== null);
  return at < 0 ? inOrder : [...others.slice(0, at), ...first, ...others.slice(at)];
}

/** The key of an annotator's row. @param lane null where labels have one lane */
export const annotatorKey = (name: string, lane: number | null): string =>
  `annotator:${name}${lane === null ? '' : ` ${lane}`}`;
export const isTruth = (key: string | undefined): boolean => key === 'truth' || key?.startsWith('truth:') === true;

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
