import type { SplitName } from '../../common/domain/project';
import { mergeSpans, type Span } from '../../common/domain/span';
import type { ActionClass } from '../../common/domain/taxonomy';
import { several } from './imported';

/**
 * What every format is written from: the chosen videos of a project with their labels, times in both units, and the
 * list of what the files cannot hold, which is told before anything is written.
 */
export interface ExportedProject {
  /** Can be a file name. */
  name: string;
  /** In the order of class indices, background first; all of the project, and those only a run knows. */
  classes: readonly ActionClass[];
  /** Names, in order: those of the project's own labels, then runs, which have lanes of their names. */
  lanes: readonly string[];
  videos: readonly ExportedVideo[];
}

export interface ExportedVideo {
  id: string;
  /** Name of its file; the id where it has none. */
  file: string;
  /** Where the file is; null where it has none. */
  path: string | null;
  /** Nominal, for what a format says beside its labels. */
  fps: number | null;
  /** 0 where not known, as are the next three. */
  duration: number;
  frames: number;
  width: number;
  height: number;
  participant?: string;
  task?: string;
  split: SplitName | null;
  /** In order of start. */
  segments: readonly ExportedSegment[];
  reviewed: readonly InUnits[];
  /** Half of the shortest frame or step in seconds: a time that is off by less still names its frame. */
  slack: number;
}

/** A span in seconds from the first frame and in frames of the clock; null where the unit cannot be had. */
export interface InUnits {
  seconds: Span | null;
  frames: Span | null;
}

export interface ExportedSegment extends InUnits {
  lane: string;
  label: ActionClass;
  note?: string;
}

export interface ExportedFile {
  /** Relative, with forward slashes. */
  path: string;
  data: string | Uint8Array;
}

/** What a project may hold beside segments and a file may not. */
export const holdings = [
  'reviewed spans',
  'notes',
  'lanes',
  'the list of classes',
  'verbs and nouns',
  'tasks',
  'participants',
  'splits',
  'videos without segments',
] as const;
export type Holding = (typeof holdings)[number];

/** What an export cannot hold, as sentences with counts. */
export class Losses {
  readonly #counts = new Map<string, { noun: string; count: number }>();

  /** @param what a clause without the count, such as "Left out, as their class has no verb" @param noun singular */
  add(what: string, noun: string, count = 1): void {
    const known = this.#counts.get(what);
    if (known) known.count += count;
    else if (count > 0) this.#counts.set(what, { noun, count });
  }

