import { Rng } from '../common/rng';
import type { Window } from '../common/domain/window';

/**
 * Labels of steps into windows: which steps each prediction sees and what it should answer. Indices only, so
 * windows are cheap and never cached.
 *
 * A window has a short part that ends at the classified step and a long part right before it; either may be thinned.
 * Promises: no window sees a step later than the one it classifies; with stride 1 and offset 0 every labelled step is
 * classified exactly once; steps labelled -1 (not reviewed) are never classified.
 *
 * With `official` the published code's rule is kept instead: the window that ends before step `e` classifies the last
 * step that its thinned short part happens to take, the last step of a video is never classified, and offset 0 gives
 * the first step twice at stride 1.
 */
export interface WindowSpec {
  /** Steps up to and including the classified one. */
  short: number;
  /** Steps before the short part; 0 for none. */
  long: number;
  /** Every n-th step of the part is taken. */
  shortEvery: number;
  longEvery: number;
  /** Steps between the classified steps of two training windows. */
  stride: number;
  official: boolean;
}

/** Steps taken by the window whose last step is `end - 1`, ascending; `shortFrom` is where the short part begins. */
export function windowSteps(end: number, spec: WindowSpec): { steps: Int32Array; shortFrom: number } {
  const shortStart = Math.max(0, end - spec.short);
  const long = thinned(shortStart - spec.long, shortStart - 1, spec.longEvery);
  // Thinned from its first step, the short part can miss the classified step; from its last it cannot.
  const phase = spec.official ? 0 : (end - 1 - shortStart) % spec.shortEvery;
  const short = thinned(shortStart + phase, end - 1, spec.shortEvery);
  return { steps: Int32Array.from([...long, ...short]), shortFrom: long.length };
}

/**
 * Every `every`-th step from `first` to `last`, both inclusive. Where `first` lies before the video, the phase is kept
 * so that the steps taken end `every` before `last + 1`.
 */
export function thinned(first: number, last: number, every: number): number[] {
  const out: number[] = [];
  const start = first >= 0 ? first : (((last + 1) % every) + every) % every;
  for (let step = start; step <= last; step += every) out.push(step);
  return out;
}

/**
 * Windows to train on.
 * @param labels class index of every step of the video; -1 where nothing is known
 * @param offset first classified step (official: first end), see `epochOffset`
 */
export function trainingWindows(video: string, labels: Int32Array, spec: WindowSpec, offset: number): Window[] {
  const out: Window[] = [];
  for (let at = offset; at < labels.length; at += spec.stride) {
    const end = spec.official ? Math.max(1, at) : at + 1;
    const { steps, shortFrom } = windowSteps(end, spec);
    const target = steps[steps.length - 1] as number;
    const label = labels[target] as number;
    if (label < 0) continue;
    const earlier = earlierActions(steps.subarray(shortFrom), labels, label);
    const previous = earlier[earlier.length - 1] ?? -1;
    out.push({ video, steps, target, label, previous, earlier, future: futureAction(target, labels, label) });
  }
  return out;
}

/** The window that classifies `step` at inference, where every step is classified and nothing is known of the truth. */
export function streamingWindow(video: string, step: number, spec: WindowSpec): Window {
  return { video, steps: windowSteps(step + 1, spec).steps, target: step, label: -1, previous: -1 };
}

/** Where the windows of a video begin in an epoch, so that every epoch classifies other steps. */
export function epochOffset(seed: number, epoch: number, video: string, steps: number, spec: WindowSpec): number {
  const range = spec.official ? spec.short : Math.min(spec.stride, steps);
  return new Rng(seed, `offset ${epoch} ${video}`).below(range);
}

/**
 * The earlier actions of a short part: its segments that are neither background nor the current action, each class kept
 * where it first occurs, in the order of time. The last is the previous action: so for A B A C it
 * is B. Official data set code.
 * @returns class indices
 */
export function earlierActions(short: Int32Array, labels: Int32Array, current: number): number[] {
  const seen = new Set<number>();
  for (const step of short) {
    const label = labels[step] as number;
    if (label > 0 && label !== current) seen.add(label);
  }
  return [...seen];
}

/** The first action after a step that is neither background nor the current one; -1 where there is none. */
export function futureAction(target: number, labels: Int32Array, current: number): number {
  return labels.subarray(target + 1).find((label) => label > 0 && label !== current) ?? -1;
}
