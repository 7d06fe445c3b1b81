/**
 * What the timeline shows of one video, fetched once and turned into seconds from the first frame: clock, truth,
 * reviewed spans, and each run's decided segments.
 */
import { useEffect, useMemo, useState } from 'react';
import type { RunLane } from '../../src-main/common/contract/runs';
import type { Annotation } from '../../src-main/common/domain/annotation';
import type { Taxonomy } from '../../src-main/common/domain/taxonomy';
import { type Lane as NamedLane, laneOf, lanesOf } from '../../src-main/common/domain/lane';
import type { Span } from '../../src-main/common/domain/span';
import { boundaryTime, type FrameClock, nearestBoundary } from '../../src-main/common/domain/video';
import type { AnnotatorLabels } from '../../src-main/common/domain/agreement';
import { call } from '../client';
import { loadLabels, useLabels, useShownLabels } from '../state/labels';
import { raise } from '../state/notices';
import { useProject } from '../state/project';
import { troubleOf } from '../state/unsaved';
import { type DrawnSegment, type Lane, makeLane } from './painters/lane';
import { type Row, stackSegments } from './rows';

export interface RunTrack extends RunLane {
  lane: Lane;
}

/** Labels of another annotator in one lane, to be looked at beside the truth. */
export interface AnnotatorTrack {
  name: string;
  /** Null where the project has one lane. */
  lane: NamedLane | null;
  /** One for each level of overlap. */
  levels: Lane[];
  reviewed: Span[];
}

/** A lane of the truth. */
export interface TruthLane extends NamedLane {
  /** One for each level of overlap. */
  levels: Lane[];
}

export interface Tracks {
  video: string;
  /** Null where there is no file: then time has no pictures. */
  clock: FrameClock | null;
  /** Seconds from the first frame to the end of the last. */
  duration: number;
  /** Lanes of the truth, top to bottom. */
  lanes: TruthLane[];
  /** Each level of overlap of all of them. */
  truth: Lane[];
  reviewed: Span[];
  annotators: AnnotatorTrack[];
  runs: RunTrack[];
  /** What runs say, as it was read; others only when it is read again. */
  runLanes: RunLane[];
}

/** The frame boundary next to a moment; null where there are no frames. */
export function boundaryAt({ clock }: Tracks, seconds: number): number | null {
  return clock && nearestBoundary(clock, (clock.times[0] as number) + seconds);
}

type RowOfLabels = Pick<Row, 'lane' | 'annotator' | 'theirLane'>;

/** The levels of overlap of a row of labels. */
export const levelsOf = (tracks: Tracks, row: RowOfLabels): readonly Lane[] =>
  tracks.lanes.find(({ id }) => id === row.lane)?.levels ?? annotatorOf(tracks, row)?.levels ?? [];

/** The annotator whose row it is, in its lane. */
export const annotatorOf = ({ annotators }: Tracks, row: RowOfLabels): AnnotatorTrack | undefined =>
  annotators.find(({ name, lane }) => name === row.annotator && (lane?.id ?? null) === row.theirLane);

/** Such as `Mira, left hand`. */
export const nameOfAnnotator = (tracks: Tracks, row: RowOfLabels): string =>
  [row.annotator, annotatorOf(tracks, row)?.lane?.name].filter(Boolean).join(', ');

interface State {
  tracks: Tracks | null;
  error: Error | null;
}

/** What does not change with the labels. */
interface Recorded extends Pick<Tracks, 'video' | 'clock' | 'duration' | 'runLanes'> {
  annotators: AnnotatorLabels[];
}

/** The tracks of a video; null while they are read. Labels follow every edit; runs are read again when they change. */
export function useTracks(video: string | null): State {
  const [recorded, setRecorded] = useState<Recorded | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const annotations = useProject((mirrors) => mirrors.annotationsRevision);
  const runs = useProject((mirrors) => mirrors.runsRevision);
  const taxonomy = useProject((mirrors) => mirrors.project?.taxonomy);
  const labels = useShownLabels(video);
  useEffect(() => {
    if (video === null) return;
    let current = true;
    const failed = (found: unknown) => current && setError(found instanceof Error ? found : new Error(String(found)));
    setError(null);
    loadLabels(video).catch((found: unknown) => (isKnown(video) ? raise(troubleOf(video), found) : failed(found)));
    readRecorded(video).then((read) => current && setRecorded(read), failed);
    return () => {
      current = false;
    };
  }, [video, annotations, runs]);
  const names = useMemo(() => new Map(taxonomy?.classes.map(({ id, name }) => [id, name])), [taxonomy]);
  const others = useUnlabelled(recorded, labels, taxonomy, names);
  const tracks = useMemo(() => {
    if (!recorded || recorded.video !== video || !labels || !taxonomy) return null;
    const truth = truthLanes(lanesOf(taxonomy), labels, recorded.clock, names);
    return {
      ...recorded,
      ...others,
      lanes: truth,
      truth: truth.flatMap(({ levels }) => levels),
      reviewed: labels.reviewed.map((span) => inSeconds(span, labels, recorded.clock)),
    };
  }, [recorded, others, labels, taxonomy, names, video]);
  return { tracks: error ? null : tracks, error };
}