  /** "Left out, as their class has no verb: 12 segments." */
  sentences(): string[] {
    return [...this.#counts].map(([what, { noun, count }]) => `${what}: ${several(count, noun)}.`);
  }
}

/** A video whose labels are all in one unit. */
export interface TimedVideo extends Omit<ExportedVideo, 'segments' | 'reviewed'> {
  segments: (Span & { lane: string; label: ActionClass; note?: string })[];
  reviewed: Span[];
  /** All of it was looked at. */
  wholeReviewed: boolean;
}

/**
 * The videos whose labels can be told in seconds from the first frame, rounded to `decimals`, or to as many more as
 * name their frames; the others are lost. `fixed`: the format has no more decimals, what they move is told.
 */
export function inSeconds(
  project: ExportedProject,
  losses: Losses,
  decimals: number,
  fixed: 'fixed' | 'more' = 'more',
): TimedVideo[] {
  return project.videos.flatMap((video) => {
    let digits = fixed === 'more' && video.slack === Infinity ? Math.max(6, decimals) : decimals;
    while (fixed === 'more' && digits < 9 && 0.5 * 10 ** -digits >= video.slack) digits++;
    if (0.5 * 10 ** -digits >= video.slack) {
      losses.add('May move by a frame, as frames lie closer than the format’s times', 'segment', video.segments.length);
    }
    const rounded = (seconds: number) => Number(seconds.toFixed(digits));
    const timed = inUnit(video, (units) => units.seconds, rounded, video.duration);
    if (!timed) losses.add('Left out, as their labels are frames and no file tells the times of those', 'video');
    return timed ?? [];
  });
}

/** The videos whose labels can be told in frames; the others are lost. */
export function inFrames(project: ExportedProject, losses: Losses): TimedVideo[] {
  return project.videos.flatMap((video) => {
    const timed = inUnit(
      video,
      (units) => units.frames,
      (frame) => frame,
      video.frames,
    );
    if (!timed) losses.add('Left out, as the format counts frames and no video file tells those', 'video');
    return timed ?? [];
  });
}

function inUnit(
  video: ExportedVideo,
  unit: (units: InUnits) => Span | null,
  rounded: (position: number) => number,
  length: number,
): TimedVideo | null {
  const spanOf = (units: InUnits) => {
    const span = unit(units);
    return span && { start: rounded(span.start), end: rounded(span.end) };
  };
  const segments = video.segments.flatMap((segment) => {
    const { lane, label, note } = segment;
    const span = spanOf(segment);
    return span ? [{ ...span, lane, label, ...(note !== undefined && { note }) }] : [];
  });
  const reviewed = video.reviewed.flatMap((units) => spanOf(units) ?? []);
  if (segments.length < video.segments.length || reviewed.length < video.reviewed.length) return null;
  return { ...video, segments, reviewed: mergeSpans(reviewed), wholeReviewed: coversAll(reviewed, length) };
}

/** Rounding may leave a whole video's end a little short. */
function coversAll(reviewed: readonly Span[], length: number): boolean {
  const [only, ...more] = mergeSpans(reviewed);
  return only !== undefined && more.length === 0 && only.start === 0 && only.end >= length - 0.0015;
}

/** What a project has and the format does not hold, one sentence each. */
export function notHeld(project: ExportedProject, holds: readonly Holding[], title: string): string[] {
  const { videos, classes, lanes } = project;
  const used = new Set(videos.flatMap((v) => v.segments.map((s) => s.label.id)));
  const counts: Record<Holding, number> = {
    'reviewed spans': videos.filter((v) => !isReviewedWhole(v)).length,
    notes: videos.reduce((sum, v) => sum + v.segments.filter((s) => s.note !== undefined).length, 0),
    lanes: lanes.length > 1 ? lanes.length : 0,
    'the list of classes': classes.filter((c) => !c.background && !used.has(c.id)).length,
    'verbs and nouns': classes.filter((c) => c.verb !== undefined && used.has(c.id)).length,
    tasks: videos.filter((v) => v.task !== undefined).length,
    participants: videos.filter((v) => v.participant !== undefined).length,
    splits: videos.filter((v) => v.split !== null).length,
    'videos without segments': videos.filter((v) => v.segments.length === 0).length,
  };
  return holdings
    .filter((one) => counts[one] > 0 && !holds.includes(one))
    .map((one) => sentences[one](title, counts[one]));
}

function isReviewedWhole(video: ExportedVideo): boolean {
  const seconds = video.reviewed.flatMap((r) => r.seconds ?? []);
  const frames = video.reviewed.flatMap((r) => r.frames ?? []);
  return coversAll(seconds, video.duration) || (video.frames > 0 && coversAll(frames, video.frames));
}

const sentences: Record<Holding, (title: string, count: number) => string> = {
  'reviewed spans': (title, n) =>
    `${title} keeps no reviewed spans: ${several(n, 'video')} not reviewed from end to end will not be told apart.`,
  notes: (title, n) => `${title} keeps no notes: ${several(n, 'segment')} ${n === 1 ? 'has' : 'have'} one.`,
  lanes: (title, n) => `${title} keeps no lanes: the segments of ${n} lanes become one list.`,
  'the list of classes': (title, n) =>
    `${title} keeps no list of classes: ${several(n, 'class').replace('classs', 'classes')} without segments will be missing.`,
  'verbs and nouns': (title) => `${title} keeps no verbs and nouns, only the names of classes.`,
  tasks: (title, n) => `${title} keeps no tasks: ${several(n, 'video')} ${n === 1 ? 'has' : 'have'} one.`,
  participants: (title, n) => `${title} keeps no participants: ${several(n, 'video')} ${n === 1 ? 'has' : 'have'} one.`,
  splits: (title) => `${title} keeps no splits.`,
  'videos without segments': (title, n) =>
    `${title} keeps no videos without segments: ${several(n, 'video')} will be missing.`,
};
