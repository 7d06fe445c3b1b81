import { z } from 'zod';
import { Span } from './span';

/** What becomes of a conflict. */
export const Keep = z.enum(['mine', 'theirs', 'both']);
export type Keep = z.infer<typeof Keep>;

/** A segment as one of the two has it. Seconds from the first frame. */
const Version = Span.extend({ classId: z.int(), lane: z.int(), note: z.string().optional() });
export type Version = z.infer<typeof Version>;

/** A segment that was changed here and by another program or window, until a person says what shall be. */
export const Conflict = z.object({
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
export type Conflict = z.infer<typeof Conflict>;