/** What stays as it is while labels are edited, with its thousands of segments. */
function useUnlabelled(
  recorded: Recorded | null,
  labels: Annotation | undefined,
  taxonomy: Taxonomy | undefined,
  names: Map<number, string>,
): Pick<Tracks, 'annotators' | 'runs'> {
  const { timebase, rate, rejected } = labels ?? {};
  const annotators = useMemo(() => {
    if (!recorded || !taxonomy) return [];
    return recorded.annotators.flatMap((one) => annotatorTracks(one, lanesOf(taxonomy), recorded.clock, names));
  }, [recorded, taxonomy, names]);
  const runs = useMemo(() => {
    if (!recorded || !timebase) return [];
    const times = { timebase, ...(rate !== undefined && { rate }) };
    const { clock, runLanes } = recorded;
    return runLanes.map((lane) => {
      const no = (rejected ?? []).filter(({ run }) => run === lane.run);
      const keys = no.map((one) => rejectedKey(one.classId, inSeconds(one, times, clock), lane.rate));
      return { ...lane, lane: makeLane(decided(lane, names, new Set(keys))) };
    });
  }, [recorded, names, timebase, rate, rejected]);
  return useMemo(() => ({ annotators, runs }), [annotators, runs]);
}

/** What is on the screen stays there where a file cannot be read any more. */
const isKnown = (video: string): boolean => useLabels.getState().known[video] !== undefined;

async function readRecorded(video: string): Promise<Recorded> {
  const [runLanes, annotators, clock] = await Promise.all([
    call('runs.lanes', { video }),
    call('agreement.labels', { video }),
    readClock(video),
  ]);
  const recorded = clock ? clock.end - (clock.times[0] as number) : (summaryOf(video)?.duration ?? 0);
  return { video, clock, duration: shownLength(recorded, runLanes), runLanes, annotators };
}

const summaryOf = (video: string) => useProject.getState().project?.videos.find(({ id }) => id === video);

/** The frame clock of a video; null where it has no file that can be read. */
export async function readClock(video: string): Promise<FrameClock | null> {
  const summary = summaryOf(video);
  if (summary?.file === 'none' || summary?.frames === 0) return null;
  const clock = await call('video.clock', { video }).catch(() => null);
  return clock && clock.times.length > 0 ? { times: Float64Array.from(clock.times), end: clock.end } : null;
}

/** Seconds to show of a video: its own, as the last step of a run begins within it and may end later. */
export const shownLength = (recorded: number, runs: readonly Pick<RunLane, 'steps' | 'rate'>[]): number =>
  Math.max(recorded, ...runs.map(({ steps, rate }) => (steps - 1) / rate));

/** Of several lanes those that the annotator has used, or the first. */
function annotatorTracks(
  { name, labels }: AnnotatorLabels,
  lanes: readonly NamedLane[],
  clock: FrameClock | null,
  names: Map<number, string>,
): AnnotatorTrack[] {
  const segments = labels.segments.map((segment) => ({ ...segment, id: `${name}/${segment.id}` }));
  const reviewed = labels.reviewed.map((span) => inSeconds(span, labels, clock));
  const all = truthLanes(lanes, { ...labels, segments }, clock, names);
  const used = all.filter(({ id }) => segments.some((segment) => laneOf(segment) === id));
  const shown = used.length > 0 ? used : all.slice(0, 1);
  return shown.map(({ levels, ...lane }) => ({ name, lane: lanes.length > 1 ? lane : null, levels, reviewed }));
}

function truthLanes(
  lanes: readonly NamedLane[],
  labels: Annotation,
  clock: FrameClock | null,
  names: Map<number, string>,
): TruthLane[] {
  return lanes.map((lane) => {
    const segments = labels.segments.filter((segment) => laneOf(segment) === lane.id);
    return { ...lane, levels: stacked(truthSegments({ ...labels, segments }, clock, names)) };
  });
}

function truthSegments(annotation: Annotation, clock: FrameClock | null, names: Map<number, string>): DrawnSegment[] {
  return annotation.segments.map((segment) => ({
    id: segment.id,
    ...inSeconds(segment, annotation, clock),
    classId: segment.classId,
    name: names.get(segment.classId) ?? `class ${segment.classId}`,
  }));
}

/** Seconds from the first frame, whatever the annotation counts in. */
export function inSeconds(
  { start, end }: Span,
  annotation: Pick<Annotation, 'timebase' | 'rate'>,
  clock: FrameClock | null,
): Span {
  if (annotation.timebase === 'frames' && clock) {
    const first = clock.times[0] as number;
    return { start: boundaryTime(clock, start) - first, end: boundaryTime(clock, end) - first };
  }
  if (annotation.timebase === 'steps')
    return { start: start / (annotation.rate ?? 1), end: end / (annotation.rate ?? 1) };
  return { start, end };
}

/** @param rejected keys of what people have put down as wrong */
function decided(lane: RunLane, names: Map<number, string>, rejected: ReadonlySet<string>): DrawnSegment[] {
  return (lane.segments ?? []).map(({ start, end, classId, confidence }, index) => {
    const span = { start: start / lane.rate, end: end / lane.rate };
    return {
      id: `${lane.run}#${index}`,
      ...span,
      classId,
      name: names.get(classId) ?? `class ${classId}`,
      ...(confidence !== null && { confidence }),
      ...(rejected.has(rejectedKey(classId, span, lane.rate)) && { rejected: true }),
    };
  });
}

/** One text for a prediction whose edges have been rounded to frames: in whole steps they are the same. */
const rejectedKey = (classId: number, { start, end }: Span, rate: number): string =>
  [classId, Math.round(start * rate), Math.round(end * rate)].join('/');

function stacked(segments: DrawnSegment[]): Lane[] {
  const { depth, rows } = stackSegments(segments);
  return Array.from({ length: depth }, (_, row) => makeLane(segments.filter((_segment, index) => rows[index] === row)));
}
