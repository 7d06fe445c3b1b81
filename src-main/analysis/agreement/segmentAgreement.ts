import { mergeSpans } from '../../common/domain/span';
import type { F1Counts } from '../videoScores';
import { f1Counts } from '../videoScores';
import type { SegmentList } from '../metrics/segmentList';
import { SegmentMatcher } from '../metrics/segments';
import type { SeenSegment } from './twice';

export const agreementIous = [0.1, 0.25, 0.5] as const;

/** Matches of one video by threshold, over all classes and by class index. */
export interface SegmentMatches {
  all: F1Counts[];
  classes: Map<number, F1Counts[]>;
}

/**
 * Segments matched class by class as segment F1 of a run is (see `SegmentMatcher`), so that labels of several classes
 * at once count all; segments of one class that touch or overlap are one.
 * @param truth whose labels count as the truth
 */
export function matchSegments(truth: readonly SeenSegment[], other: readonly SeenSegment[]): SegmentMatches {
  const [own, others] = [byClass(truth), byClass(other)];
  const matcher = new SegmentMatcher(Uint8Array.of(1), agreementIous);
  const classes = new Map<number, F1Counts[]>();
  for (const classIndex of new Set([...own.keys(), ...others.keys()])) {
    matcher.add(listed(own.get(classIndex) ?? []), listed(others.get(classIndex) ?? []));
    classes.set(classIndex, matcher.matches.map(f1Counts));
  }
  return {
    all: agreementIous.map((_, t) => sumCounts([...classes.values()].map((counts) => counts[t] as F1Counts))),
    classes,
  };
}

/** Counts of several classes or videos as one. */
export function sumCounts(counts: readonly F1Counts[]): F1Counts {
  return counts.reduce((sum, { hits, all }) => ({ hits: sum.hits + hits, all: sum.all + all }), { hits: 0, all: 0 });
}

function byClass(segments: readonly SeenSegment[]): Map<number, SeenSegment[]> {
  const classes = new Map<number, SeenSegment[]>();
  for (const segment of segments) {
    const own = classes.get(segment.classIndex);
    if (own) own.push(segment);
    else classes.set(segment.classIndex, [segment]);
  }
  return classes;
}

/** Those of one class, as a list of its own. */
function listed(segments: readonly SeenSegment[]): SegmentList {
  const spans = mergeSpans(segments);
  return {
    count: spans.length,
    starts: Int32Array.from(spans, ({ start }) => start),
    ends: Int32Array.from(spans, ({ end }) => end),
    classes: new Int32Array(spans.length),
  };
}
