/** Segments in the order of time, as painters and gestures find them, and how they look. */
import type { ClassLook } from '../../../src-main/common/classColours';

/** A segment as the timeline draws it. Seconds from the first frame, half-open. */
export interface DrawnSegment {
  id: string;
  start: number;
  end: number;
  classId: number;
  name: string;
  /** Mean probability of a prediction; absent where it is not known. */
  confidence?: number;
  /** A prediction that somebody has put down as wrong. */
  rejected?: boolean;
}

export interface Lane {
  /** Sorted by start. */
  segments: readonly DrawnSegment[];
  /** Seconds of the longest, so that a search by start finds all that reach into view. */
  longest: number;
}

export interface SegmentStyle {
  top: number;
  height: number;
  /** The same function for as long as nothing looks otherwise. */
  look: (segment: DrawnSegment) => ClassLook;
  /** Null: no text and no rounding, for lanes drawn small. */
  font: string | null;
  /** Outlined as chosen. */
  selected: string | null;
  accent: string;
  text: string;
  /** Colour of lines under the names, where nothing is known of the segments; absent: none. */
  hatch?: string;
  /** The edge of the chosen segment that is nudged; absent: its edges have no grips. */
  edge?: 'start' | 'end';
  /** Pixels at a segment's right end that are kept free of its name; absent: none. */
  keptFree?: (segment: DrawnSegment) => number;
}

/** Segments in the order of time, ready to be found by place. */
export function makeLane(segments: readonly DrawnSegment[]): Lane {
  const sorted = segments.slice().sort((a, b) => a.start - b.start);
  return { segments: sorted, longest: sorted.reduce((most, { start, end }) => Math.max(most, end - start), 0) };
}

/** Index of the first segment that may reach `seconds` or later. */
export function firstFrom(lane: Lane, seconds: number): number {
  let low = 0;
  let high = lane.segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lane.segments[middle]!.start < seconds - lane.longest) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The segment under a moment; the later one where two overlap, as it is painted above. */
export function segmentAt(lane: Lane, seconds: number): DrawnSegment | null {
  let found: DrawnSegment | null = null;
  for (let i = firstFrom(lane, seconds); i < lane.segments.length; i++) {
    const segment = lane.segments[i]!;
    if (segment.start > seconds) break;
    if (seconds < segment.end) found = segment;
  }
  return found;
}
