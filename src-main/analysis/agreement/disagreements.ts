import type { DisagreementKind } from '../../common/domain/agreement';
import type { Span } from '../../common/domain/span';
import { pairUp, sameSegments } from './pairs';
import type { LabelledFrames, SeenSegment, TwiceLabelled } from './twice';

/** A place where the two differ, in frames. */
export interface FrameDisagreement {
  kind: DisagreementKind;
  span: Span;
  /** Frames that are labelled differently. */
  size: number;
  mine: LabelledFrames | null;
  theirs: LabelledFrames | null;
  /** Where their segment lies as a whole; an edge that neither could see is mine. Null where they have none. */
  taken: Span | null;
}

/**
 * Where the two differ, each segment in one place at most. Segments of one class that overlap (see `pairs.ts`) are the
 * same one; where their edges are more than `frames` apart that is a disagreement. Of the rest, those that overlap are
 * one moment under two names; what is left, only one of the two has seen.
 * @param frames edges this far apart still agree
 */
export function disagreements(video: TwiceLabelled, frames: number): FrameDisagreement[] {
  const same = sameSegments(video);
  const renamed = pairUp(same.mine, same.theirs, () => true);
  return [
    ...same.pairs.flatMap((pair) => {
      const { start, end } = edgesApart(pair);
      const apart = Math.max(Math.abs(start ?? 0), Math.abs(end ?? 0));
      if (apart <= frames) return [];
      return [between('edges', pair.mine, pair.theirs, Math.abs(start ?? 0) + Math.abs(end ?? 0))];
    }),
    ...renamed.pairs.map((pair) => between('class', pair.mine, pair.theirs, lengthOf(joined(pair.mine, pair.theirs)))),
    ...renamed.mine.map((segment) => between('missing there', segment, null, lengthOf(segment))),
    ...renamed.theirs.map((segment) => between('missing here', null, segment, lengthOf(segment))),
  ];
}

/** Frames from the first one's edges to the second's; null for an edge that one of them could not see. */
export function edgesApart({ mine, theirs }: { mine: SeenSegment; theirs: SeenSegment }): {
  start: number | null;
  end: number | null;
} {
  return {
    start: mine.startSeen && theirs.startSeen ? theirs.start - mine.start : null,
    end: mine.endSeen && theirs.endSeen ? theirs.end - mine.end : null,
  };
}

const lengthOf = ({ start, end }: Span) => end - start;
const joined = (a: Span, b: Span): Span => ({ start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) });

function between(
  kind: DisagreementKind,
  mine: SeenSegment | null,
  theirs: SeenSegment | null,
  size: number,
): FrameDisagreement {
  const span = mine && theirs ? joined(mine, theirs) : ((mine ?? theirs) as SeenSegment);
  return {
    kind,
    span: { start: span.start, end: span.end },
    size,
    mine,
    theirs,
    taken: theirs && takenFrom(mine, theirs),
  };
}

function takenFrom(mine: SeenSegment | null, theirs: SeenSegment): Span {
  return {
    start: mine && !mine.startSeen && !theirs.startSeen ? mine.whole.start : theirs.whole.start,
    end: mine && !mine.endSeen && !theirs.endSeen ? mine.whole.end : theirs.whole.end,
  };
}
