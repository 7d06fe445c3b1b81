import { mergeSpans, overlapped, type Span } from '../../common/domain/span';

/**
 * Two people's labels of the same videos, and how far they agree. All of it is counted only where both have looked, in
 * frames: segments are cut to what both have reviewed, and an edge that lies on the border
 * of that is no edge of either.
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
      overlapped(both, segment).map((span) => ({
        id: segment.id,
        classIndex: segment.classIndex,
        whole: { start: segment.start, end: segment.end },
        start: Math.max(segment.start, span.start),
        end: Math.min(segment.end, span.end),
        startSeen: segment.start > span.start,
        endSeen: segment.end < span.end,
      })),
    )
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

const known = new WeakMap<TwiceLabelled, { mine: SeenSegment[]; theirs: SeenSegment[] }>();

/** The segments of both as far as both have looked; of one object they are found once. */
export function seenOf(video: TwiceLabelled): { mine: SeenSegment[]; theirs: SeenSegment[] } {
  const seen = known.get(video) ?? {
    mine: seenSegments(video.mine, video.both),
    theirs: seenSegments(video.theirs, video.both),
  };
  known.set(video, seen);
  return seen;
}

export const framesOf = (spans: readonly Span[]): number => spans.reduce((sum, { start, end }) => sum + end - start, 0);

/**
 * Label of each frame that both have looked at, one behind the other: the class that covers it, of several the first in
 * the list of classes, the background (index 0) where none does.
 */
export function frameLabels(seen: readonly SeenSegment[], both: readonly Span[]): Int32Array {
  const labels = new Int32Array(framesOf(both));
  let [offset, next] = [0, 0];
  for (const span of both) {
    // Segments that are seen lie each in one of the spans.
    for (; next < seen.length && (seen[next] as SeenSegment).start < span.end; next++) {
      const { start, end, classIndex } = seen[next] as SeenSegment;
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
    overlapped(others, span).map((other) => ({
      start: Math.max(span.start, other.start),
      end: Math.min(span.end, other.end),
    })),
  );
}
