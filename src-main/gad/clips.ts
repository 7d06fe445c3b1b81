import type { Task } from '../common/settings';
import type { Window } from '../common/domain/window';

/**
 * Windows of the offline tasks (GAD, ICLR 2026, COIN): a window is a whole clip, and the clip as a whole is classified.
 * Step recognition names the step that a segment shows, step prediction the segment after it, task recognition what the
 * video is about. Every labelled segment counts, whatever lies between two.
 *
 * Promises: a clip has at least one step; one of more than `most` steps is thinned, its steps evenly spaced, the
 * first and the last among them.
 *
 * With `official` the published rules are kept: frame k of a track of rate r shows the moment k/r, a clip begins with
 * the first frame not before its start and ends with the first not before its end, and a task is seen from the first
 * step of the video to its last. Of long clips the discriminative kind takes the first steps; the generative kind sees
 * nothing of them, and such clips are left out.
 */
export type ClipTask = Exclude<Task, 'online detection'>;

export interface ClipSegment {
  /** In steps from the first frame, not rounded; half-open. */
  start: number;
  end: number;
  /** Index into the run's classes; of no consequence for task recognition. */
  classIndex: number;
}

/** The offline task of a classifier; null for online detection. */
export function clipTaskOf(task: Task): ClipTask | null {
  return task === 'online detection' ? null : task;
}

/** The published ways with clips that are too long, by kind of classifier. */
export const officialThinning = { gad: 'even', discriminative: 'first', generative: 'none' } as const;

export interface ClipVideo {
  id: string;
  /** Rows of its features. */
  steps: number;
  /** In the order of time. */
  segments: readonly ClipSegment[];
  /** What the video is about, as text, and as a class of task recognition; absent and -1 where nobody has said. */
  task?: string;
  taskIndex: number;
}

export interface ClipRule {
  task: ClipTask;
  /** Steps a clip at most. */
  most: number;
  /** The published way with long clips; null takes evenly spaced steps. */
  official: 'even' | 'first' | 'none' | null;
}

/** The windows of a video, in the order of time; without those whose answer nobody knows. */
export function clipWindows(video: ClipVideo, rule: ClipRule): Window[] {
  const { segments } = video;
  const windowOf = (span: Pick<ClipSegment, 'start' | 'end'>, label: number, around: Partial<Window>) => {
    const steps = thinnedClip(clipSteps(span, video.steps, rule.official !== null), rule);
    const target = steps[steps.length - 1];
    if (target === undefined || label < 0) return [];
    return [{ video: video.id, steps, target, label, previous: -1, ...around }];
  };
  if (rule.task === 'task recognition') return windowOf(extent(video, rule), video.taskIndex, {});
  const ahead = rule.task === 'step prediction' ? 1 : 0;
  return segments.slice(0, segments.length - ahead).flatMap((segment, i) => {
    const told = { ...contextOf(segments, i + ahead), ...(video.task === undefined ? {} : { task: video.task }) };
    return windowOf(segment, (segments[i + ahead] as ClipSegment).classIndex, told);
  });
}

/** The actions around a segment that differ from it. */
function contextOf(segments: readonly ClipSegment[], at: number): Pick<Window, 'previous' | 'earlier' | 'future'> {
  const own = (segments[at] as ClipSegment).classIndex;
  const others = (some: readonly ClipSegment[]) => some.map((one) => one.classIndex).filter((index) => index !== own);
  const before = others(segments.slice(0, at));
  const earlier = [...new Set(before)];
  return { previous: before[before.length - 1] ?? -1, earlier, future: others(segments.slice(at + 1))[0] ?? -1 };
}

/** What task recognition sees. */
function extent({ segments, steps }: ClipVideo, { official }: ClipRule): Pick<ClipSegment, 'start' | 'end'> {
  const [first] = segments;
  if (official === null || !first) return { start: 0, end: steps };
  return { start: first.start, end: Math.max(...segments.map((segment) => segment.end)) };
}

/** Steps `[start, end)` of a clip: those whose middle it covers, or else the one that it begins in. */
export function clipSteps(
  { start, end }: Pick<ClipSegment, 'start' | 'end'>,
  steps: number,
  official: boolean,
): { start: number; end: number } {
  const last = steps - 1;
  // A millionth of a step is the dust of times times rates.
  const ceil = (position: number) => Math.min(last, Math.max(0, Math.ceil(Math.round(position * 1e6) / 1e6)));
  if (official) return { start: ceil(start), end: ceil(end) + 1 };
  const first = ceil(start - 0.5);
  const until = Math.max(0, Math.min(steps, Math.ceil(Math.round((end - 0.5) * 1e6) / 1e6)));
  if (first < until) return { start: first, end: until };
  const only = Math.min(last, Math.floor(start));
  return { start: only, end: only + 1 };
}

/** At most `most` of the steps `[start, end)`. */
export function thinnedClip(
  { start, end }: { start: number; end: number },
  { most, official }: Pick<ClipRule, 'most' | 'official'>,
): Int32Array {
  const count = end - start;
  if (count <= most) return Int32Array.from({ length: count }, (_, i) => start + i);
  if (official === 'none') return new Int32Array();
  if (official === 'first') return Int32Array.from({ length: most }, (_, i) => start + i);
  const share = (i: number) => (most === 1 ? 0 : Math.floor((i * (count - 1)) / (most - 1)));
  return Int32Array.from({ length: most }, (_, i) => start + share(i));
}
