import { spanIou } from '../../common/domain/span';
import { type SeenSegment, seenOf, type TwiceLabelled } from './twice';

/** Segments of the two that mean the same moment. */
export interface Pair {
  mine: SeenSegment;
  theirs: SeenSegment;
}

/** The pairs, and the segments of each that are in none. */
interface Pairing {
  pairs: Pair[];
  mine: SeenSegment[];
  theirs: SeenSegment[];
}

/** From which intersection over union on two segments have to do with each other. */
export const leastOverlap = 0.1;

/**
 * One segment of each, those that overlap most first (equal ones: the earlier). Neither of the two comes first, so that
 * swapping them gives the same pairs.
 * @param fits whether two may be a pair
 */
export function pairUp(
  mine: readonly SeenSegment[],
  theirs: readonly SeenSegment[],
  fits: (a: SeenSegment, b: SeenSegment) => boolean,
): Pairing {
  const candidates: (Pair & { iou: number })[] = [];
  let first = 0;
  for (const a of mine) {
    // Both lists ascend by start; a segment may still outlast those behind it, so only a finished front is passed over.
    while (first < theirs.length && (theirs[first] as SeenSegment).end <= a.start) first++;
    for (let i = first; i < theirs.length && (theirs[i] as SeenSegment).start < a.end; i++) {
      const b = theirs[i] as SeenSegment;
      const iou = fits(a, b) ? spanIou(a, b) : 0;
      if (iou >= leastOverlap) candidates.push({ mine: a, theirs: b, iou });
    }
  }
  candidates.sort((a, b) => b.iou - a.iou || a.mine.start + a.theirs.start - (b.mine.start + b.theirs.start));
  const taken = new Set<SeenSegment>();
  const pairs: Pair[] = [];
  for (const { mine: a, theirs: b } of candidates) {
    if (taken.has(a) || taken.has(b)) continue;
    taken.add(a).add(b);
    pairs.push({ mine: a, theirs: b });
  }
  const free = (segment: SeenSegment) => !taken.has(segment);
  return { pairs, mine: mine.filter(free), theirs: theirs.filter(free) };
}

const known = new WeakMap<TwiceLabelled, Pairing>();

/** Segments of one class that are the same one; of one object they are found once. */
export function sameSegments(video: TwiceLabelled): Pairing {
  const { mine, theirs } = seenOf(video);
  const same = known.get(video) ?? pairUp(mine, theirs, (a, b) => a.classIndex === b.classIndex);
  known.set(video, same);
  return same;
}
