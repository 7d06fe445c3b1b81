/**
 * The lanes on the screen, top to bottom, and the segment chosen in one of them. The timeline says what is shown; keys,
 * pointer and inspector choose.
 */
import { create } from 'zustand';
import type { VideoVerdicts } from '../../src-main/common/contract/errors';
import { frameAt } from '../../src-main/common/domain/video';
import { clamped } from '../canvas/viewport';
import { seekSeconds } from '../player/playerStore';
import { say } from '../state/notices';
import { setVisible, useView } from '../state/view';
import type { DrawnSegment } from './painters/lane';
import { isTruth, type Row } from './rows';
import { truthKey } from '../state/laneView';
import type { Tracks } from './tracks';

export interface ShownLane {
  /** The key of its row. */
  key: string;
  name: string;
  /** Sorted by start. */
  segments: readonly DrawnSegment[];
}

export interface Chosen {
  lane: string;
  segment: DrawnSegment;
}

interface Lanes {
  /** Of the video that is open; null while they are read. */
  tracks: Tracks | null;
  lanes: readonly ShownLane[];
  chosen: Chosen | null;
  /** All rows, top to bottom. */
  rows: readonly Row[];
  /** Id of the lane of the truth that is labelled. */
  labelled: number;
  /** What is right and wrong in the runs' lanes, as far as it is known. */
  verdicts: readonly VideoVerdicts[];
  /** The run whose scores are shown; null: the first that has some. */
  scoresOf: string | null;
  /** The run whose lane comes first; null: as the runs are listed. */
  pinned: string | null;
}

export const useLanes = create<Lanes>(() => ({
  tracks: null,
  lanes: [],
  chosen: null,
  rows: [],
  labelled: 0,
  verdicts: [],
  scoresOf: null,
  pinned: null,
}));

/** Says what is on the screen; the choice stays where its segment still is. */
export function showLanes(tracks: Tracks, rows: readonly Row[], lanes: readonly ShownLane[]): void {
  const { chosen, labelled } = useLanes.getState();
  const found = chosen && withSegment(lanes, chosen.lane, chosen.segment.id);
  const shown = rows.flatMap(({ lane }) => lane ?? []);
  const known = shown.includes(labelled) ? labelled : (shown[0] ?? labelled);
  // At once, because those who listen may choose another.
  useLanes.setState({
    tracks,
    rows,
    lanes,
    chosen: found,
    labelled: laneWith(rows, found?.lane) ?? known,
  });
}

const laneWith = (rows: readonly Row[], key: string | undefined): number | null =>
  rows.find((row) => row.key === key)?.lane ?? null;

/** A segment of the truth may have come to another lane since. */
function withSegment(lanes: readonly ShownLane[], key: string, id: string): Chosen | null {
  const own = lanes.filter((lane) => lane.key === key || (isTruth(key) && isTruth(lane.key)));
  for (const lane of own) {
    const segment = lane.segments.find((one) => one.id === id);
    if (segment) return { lane: lane.key, segment };
  }
  return null;
}

export const hideLanes = (): void =>
  useLanes.setState({ tracks: null, rows: [], lanes: [], chosen: null, verdicts: [] });

/** Chooses a segment; a lane of the truth that it is in is the one that is labelled from then on. */
export function choose(chosen: Chosen | null): void {
  const { rows, labelled } = useLanes.getState();
  useLanes.setState({ chosen, labelled: laneWith(rows, chosen?.lane) ?? labelled });
}

/** Labels go to a lane of the truth from now on; of another row nothing happens. */
export function labelLane(key: string): void {
  const { rows, labelled } = useLanes.getState();
  useLanes.setState({ labelled: laneWith(rows, key) ?? labelled });
}

/** The segment of the truth of this id. */
export const inTruth = (id: string | undefined): Chosen | null =>
  id === undefined ? null : withSegment(useLanes.getState().lanes, 'truth', id);

