import { spanIou } from '../../common/domain/span';
import type { SeenSegment } from './twice';

/** Segments of the two that mean the same moment. */
export interface Pair {
  mine: SeenSegment;
  theirs: SeenSegment;
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
): { pairs: Pair[]; mine: SeenSegment[]; theirs: SeenSegment[] } {
  const candidates: (Pair & { iou: number })[] = [];
  let first = 0;
  for (const a of mine) {
    // Both lists ascend by start; a segment may still outlast those behind it, so only a finished front is passed over.
    while (first < theirs.length && (theirs[first] as SeenSegment).end <= a.start) first++;
    for (let i = first; i < theirs.length && (theirs[i] as SeenSegment).start < a.end; i++) {
      const b = theirs[i] as SeenSegment;
      const iou = spanIou(a, b);
      if (iou >= leastOverlap && fits(a, b)) candidates.push({ mine: a, theirs: b, iou });
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
