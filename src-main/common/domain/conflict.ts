import { z } from 'zod';
import { Span } from './span';

/** What becomes of a conflict. */
export const Keep = z.enum(['mine', 'theirs', 'both']);
export type Keep = z.infer<typeof Keep>;

/** A segment as one of the two has it. Seconds from the first frame. */
const Version = Span.extend({ classId: z.int(), lane: z.int(), note: z.string().optional() });
export type Version = z.infer<typeof Version>;

/** A segment that was changed here and by another program or window, until a person says what shall be. */
export const SegmentConflict = z.object({
  /** See `conflictKey`. */
  key: z.string(),
  video: z.string(),
  /** Id of the segment. */
  segment: z.string(),
  /** What both had; null: there was no such segment. */
  before: Version.nullable(),
  /** Null: deleted here. */
  mine: Version.nullable(),
  /** What stands there now: the segment, and what mine would overlap where segments must not; none: deleted there. */
  theirs: z.array(Version),
  /** Seconds in which all of them are. */
  span: Span,
  /** What can be kept. */
  keeps: z.array(Keep),
});
export type SegmentConflict = z.infer<typeof SegmentConflict>;

/**
 * Likewise of the classes and lanes: one of them, the order of the lanes, or the colours of verbs; versions in words.
 */
export const PartConflict = z.object({
  key: z.string(),
  part: z.enum(['class', 'lane', 'order', 'verbs']),
  /** Such as `Class “cut onion”`. */
  title: z.string(),
  before: z.string(),
  mine: z.string(),
  theirs: z.string(),
  keeps: z.array(Keep),
});
export type PartConflict = z.infer<typeof PartConflict>;

export const Conflict = z.union([SegmentConflict, PartConflict]);
export type Conflict = z.infer<typeof Conflict>;

export const isOfSegment = (conflict: Conflict): conflict is SegmentConflict => 'segment' in conflict;

const nouns = {
  segment: ['segment', 'segments'],
  class: ['class', 'classes'],
  lane: ['lane', 'lanes'],
  order: ['order of lanes', 'orders of lanes'],
  verbs: ['colour', 'colours'],
} as const;

export const kindOf = (conflict: Conflict): keyof typeof nouns => (isOfSegment(conflict) ? 'segment' : conflict.part);

/** `2 segments and 1 class` */
export function countKinds(kinds: readonly (keyof typeof nouns)[]): string {
  const counted = Object.entries(nouns).flatMap(([kind, [one, many]]) => {
    const count = kinds.filter((other) => other === kind).length;
    return count === 0 ? [] : `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
  });
  const last = counted.pop() ?? 'nothing';
  return counted.length > 0 ? `${counted.join(', ')} and ${last}` : last;
}
