import { mergeSpans, overlap, type Span } from '../../common/domain/span';

/**
 * Two people's labels of the same videos, and how far they agree. All of it is counted only where both have looked, in
 * frames: segments are cut to what both have reviewed, and an edge that lies on the border of that is no edge of either.
 */
export interface LabelledFrames extends Span {
  id: string;
  classIndex: number;
}

export interface TwiceLabelled {
  mine: readonly LabelledFrames[];
  theirs: readonly LabelledFrames[];
  /** What both have looked at; sorted, disjoint, in whole frames. */
  both: readonly Span[];
  /** Time at which a boundary of frames lies, from the first frame. */
  seconds: (frame: number) => number;
}

/** The part of a segment that both have looked at. */
export interface SeenSegment extends LabelledFrames {
  /** All of it. */
  whole: Span;
  /** Whether the edge is one that both could see: strictly inside what both have reviewed. */
  startSeen: boolean;
  endSeen: boolean;
}

/** The segments of one of the two as far as both have looked, in order of start; one that spans a gap is two. */
export function seenSegments(segments: readonly LabelledFrames[], both: readonly Span[]): SeenSegment[] {
  return segments
    .flatMap((segment) =>
      both
        .filter((span) => overlap(segment, span) > 0)
        .map((span) => ({
          ...segment,
          whole: { start: segment.start, end: segment.end },
          start: Math.max(segment.start, span.start),
          end: Math.min(segment.end, span.end),
          startSeen: segment.start > span.start,
          endSeen: segment.end < span.end,
        })),
    )
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

export const framesOf = (spans: readonly Span[]): number => spans.reduce((sum, { start, end }) => sum + end - start, 0);

/**
 * Label of each frame that both have looked at, one behind the other: the class that covers it, of several the first in
 * the list of classes, the background (index 0) where none does.
 */
export function frameLabels(segments: readonly LabelledFrames[], both: readonly Span[]): Int32Array {
  const labels = new Int32Array(framesOf(both));
  let offset = 0;
  for (const span of both) {
    for (const { start, end, classIndex } of seenSegments(segments, [span])) {
      for (let frame = start; frame < end; frame++) {
        const at = offset + frame - span.start;
        const label = labels[at] as number;
        if (label === 0 || classIndex < label) labels[at] = classIndex;
      }
    }
    offset += span.end - span.start;
  }
  return labels;
}

/** What both have looked at. */
export function seenByBoth(mine: readonly Span[], theirs: readonly Span[]): Span[] {
  const others = mergeSpans(theirs);
  return mergeSpans(mine).flatMap((span) =>
    others
      .filter((other) => overlap(span, other) > 0)
      .map((other) => ({ start: Math.max(span.start, other.start), end: Math.min(span.end, other.end) })),
  );
}
