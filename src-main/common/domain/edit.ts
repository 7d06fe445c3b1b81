import { z } from 'zod';
import { UserError } from '../errors';
import { type Annotation, RejectedPrediction, Segment } from './annotation';
import { Span } from './span';

/**
 * A change of one video's labels as what it leaves and what it brings, so that it can be written down, undone, and put
 * on top of what somebody else has changed in between.
 */
export const AnnotationEdit = z.object({
  video: z.string().min(1),
  /** What the person did, in the words of "Undo: …": `Move edge of “pour milk”`. */
  name: z.string().min(1),
  /** Null before: added; null after: deleted. Ids stay. */
  segments: z.array(z.object({ before: Segment.nullable(), after: Segment.nullable() })),
  /** All reviewed spans, where they change. */
  reviewed: z.object({ before: z.array(Span), after: z.array(Span) }).optional(),
  /** All rejected predictions, where they change. */
  rejected: z.object({ before: z.array(RejectedPrediction), after: z.array(RejectedPrediction) }).optional(),
});
export type AnnotationEdit = z.infer<typeof AnnotationEdit>;

/**
 * The labels after an edit, in order of start.
 * @throws UserError `edit-conflict` where they are not what the edit leaves
 */
export function applyEdit(annotation: Annotation, edit: AnnotationEdit): Annotation {
  const segments = new Map(annotation.segments.map((segment) => [segment.id, segment]));
  for (const { before, after } of edit.segments) {
    const id = (before ?? after)?.id;
    if (id === undefined) continue;
    if (!isSame(segments.get(id) ?? null, before)) throw conflict(edit);
    if (after) segments.set(after.id, after);
    else segments.delete(id);
  }
  if (edit.reviewed && !isSame(annotation.reviewed, edit.reviewed.before)) throw conflict(edit);
  const { rejected: rejectedBefore = [], ...others } = annotation;
  if (edit.rejected && !isSame(rejectedBefore, edit.rejected.before)) throw conflict(edit);
  const rejected = edit.rejected?.after ?? rejectedBefore;
  return {
    ...others,
    segments: [...segments.values()].sort((a, b) => a.start - b.start || a.end - b.end),
    reviewed: edit.reviewed?.after ?? annotation.reviewed,
    ...(rejected.length > 0 && { rejected }),
  };
}

/** What takes an edit back. */
export function invertEdit(edit: AnnotationEdit): AnnotationEdit {
  const { reviewed, rejected } = edit;
  return {
    ...edit,
    segments: edit.segments.map(({ before, after }) => ({ before: after, after: before })),
    ...(reviewed && { reviewed: { before: reviewed.after, after: reviewed.before } }),
    ...(rejected && { rejected: { before: rejected.after, after: rejected.before } }),
  };
}

/** Whether two records say the same. */
export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));

/** Keys by name, as files written by hand may have them in any order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, ordered(field)]));
}

function conflict({ video, name }: AnnotationEdit): UserError {
  return new UserError(
    'edit-conflict',
    `Could not do “${name}”: the labels of ${video} have changed since they were shown.`,
    'Look at what is there now and repeat the change.',
  );
}
