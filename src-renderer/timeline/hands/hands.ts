/**
 * Labelling in the timeline: on the chosen segment of the truth, at the playhead. Each hand is one edit, made from the
 * labels as they are when its turn comes.
 */
import { create } from 'zustand';
import type { Annotation } from '../../../src-main/common/domain/annotation';
import type { AnnotationEdit } from '../../../src-main/common/domain/edit';
import type { Labelling, Side } from '../../../src-main/common/labelling';
import { editLabels } from '../../state/history';
import { say } from '../../state/notices';
import { useProject } from '../../state/project';
import { useView } from '../../state/view';
import { useLanes } from '../lanes';
import { isTruth } from '../rows';
import { boundaryAt, type Tracks } from '../tracks';

interface Begun {
  video: string;
  classId: number;
  /** From the first frame. */
  seconds: number;
  /** As long as its key is held. */
  held: boolean;
}

interface Hands {
  /** A segment that has been begun, and ends by another key or when its key is let go. */
  begun: Begun | null;
  /** The edge of the chosen segment that is nudged. */
  edge: Side;
  lastClass: number | null;
  /** A class is being chosen by typing. */
  typing: boolean;
}

export const useHands = create<Hands>(() => ({ begun: null, edge: 'end', lastClass: null, typing: false }));

/** What has been begun in the video that is shown. */
export function begunHere(): Begun | null {
  const { begun } = useHands.getState();
  return begun?.video === useLanes.getState().tracks?.video ? begun : null;
}

/** The chosen segment where it is one of the truth. */
export function chosenTruth(): string | null {
  const { chosen } = useLanes.getState();
  return chosen && isTruth(chosen.lane) ? chosen.segment.id : null;
}

/** The run of the chosen segment. */
export function chosenRun(): string | null {
  const lane = useLanes.getState().chosen?.lane ?? '';
  return lane.startsWith('run:') ? lane.slice('run:'.length) : null;
}

export const className = (classId: number): string =>
  useProject.getState().project?.taxonomy.classes.find(({ id }) => id === classId)?.name ?? `class ${classId}`;

/** Makes an edit of the video that is shown. */
export function edit(make: (on: Labelling, tracks: Tracks) => AnnotationEdit | null): Promise<void> {
  const { tracks } = useLanes.getState();
  const { project } = useProject.getState();
  if (!tracks || !project) return Promise.resolve();
  return editLabels(tracks.video, (labels) => {
    const made = make(labelling(labels, tracks, project.project.singleLabel), tracks);
    if (!made) say('Nothing to change here');
    return made;
  });
}

/** Makes an edit of the chosen segment of the truth. */
export function onChosen(make: (on: Labelling, id: string, tracks: Tracks) => AnnotationEdit | null): Promise<void> {
  const id = chosenTruth();
  return id === null ? Promise.resolve() : edit((on, tracks) => make(on, id, tracks));
}

/** New segments go to the lane that is labelled. */
export function labelling(labels: Annotation, tracks: Tracks, singleLabel: boolean): Labelling {
  return {
    labels,
    end: position(tracks, labels, tracks.duration),
    singleLabel,
    lane: useLanes.getState().labelled,
    className,
  };
}

/** A moment in the labels' timebase. @param seconds from the first frame */
export function position(tracks: Tracks, labels: Annotation, seconds: number): number {
  if (labels.timebase === 'frames') return boundaryAt(tracks, seconds) ?? 0;
  return labels.timebase === 'steps' ? Math.round(seconds * (labels.rate ?? 1)) : seconds;
}

/** A span in the labels' timebase. @param span in seconds from the first frame */
export function placed<S extends { start: number; end: number }>(tracks: Tracks, labels: Annotation, span: S): S {
  return { ...span, start: position(tracks, labels, span.start), end: position(tracks, labels, span.end) };
}

export const playhead = (): number => useView.getState().playhead;

/** Where ends what the playhead ends: where its frame begins; behind the last frame, which none follows to go to. */
export function endAt({ clock }: Tracks, seconds: number): number {
  if (!clock) return seconds;
  const [first, last] = [clock.times[0] as number, clock.times[clock.times.length - 1] as number];
  return first + seconds > last - 1e-6 ? clock.end - first : seconds;
}

export const freshId = (): string => crypto.randomUUID();
