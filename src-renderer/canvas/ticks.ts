/**
 * Where the ruler has marks: steps of 1, 2, 5 (and those of minutes and hours), labels at least 64 px apart. Where
 * frames are wide enough to be aimed at, the marks are frames.
 */
import { type FrameClock, frameAt } from '../../src-main/common/domain/video';
import { pixelsPerSecond, toX, type Viewport } from './viewport';

export interface Tick {
  x: number;
  seconds: number;
  /** Null for the small marks between. */
  label: string | null;
}

const labelPixels = 64;
const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18000, 36000];
const minorOf = (step: number): number =>
  step === 15 || step === 900 ? 3 : step === 30 || step === 1800 ? 3 : step === 60 || step === 3600 ? 6 : 5;

/** Frames of this width on are marked. */
const framePixels = 8;

/** Whether the marks are frames. @param clock null: there are none */
export function areFrames(view: Viewport, clock: FrameClock | null): clock is FrameClock {
  return clock !== null && frameWidth(view, clock) >= framePixels;
}

/** Pixels of a frame, on the average. */
const frameWidth = (view: Viewport, { times, end }: FrameClock): number =>
  (pixelsPerSecond(view) * (end - (times[0] as number))) / times.length;

/** Marks of the ruler in view. @param clock of the video's frames; null: there are none */
export function ticks(view: Viewport, clock: FrameClock | null = null): Tick[] {
  return areFrames(view, clock) ? frameTicks(view, clock) : timeTicks(view);
}

function frameTicks(view: Viewport, clock: FrameClock): Tick[] {
  const first = clock.times[0] as number;
  const least = labelPixels / frameWidth(view, clock);
  const step = [1, 2, 5, 10].find((candidate) => candidate >= least) ?? 10;
  const [from, to] = [view.visible.start, view.visible.end].map((seconds) => frameAt(clock, first + seconds));
  const out: Tick[] = [];
  for (let frame = from as number; frame <= (to as number); frame++) {
    const seconds = (clock.times[frame] as number) - first;
    out.push({ x: toX(view, seconds), seconds, label: frame % step === 0 ? `f ${frame}` : null });
  }
  return out;
}

function timeTicks(view: Viewport): Tick[] {
  const scale = pixelsPerSecond(view);
  const step = steps.find((candidate) => candidate * scale >= labelPixels) ?? 86_400;
  const divisions = minorOf(step);
  const minor = step / divisions;
  const out: Tick[] = [];
  const last = Math.ceil(view.visible.end / minor);
  for (let k = Math.floor(view.visible.start / minor); k <= last; k++) {
    const seconds = k * minor;
    out.push({ x: toX(view, seconds), seconds, label: k % divisions === 0 ? tickLabel(seconds, step) : null });
  }
  return out;
}

/** `mm:ss`, with tenths where marks are closer than a second, with hours from one hour on. */
export function tickLabel(seconds: number, step: number): string {
  const tenths = Math.round(seconds * 10);
  const whole = Math.floor(tenths / 10);
  const pad = (value: number) => String(value).padStart(2, '0');
  const fraction = step < 1 ? `.${tenths % 10}` : '';
  const minutes = `${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}${fraction}`;
  return whole >= 3600 ? `${Math.floor(whole / 3600)}:${minutes}` : minutes;
}
