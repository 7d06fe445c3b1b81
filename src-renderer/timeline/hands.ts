/**
 * Labelling in the timeline: on the chosen segment of the truth, at the playhead. Each hand is one edit, made from the
 * labels as they are when its turn comes.
 */
import { create } from 'zustand';
import type { Annotation } from '../../src-main/common/domain/annotation';
import type { AnnotationEdit } from '../../src-main/common/domain/edit';
import {
  acceptPredictions,
  addSegment,
  annotate,
  extendToNeighbour,
  fillGap,
  type Labelling,
  mergeSegments,
  moveEdge,
  type Prediction,
  relabel,
  removeSegment,
  review,
  type Side,
  splitSegment,
} from '../../src-main/common/labelling';
import { overlap, subtractSpans } from '../../src-main/common/domain/span';
import { endStretch, playFrames, seekSeconds, usePlayer } from '../player/playerStore';
import { editLabels, useLabels } from '../state/labels';
import { say } from '../state/notices';
import { useProject } from '../state/project';
import { useView } from '../state/view';
import { choose, useLanes } from './lanes';
import { boundaryAt, type Tracks } from './tracks';

interface Hands {
  /** A segment of this class has been begun at this time in seconds, and waits for its end. */
  begun: { classId: number; seconds: number } | null;
  /** The edge of the chosen segment that is nudged. */
  edge: Side;
  lastClass: number | null;
}

export const useHands = create<Hands>(() => ({ begun: null, edge: 'end', lastClass: null }));

/** The chosen segment where it is one of the truth. */
export function chosenTruth(): string | null {
  const { chosen } = useLanes.getState();
  return chosen?.lane === 'truth' ? chosen.segment.id : null;
}

const className = (classId: number) =>
  useProject.getState().project?.taxonomy.classes.find(({ id }) => id === classId)?.name ?? `class ${classId}`;

/** Makes an edit of the video that is shown. */
function edit(make: (on: Labelling, tracks: Tracks) => AnnotationEdit | null): Promise<void> {
  const { tracks } = useLanes.getState();
  const { project } = useProject.getState();
  if (!tracks || !project) return Promise.resolve();
  return editLabels(tracks.video, (labels) => {
    const made = make(labelling(labels, tracks, project.project.singleLabel), tracks);
    if (!made) say('Nothing to change here');
    return made;
  });
}

export function labelling(labels: Annotation, tracks: Tracks, singleLabel: boolean): Labelling {
  return { labels, end: position(tracks, labels, tracks.duration), singleLabel, className };
}

/** A moment in the labels' timebase. @param seconds from the first frame */
export function position(tracks: Tracks, labels: Annotation, seconds: number): number {
  if (labels.timebase === 'frames') return boundaryAt(tracks, seconds) ?? 0;
  return labels.timebase === 'steps' ? Math.round(seconds * (labels.rate ?? 1)) : seconds;
}

const playhead = () => useView.getState().playhead;
const freshId = () => crypto.randomUUID();

/** Labels the chosen segment; without one, begins a segment at the playhead or ends the one begun. */
export function pressClass(classId: number): Promise<void> {
  const id = chosenTruth();
  const { begun } = useHands.getState();
  useHands.setState({ lastClass: classId });
  if (id) return edit((on) => relabel(on, id, classId));
  const seconds = playhead();
  const ends = begun?.classId === classId;
  useHands.setState({ begun: ends ? null : { classId, seconds } });
  if (!ends) say(`${className(classId)} begins here; its key again ends it`);
  return begun ? addBetween(begun, seconds) : Promise.resolve();
}

function addBetween(begun: { classId: number; seconds: number }, seconds: number): Promise<void> {
  const [start, end] = [Math.min(begun.seconds, seconds), Math.max(begun.seconds, seconds)];
  const id = freshId();
  return edit((on, tracks) => {
    const span = { start: position(tracks, on.labels, start), end: position(tracks, on.labels, end) };
    return addSegment(on, span, begun.classId, id);
  });
}

export function repeatClass(): Promise<void> {
  const { lastClass } = useHands.getState();
  return lastClass === null ? Promise.resolve() : pressClass(lastClass);
}

/** Gives up the segment that was begun; else chooses nothing. */
export function letGo(): void {
  if (useHands.getState().begun) useHands.setState({ begun: null });
  else choose(null);
}

const onChosen = (make: (on: Labelling, id: string, tracks: Tracks) => AnnotationEdit | null): Promise<void> => {
  const id = chosenTruth();
  return id === null ? Promise.resolve() : edit((on, tracks) => make(on, id, tracks));
};

/** Sets an edge of the chosen segment to the playhead; it is the one that is nudged from then on. */
export function setEdgeHere(side: Side): Promise<void> {
  useHands.setState({ edge: side });
  const seconds = playhead();
  return onChosen((on, id, tracks) => moveEdge(on, id, side, position(tracks, on.labels, seconds)));
}

