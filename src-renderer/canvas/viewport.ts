/**
 * Which part of time a canvas shows. Seconds from the first frame on one side, CSS pixels on the other; pure
 * arithmetic, so that gestures and painters agree to the pixel.
 */
import type { Span } from '../../src-main/common/domain/span';

export interface Viewport {
  /** Seconds shown, `end > start`. */
  readonly visible: Span;
  /** Width in CSS pixels, at least 1. */
  readonly width: number;
  /** Length of the whole video in seconds. */
  readonly duration: number;
}

/** Shortest span that can be shown: a few frames at 60 a second. */
const shortest = 0.05;

export const pixelsPerSecond = ({ visible, width }: Viewport): number => width / (visible.end - visible.start);

export const toX = (view: Viewport, seconds: number): number => (seconds - view.visible.start) * pixelsPerSecond(view);

export const toSeconds = (view: Viewport, x: number): number => view.visible.start + x / pixelsPerSecond(view);

/** All of the video. */
export const fitted = (duration: number): Span => ({ start: 0, end: Math.max(duration, shortest) });

/** The same length moved, or shortened where the video is shorter, so that it lies within the video. */
export function clamped(span: Span, duration: number): Span {
  const whole = fitted(duration);
  const length = Math.min(Math.max(span.end - span.start, shortest), whole.end);
  const start = Math.min(Math.max(span.start, 0), whole.end - length);
  return { start, end: start + length };
}

/** Zooms by `factor` (above 1: closer) so that the moment under `x` stays under it. */
export function zoomedAt(view: Viewport, x: number, factor: number): Span {
  const anchor = toSeconds(view, x);
  const length = (view.visible.end - view.visible.start) / factor;
  const bounded = Math.min(Math.max(length, shortest), fitted(view.duration).end);
  const start = anchor - (x / view.width) * bounded;
  return clamped({ start, end: start + bounded }, view.duration);
}

/** Moved by pixels; positive shows later times. */
export function panned(view: Viewport, pixels: number): Span {
  const seconds = pixels / pixelsPerSecond(view);
  return clamped({ start: view.visible.start + seconds, end: view.visible.end + seconds }, view.duration);
}

/** The same span while `seconds` is in it, else a page on which it stands a tenth from the left. */
export function following(view: Viewport, seconds: number): Span {
  const { start, end } = view.visible;
  if (seconds >= start && seconds < end) return view.visible;
  const length = end - start;
  const from = seconds - length / 10;
  return clamped({ start: from, end: from + length }, view.duration);
}
