/**
 * The lanes on the screen, top to bottom, and the segment chosen in one of them. The timeline says what is shown; keys,
 * pointer and inspector choose.
 */
import { create } from 'zustand';
import type { VideoVerdicts } from '../../src-main/common/contract/errors';
import { frameAt } from '../../src-main/common/domain/video';
import { clamped } from '../canvas/viewport';
import { seekSeconds } from '../player/playerStore';
import { setVisible, useView } from '../state/view';
import type { DrawnSegment } from './painters/segments';
import type { Tracks } from './tracks';

export interface ShownLane {
  /** `truth`, `annotator:` and a name, or `run:` and the run's id. */
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
  verdicts: [],
  scoresOf: null,
  pinned: null,
}));

/** Says what is on the screen; the choice stays where its segment still is. */
export function showLanes(tracks: Tracks, lanes: readonly ShownLane[]): void {
  const { chosen } = useLanes.getState();
  const lane = lanes.find(({ key }) => key === chosen?.lane);
  const segment = lane?.segments.find(({ id }) => id === chosen?.segment.id);
  useLanes.setState({ tracks, lanes, chosen: lane && segment ? { lane: lane.key, segment } : null });
}

export const hideLanes = (): void => useLanes.setState({ tracks: null, lanes: [], chosen: null, verdicts: [] });
export const choose = (chosen: Chosen | null): void => useLanes.setState({ chosen });
export const showVerdicts = (verdicts: readonly VideoVerdicts[]): void => useLanes.setState({ verdicts });
export const showScores = (scoresOf: string): void => useLanes.setState({ scoresOf });

/** Puts the lane of a run first, or back to where it was. */
export function togglePin(run: string): void {
  const { pinned } = useLanes.getState();
  useLanes.setState({ pinned: pinned === run ? null : run });
}

export function chooseAndSeek(lane: Pick<ShownLane, 'key'>, segment: DrawnSegment | undefined): void {
  if (!segment) return;
  choose({ lane: lane.key, segment });
  seekSeconds(segment.start);
}

/** The next or previous segment of the chosen lane, or of the first one from the playhead on. */
export function stepSegment(by: 1 | -1): void {
  const { lanes, chosen } = useLanes.getState();
  const lane = lanes.find(({ key }) => key === chosen?.lane) ?? lanes[0];
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
  const { lanes, chosen } = useLanes.getState();
  const at = lanes.findIndex(({ key }) => key === chosen?.lane);
  const lane = lanes[at < 0 ? 0 : at + by];
  if (!lane) return;
  const { playhead } = useView.getState();
  const segment = neighbour(lane.segments, null, playhead, 1) ?? lane.segments[lane.segments.length - 1];
  if (segment) choose({ lane: lane.key, segment });
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