/** Moves the active edge by frames; labels without frames move by hundredths of a second. */
export function nudge(by: number): Promise<void> {
  const { edge } = useHands.getState();
  return onChosen((on, id) => {
    const at = on.labels.segments.find((segment) => segment.id === id)?.[edge];
    const unit = on.labels.timebase === 'seconds' ? 0.01 : 1;
    return at === undefined ? null : moveEdge(on, id, edge, at + by * unit);
  });
}

export const relabelChosen = (classId: number): Promise<void> => onChosen((on, id) => relabel(on, id, classId));

/** @param note '' takes it away */
export async function noteOn(note: string): Promise<void> {
  const { tracks } = useLanes.getState();
  const id = chosenTruth();
  const known = tracks && useLabels.getState().known[tracks.video];
  const before = known?.segments.find((segment) => segment.id === id)?.note ?? '';
  if (id !== null && note !== before) await edit((on) => annotate(on, id, note));
}

export const setActiveEdge = (edge: Side): void => useHands.setState({ edge });
export const extend = (side: Side): Promise<void> => onChosen((on, id) => extendToNeighbour(on, id, side));
export const merge = (by: 1 | -1): Promise<void> => onChosen((on, id) => mergeSegments(on, id, by));
export const remove = (): Promise<void> => onChosen(removeSegment);

export function splitHere(): Promise<void> {
  const [seconds, id] = [playhead(), freshId()];
  return onChosen((on, chosen, tracks) => splitSegment(on, chosen, position(tracks, on.labels, seconds), id));
}

export function fillGapHere(): Promise<void> {
  const seconds = playhead();
  return edit((on, tracks) => fillGap(on, position(tracks, on.labels, seconds)));
}

/** Takes over the chosen segment of a run where nothing is labelled yet. */
export function acceptChosen(): Promise<void> {
  const { chosen } = useLanes.getState();
  const run = chosenRun();
  return chosen && run !== null ? accept(run, [chosen.segment]) : Promise.resolve();
}

/** Takes over what the chosen run says with at least this probability of what is in view. */
export function acceptInView(least: number): Promise<void> {
  const { tracks } = useLanes.getState();
  const chosen = chosenRun();
  const lane = tracks?.runs.find(({ run, segments }) => segments !== null && (chosen === null || run === chosen));
  if (!tracks || !lane) return Promise.resolve();
  const view = useView.getState().visible ?? { start: 0, end: tracks.duration };
  const sure = (lane.segments ?? [])
    .filter(({ confidence }) => (confidence ?? 0) >= least)
    .map(({ classId, start, end }) => ({ classId, start: start / lane.rate, end: end / lane.rate }))
    .filter((segment) => overlap(segment, view) > 0);
  return accept(lane.run, sure);
}

/** @param segments in seconds */
function accept(run: string, segments: readonly Prediction[]): Promise<void> {
  return edit((on, tracks) => {
    const placed = segments.map(({ classId, start, end }) => ({
      classId,
      start: position(tracks, on.labels, start),
      end: position(tracks, on.labels, end),
    }));
    return acceptPredictions(on, run, placed, freshId);
  });
}

/** The run of the chosen segment. */
function chosenRun(): string | null {
  const lane = useLanes.getState().chosen?.lane ?? '';
  return lane.startsWith('run:') ? lane.slice('run:'.length) : null;
}

/** Goes to the next or previous span that nobody has looked at. */
export function stepUnreviewed(by: 1 | -1): void {
  const { tracks } = useLanes.getState();
  if (!tracks) return;
  const open = subtractSpans([{ start: 0, end: tracks.duration }], tracks.reviewed).map(({ start }) => start);
  const beyond = open.filter((start) => by * (start - playhead()) > 1e-6);
  if (beyond.length === 0) say('Nothing is left to review on this side');
  else seekSeconds(by * Math.min(...beyond.map((start) => by * start)));
}

/** Plays the chosen segment, or a second round its active edge. */
export function playChosen(what: 'segment' | 'loop' | 'edge'): void {
  const { chosen, tracks } = useLanes.getState();
  if (!chosen || !tracks) return;
  const { start, end } = chosen.segment;
  const edge = chosen.segment[useHands.getState().edge];
  const span = what === 'edge' ? { start: edge - 0.5, end: edge + 0.5 } : { start, end };
  const [from, to] = [boundaryAt(tracks, Math.max(0, span.start)), boundaryAt(tracks, span.end)];
  if (from === null || to === null || to <= from) return;
  const { stretch, playing } = usePlayer.getState();
  if (what === 'loop' && playing && stretch?.loop && stretch.from === from) endStretch();
  else playFrames(from, to, what === 'loop');
}

/** Of the chosen segment, else of what is in view. */
export function setReviewed(reviewed: boolean): Promise<void> {
  const { chosen, tracks } = useLanes.getState();
  const span = chosen?.segment ?? useView.getState().visible ?? { start: 0, end: tracks?.duration ?? 0 };
  return edit((on, shown) => {
    const [start, end] = [position(shown, on.labels, span.start), position(shown, on.labels, span.end)];
    return review(on, { start, end }, reviewed);
  });
}