/** The lane that keys go through: that of the chosen segment, else the one that is labelled. */
export const keyOfLane = ({ chosen, labelled }: Pick<Lanes, 'chosen' | 'labelled'> = useLanes.getState()): string =>
  chosen?.lane ?? truthKey(labelled);
export const showVerdicts = (verdicts: readonly VideoVerdicts[]): void => useLanes.setState({ verdicts });
export const showScores = (scoresOf: string): void => useLanes.setState({ scoresOf });

/** Puts the lane of a run first, or back to where it was. */
export function togglePin(run: string): void {
  const { pinned } = useLanes.getState();
  useLanes.setState({ pinned: pinned === run ? null : run });
}

export function chooseAndSeek(lane: Pick<ShownLane, 'key'> | undefined, segment: DrawnSegment | undefined): void {
  if (!lane || !segment) return;
  choose({ lane: lane.key, segment });
  seekSeconds(segment.start);
}

/** The next or previous segment of the lane, or the one from the playhead on. */
export function stepSegment(by: 1 | -1): void {
  const { lanes, chosen } = useLanes.getState();
  const key = keyOfLane();
  const lane = lanes.find((one) => one.key === key);
  if (lane) chooseAndSeek(lane, neighbour(lane.segments, chosen?.segment ?? null, useView.getState().playhead, by));
}

/** The neighbour of the chosen segment; without one, the first from `seconds` on, or the last before. */
export function neighbour(
  segments: readonly DrawnSegment[],
  chosen: DrawnSegment | null,
  seconds: number,
  by: 1 | -1,
): DrawnSegment | undefined {
  const at = segments.findIndex(({ id }) => id === chosen?.id);
  if (at >= 0) return segments[at + by];
  const following = segments.findIndex(({ end }) => end > seconds);
  if (by === 1) return segments[following];
  return segments[(following < 0 ? segments.length : following) - 1];
}

/** The lane above or below, at the segment that is at the playhead or next to come there. */
export function stepLane(by: 1 | -1): void {
  const { lanes, tracks } = useLanes.getState();
  const key = keyOfLane();
  // A lane of labels can be empty and still be labelled.
  const open = lanes.filter((one) => one.key === key || isTruth(one.key) || one.segments.length > 0);
  const lane = open[open.findIndex((one) => one.key === key) + by];
  if (!lane) return;
  const { playhead } = useView.getState();
  const segment = neighbour(lane.segments, null, playhead, 1) ?? lane.segments[lane.segments.length - 1];
  choose(segment ? { lane: lane.key, segment } : null);
  labelLane(lane.key);
  if ((tracks?.lanes.length ?? 0) > 1) say(`Lane ${lane.name}`);
}

/** Goes to the next or previous start or end of a segment in any lane. */
export function stepEdge(by: 1 | -1): void {
  const { lanes, tracks } = useLanes.getState();
  const { playhead } = useView.getState();
  const edges = lanes.flatMap(({ segments }) => segments.flatMap(({ start, end }) => [start, end]));
  const moments = edges.map((edge) => shownMoment(tracks, edge));
  const beyond = moments.filter((moment) => by * (moment - playhead) > 1e-6);
  if (beyond.length > 0) seekSeconds(by * Math.min(...beyond.map((moment) => by * moment)));
}

/** When the frame begins that a player shows at `seconds`: where the playhead stands after going there. */
export function shownMoment(tracks: Tracks | null, seconds: number): number {
  if (!tracks?.clock) return seconds;
  const first = tracks.clock.times[0] as number;
  return (tracks.clock.times[frameAt(tracks.clock, first + seconds + 1e-9)] as number) - first;
}

/** Shows the chosen segment with a quarter of its length at either side. */
export function fitChosen(): void {
  const { chosen, tracks } = useLanes.getState();
  if (!chosen || !tracks) return;
  const { start, end } = chosen.segment;
  const margin = (end - start) / 4;
  setVisible(clamped({ start: start - margin, end: end + margin }, tracks.duration));
}
