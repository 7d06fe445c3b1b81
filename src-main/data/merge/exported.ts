import type { Annotation } from '../../common/domain/annotation';
import { laneOf, lanesOf } from '../../common/domain/lane';
import { type SplitName, splitNames } from '../../common/domain/project';
import type { Span } from '../../common/domain/span';
import type { ActionClass } from '../../common/domain/taxonomy';
import { boundaryTime, type FrameClock, type Video } from '../../common/domain/video';
import { UserError } from '../../common/errors';
import type { ExportedVideo, InUnits } from '../formats/exported';
import { frameClock } from '../project/clocks';
import type { ProjectStore } from '../project/store';
import { atLeastOneFrame, converter, type Timebase, timebaseOf } from './times';

/** Labels that go along beside the project's own, in their own time base. */
export interface ExtraLane {
  name: string;
  base: Timebase;
  segments: readonly (Span & { label: ActionClass })[];
}

/** A video as it leaves the project: its labels in both units, as far as its clock is known. */
export async function exportedVideo(
  store: ProjectStore,
  video: Video,
  own: Annotation | null,
  extra: readonly ExtraLane[],
): Promise<ExportedVideo> {
  const clock = video.frames > 0 ? await knownClock(store, video) : null;
  const base: Timebase = own ? timebaseOf(own) : { unit: 'seconds', rate: null };
  const place = placer(base, video, clock);
  const classes = new Map(store.taxonomy.classes.map((c) => [c.id, c]));
  const lanes = new Map(lanesOf(store.taxonomy).map(({ id, name }) => [id, name]));
  const segments = (own?.segments ?? []).map((s) => ({
    ...place(s),
    lane: lanes.get(laneOf(s)) ?? '',
    label: classes.get(s.classId) as ActionClass,
    ...(s.note !== undefined && { note: s.note }),
  }));
  const others = extra.flatMap((lane) => {
    const placeExtra = placer(lane.base, video, clock);
    return lane.segments.map((s) => ({ ...placeExtra(s), lane: lane.name, label: s.label }));
  });
  const path = store.resolveVideoPath(video);
  const { id, fps, width, height, participant, task } = video;
  const start = (s: InUnits) => s.seconds?.start ?? s.frames?.start ?? 0;
  return {
    id,
    file: path?.split(/[\\/]/).pop() ?? id,
    path,
    fps,
    width,
    height,
    duration: clock ? clock.end - (clock.times[0] ?? 0) : video.duration,
    frames: clock?.times.length ?? (base.unit === 'steps' && base.rate === null ? lastEnd(own) : 0),
    ...(participant !== undefined && { participant }),
    ...(task !== undefined && { task }),
    split: splitOf(store, id),
    segments: [...segments, ...others].sort((a, b) => start(a) - start(b)),
    reviewed: (own?.reviewed ?? []).map(place),
    slack: slackOf(base, clock),
  };
}

/** A file that is gone takes only the times of its frames with it. */
function knownClock(store: ProjectStore, video: Video): Promise<FrameClock | null> {
  return frameClock(store, video).catch((error: unknown) => {
    if (error instanceof UserError) return null;
    throw error;
  });
}

function placer(base: Timebase, video: Video, clock: FrameClock | null): (span: Span) => InUnits {
  const seconds = secondsOf(base, clock);
  const frames = framesOf(base, clock);
  const end = video.duration > 0 && base.unit === 'steps' ? video.duration : Infinity;
  return (span) => ({
    seconds: seconds && { start: seconds(span.start), end: Math.min(end, seconds(span.end)) },
    frames:
      frames && atLeastOneFrame({ start: frames(span.start), end: frames(span.end) }, clock?.times.length ?? Infinity),
  });
}

function secondsOf({ unit, rate }: Timebase, clock: FrameClock | null): ((position: number) => number) | null {
  if (unit === 'seconds') return (position) => position;
  if (unit === 'steps' && rate !== null) return (position) => position / rate;
  return clock && ((position) => boundaryTime(clock, position) - (clock.times[0] ?? 0));
}

function framesOf(base: Timebase, clock: FrameClock | null): ((position: number) => number) | null {
  if (base.unit === 'frames' || (base.unit === 'steps' && base.rate === null)) return (position) => position;
  return converter(base, { unit: 'frames', rate: null }, clock);
}

/** Infinite where no clock tells how near two times may be. */
function slackOf(base: Timebase, clock: FrameClock | null): number {
  if (!clock) return base.unit === 'steps' && base.rate !== null ? 0.5 / base.rate : Infinity;
  const { times, end } = clock;
  let shortest = Infinity;
  times.forEach((time, k) => {
    const gap = (times[k + 1] ?? end) - time;
    if (gap > 0 && gap < shortest) shortest = gap;
  });
  return shortest / 2;
}

const lastEnd = (own: Annotation | null) =>
  [...(own?.segments ?? []), ...(own?.reviewed ?? [])].reduce((last, { end }) => Math.max(last, end), 0);

function splitOf(store: ProjectStore, id: string): SplitName | null {
  return splitNames.find((name) => store.project.splits[name].includes(id)) ?? null;
}
