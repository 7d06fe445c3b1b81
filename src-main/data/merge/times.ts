import type { Annotation } from '../../common/domain/annotation';
import { stepCount } from '../../common/domain/featureSet';
import { mergeSpans, type Span } from '../../common/domain/span';
import { type FrameClock, nearestBoundary } from '../../common/domain/video';

/** A unit of time: frames of the clock, seconds or steps from the first frame. Steps without a rate are one a frame. */
export interface Timebase {
  unit: Annotation['timebase'];
  rate: number | null;
}

/** What positions of these labels count. */
export function timebaseOf(annotation: Annotation): Timebase {
  return { unit: annotation.timebase, rate: annotation.rate ?? null };
}

/** Turns positions of one time base into another; null where the two cannot be compared without the video. */
export function converter(
  from: Timebase,
  to: Timebase,
  clock: FrameClock | null,
): ((position: number) => number) | null {
  if (from.unit === to.unit && from.rate === to.rate) return (position) => position;
  if (to.unit === 'frames' && clock) {
    if (from.unit === 'steps' && from.rate === null) return (position) => Math.min(position, clock.times.length);
    const seconds = toSeconds(from);
    const origin = clock.times[0] ?? 0;
    return seconds && ((position) => nearestBoundary(clock, origin + seconds(position)));
  }
  const seconds = toSeconds(from);
  if (!seconds || to.unit === 'frames') return null;
  if (to.unit === 'seconds') return seconds;
  const rate = to.rate;
  return rate === null ? null : (position) => seconds(position) * rate;
}

function toSeconds({ unit, rate }: Timebase): ((position: number) => number) | null {
  if (unit === 'seconds') return (position) => position;
  return unit === 'steps' && rate !== null ? (position) => position / rate : null;
}

/** Where the video ends, in the unit of `base`; infinite where that is not known. */
export function endOf(base: Timebase, duration: number | null, clock: FrameClock | null): number {
  if (base.unit === 'frames' || (base.unit === 'steps' && base.rate === null)) return clock?.times.length ?? Infinity;
  if (duration === null || duration <= 0) return Infinity;
  return base.unit === 'seconds' ? duration : stepCount(duration, base.rate as number);
}

/** In frames nothing may vanish by rounding: what is shorter than a frame becomes the frame it begins in. */
export function atLeastOneFrame(span: Span, frames: number): Span {
  if (span.end > span.start) return span;
  const start = Math.min(span.start, frames - 1);
  return { start, end: start + 1 };
}

/**
 * Labels that came without a video, put on the frames of the video that was found for them. Ends behind the video are
 * clipped.
 * @returns null where a segment begins after the video's end, so that it cannot be the video that was labelled
 */
export function onFrames(annotation: Annotation, clock: FrameClock): Annotation | null {
  const base = timebaseOf(annotation);
  const toFrame = converter(base, { unit: 'frames', rate: null }, clock);
  const end = endOf(base, clock.end - (clock.times[0] ?? 0), clock);
  if (!toFrame || annotation.segments.some((s) => s.start >= end)) return null;
  const { rate: _, ...rest } = annotation;
  const frames = (span: Span): Span => ({ start: toFrame(span.start), end: toFrame(span.end) });
  return {
    ...rest,
    timebase: 'frames',
    segments: annotation.segments.map((s) => ({ ...s, ...atLeastOneFrame(frames(s), clock.times.length) })),
    reviewed: mergeSpans(annotation.reviewed.map(frames)),
    ...(annotation.rejected && { rejected: annotation.rejected.map((one) => ({ ...one, ...frames(one) })) }),
  };
}
