import type { Annotation } from './domain/annotation';
import { type AnnotationEdit, isSame } from './domain/edit';
import { mergeSpans, type Span, subtractSpans } from './domain/span';

/**
 * An edit put on top of what somebody else has changed in between: reviewed spans and rejected predictions are sets, so
 * that what it adds and takes away can always be done.
 * @returns the edit as it is for these labels; its segments may not fit them
 */
export function rebased(edit: AnnotationEdit, { reviewed, rejected = [] }: Annotation): AnnotationEdit {
  return {
    ...edit,
    ...(edit.reviewed && { reviewed: { before: reviewed, after: reviewedAfter(reviewed, edit.reviewed) } }),
    ...(edit.rejected && { rejected: { before: rejected, after: othersAfter(rejected, edit.rejected) } }),
  };
}

/** What an edit does to what is beside the segments. */
export type Marks = Pick<AnnotationEdit, 'reviewed' | 'rejected'>;

/** What two edits together add and take away, whatever is there beside: as edits from the one to the other. */
export function joinedMarks(one: Marks, other: Marks): Marks {
  const reviewed = other.reviewed ? joined(one.reviewed, other.reviewed, reviewedAfter) : one.reviewed;
  const rejected = other.rejected ? joined(one.rejected, other.rejected, othersAfter) : one.rejected;
  return { ...(reviewed && { reviewed }), ...(rejected && { rejected }) };
}

function joined<T>(
  one: Replaced<T> = { before: [], after: [] },
  other: Replaced<T>,
  put: (now: readonly T[], change: Replaced<T>) => T[],
): { before: T[]; after: T[] } {
  const back = { before: other.after, after: other.before };
  return { before: put(one.before, back), after: put(one.after, other) };
}

interface Replaced<T> {
  before: readonly T[];
  after: readonly T[];
}

function reviewedAfter(now: readonly Span[], { before, after }: Replaced<Span>): Span[] {
  if (isSame(now, before)) return [...after];
  const [added, taken] = [subtractSpans(after, before), subtractSpans(before, after)];
  return subtractSpans(mergeSpans([...now, ...added]), taken);
}

/** A set in which somebody else has changed other members. */
export function othersAfter<T>(now: readonly T[], { before, after }: Replaced<T>): T[] {
  const isIn = (list: readonly T[], one: T) => list.some((other) => isSame(one, other));
  const left = now.filter((one) => isIn(after, one) || !isIn(before, one));
  return [...left, ...after.filter((one) => !isIn(before, one) && !isIn(left, one))];
}
