/**
 * What the timeline shows of one video, fetched once and turned into seconds from the first frame: clock, truth, reviewed
 * spans, and each run's decided segments.
 */
import { useEffect, useState } from 'react';
import type { RunLane } from '../../src-main/common/contract/runs';
import type { Annotation } from '../../src-main/common/domain/annotation';
import type { Span } from '../../src-main/common/domain/span';
import type { Taxonomy } from '../../src-main/common/domain/taxonomy';
import { boundaryTime, type FrameClock, nearestBoundary } from '../../src-main/common/domain/video';
import { call } from '../client';
import { useProject } from '../state/project';
import { type DrawnSegment, type Lane, makeLane } from './painters/segments';
import { stackSegments } from './rows';

export interface RunTrack extends RunLane {
  lane: Lane;
}

export interface Tracks {
  video: string;
  /** Null where there is no file: then time has no pictures. */
  clock: FrameClock | null;
  /** Seconds from the first frame to the end of the last. */
  duration: number;
  /** Truth, one lane for each level of overlap. */
  truth: Lane[];
  reviewed: Span[];
  runs: RunTrack[];
}

/** The frame boundary next to a moment; null where there are no frames. */
export function boundaryAt({ clock }: Tracks, seconds: number): number | null {
  return clock && nearestBoundary(clock, (clock.times[0] as number) + seconds);
}

interface State {
  tracks: Tracks | null;
  error: Error | null;
}

/** The tracks of a video; null while they are read. Read again when annotations or runs change on disk. */
export function useTracks(video: string | null): State {
  const [state, setState] = useState<State>({ tracks: null, error: null });
  const annotations = useProject((mirrors) => mirrors.annotationsRevision);
  const runs = useProject((mirrors) => mirrors.runs);
  const taxonomy = useProject((mirrors) => mirrors.project?.taxonomy);
  useEffect(() => {
    if (video === null || !taxonomy) return;
    let current = true;
    loadTracks(video, taxonomy).then(
      (tracks) => current && setState({ tracks, error: null }),
      (error: unknown) =>
        current && setState({ tracks: null, error: error instanceof Error ? error : new Error(String(error)) }),
    );
    return () => {
      current = false;
    };
  }, [video, taxonomy, annotations, runs]);
  return state.tracks?.video === video ? state : { tracks: null, error: state.error };
}

async function loadTracks(video: string, taxonomy: Taxonomy): Promise<Tracks> {
  const summary = useProject.getState().project?.videos.find((candidate) => candidate.id === video);
  const [annotation, lanes, clock] = await Promise.all([
    call('video.annotation', { video }),
    call('runs.lanes', { video }),
    summary?.file === 'none' || summary?.frames === 0 ? null : call('video.clock', { video }).catch(() => null),
  ]);
  const frameClock = clock && clock.times.length > 0 ? { times: Float64Array.from(clock.times), end: clock.end } : null;
  const names = new Map(taxonomy.classes.map((entry) => [entry.id, entry.name]));
  const runs = lanes.map((lane) => ({ ...lane, lane: makeLane(decided(lane, names)) }));
  const truth = truthSegments(annotation, frameClock, names);
  return {
    video,
    clock: frameClock,
    duration: Math.max(
      frameClock ? frameClock.end - (frameClock.times[0] as number) : (summary?.duration ?? 0),
      ...runs.map((run) => run.steps / run.rate),
    ),
    truth: stacked(truth),
    reviewed: annotation.reviewed.map((span) => inSeconds(span, annotation, frameClock)),
    runs,
  };
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
function inSeconds({ start, end }: Span, annotation: Annotation, clock: FrameClock | null): Span {
  if (annotation.timebase === 'frames' && clock) {
    const first = clock.times[0] as number;
    return { start: boundaryTime(clock, start) - first, end: boundaryTime(clock, end) - first };
  }
  if (annotation.timebase === 'steps')
    return { start: start / (annotation.rate ?? 1), end: end / (annotation.rate ?? 1) };
  return { start, end };
}

function decided(lane: RunLane, names: Map<number, string>): DrawnSegment[] {
  return (lane.segments ?? []).map(({ start, end, classId }, index) => ({
    id: `${lane.run}#${index}`,
    start: start / lane.rate,
    end: end / lane.rate,
    classId,
    name: names.get(classId) ?? `class ${classId}`,
  }));
}

function stacked(segments: DrawnSegment[]): Lane[] {
  const { depth, rows } = stackSegments(segments);
  return Array.from({ length: depth }, (_, row) => makeLane(segments.filter((_segment, index) => rows[index] === row)));
}
