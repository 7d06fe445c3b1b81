/**
 * Labels of somebody else, another annotator or a run, in the place of what is there. Each is one edit, as in
 * `labelling.ts`; what is in the way is cut back where segments must not overlap, and null means
 * that there is nothing to do.
 */
import type { Segment } from './domain/annotation';
import type { AnnotationEdit } from './domain/edit';
import { mergeSpans, type Span, subtractSpans } from './domain/span';
import { cutBack, fresh, type Labelling, shortest } from './labelling';

/** A segment of somebody else, in the labels' timebase. */
export type Offered = Pick<Segment, 'start' | 'end' | 'classId' | 'origin'>;

/**
 * Puts an offered segment in the place of one that is there.
 * @param id of the segment that goes; null: nothing goes
 * @param offered null: nothing comes
 * @param freshId ids of new segments
 */
export function replaceSegment(
  on: Labelling,
  id: string | null,
  offered: Offered | null,
  freshId: () => string,
): AnnotationEdit | null {
  const before = on.labels.segments.find((segment) => segment.id === id) ?? null;
  const inside = offered && { ...offered, start: Math.max(0, offered.start), end: Math.min(on.end, offered.end) };
  if ((id !== null && !before) || (!before && !inside)) return null;
  const after = inside && (before ? { ...before, ...inside } : fresh(on, { ...inside, id: freshId() }));
  const others = on.labels.segments.filter((segment) => segment !== before);
  const cut = after && on.singleLabel ? cutBack(on, others, [after], freshId) : [];
  const shown = (after ?? before) as Segment;
  const name = `${offered ? 'Take over' : 'Delete'} “${on.className(shown.classId)}”`;
  return { video: on.labels.video, name, segments: [{ before, after }, ...cut] };
}

/**
 * Takes somebody's word on a span that thereby is reviewed: offered segments come where nothing is labelled.
 * @param instead within the span this class is wrong: its segments end where it begins and go on behind it
 */
export function takeWord(
  on: Labelling,
  span: Span,
  { offered, instead, name }: { offered: readonly Offered[]; instead: number | null; name: string },
  freshId: () => string,
): AnnotationEdit | null {
  const { video, segments, reviewed } = on.labels;
  const wrong = instead === null ? [] : segments.filter(({ classId }) => classId === instead);
  const cut = cutBack(on, wrong, [span], freshId);
  const gone = new Set(cut.map(({ before }) => before));
  const left = [...segments.filter((one) => !gone.has(one)), ...cut.flatMap(({ after }) => after ?? [])];
  const added = offered.flatMap((one) =>
    free(on, one, left).map((part) => fresh(on, { ...one, ...part, id: freshId() })),
  );
  const after = mergeSpans([...reviewed, span]);
  if (cut.length + added.length === 0 && JSON.stringify(after) === JSON.stringify(reviewed)) return null;
  return {
    video,
    name,
    segments: [...cut, ...added.map((one) => ({ before: null, after: one }))],
    reviewed: { before: reviewed, after },
  };
}

/** The parts of a segment in which it may be added: beside others of its class, or of any where none may overlap. */
function free(on: Labelling, { start, end, classId }: Offered, labels: readonly Segment[]): Span[] {
  const inTheWay = on.singleLabel ? labels : labels.filter((one) => one.classId === classId);
  const inside = { start: Math.max(0, start), end: Math.min(on.end, end) };
  return subtractSpans([inside], inTheWay).filter((part) => part.end - part.start >= shortest(on));
}
