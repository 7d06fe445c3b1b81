import type { Annotation, Segment } from './domain/annotation';
import type { AnnotationEdit } from './domain/edit';
import { laneOf } from './domain/lane';

/** What merging classes does to the labels of one video. */
export interface MergedLabels {
  edit: AnnotationEdit;
  /** Segments whose class changes. */
  segments: number;
  /** Pairs of segments that were of two classes, are of one now, and touch, share time, or have the very same span. */
  touching: number;
  overlapping: number;
  doubled: number;
}

/**
 * Gives the segments of some classes another one, and predictions of them that were rejected; origins stay,
 * because nobody has looked at them.
 * @param join whether segments that now are of one class and touch or overlap become one
 * @returns null where the video has nothing of these classes
 */
export function mergeLabels(
  { video, segments, rejected = [] }: Annotation,
  { from, into, join, name }: { from: ReadonlySet<number>; into: number; join: boolean; name: string },
): MergedLabels | null {
  const concerned = segments
    .filter(({ classId }) => classId === into || from.has(classId))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const relabelled = concerned.filter(({ classId }) => classId !== into);
  const isRejected = rejected.some(({ classId }) => from.has(classId));
  if (relabelled.length === 0 && !isRejected) return null;
  const counts = { touching: 0, overlapping: 0, doubled: 0 };
  const groups = new Map(concerned.map((segment) => [segment, [segment]]));
  for (const [before, segment] of meetings(concerned)) {
    counts[meetingOf(before, segment)]++;
    if (join) unite(groups, before, segment);
  }
  const changes = [...new Set(groups.values())].flatMap((group) => joined(group, into));
  const after = rejected.map((one) => (from.has(one.classId) ? { ...one, classId: into } : one));
  const edit = { video, name, segments: changes, ...(isRejected && { rejected: { before: rejected, after } }) };
  return { edit, segments: relabelled.length, ...counts };
}

/** Pairs of two classes that touch or share time in one lane. @param segments in order of start */
function* meetings(segments: readonly Segment[]): Generator<[before: Segment, segment: Segment]> {
  let open: Segment[] = [];
  for (const segment of segments) {
    open = open.filter(({ end }) => end >= segment.start);
    for (const before of open)
      if (before.classId !== segment.classId && laneOf(before) === laneOf(segment)) yield [before, segment];
    open.push(segment);
  }
}

function unite(groups: Map<Segment, Segment[]>, a: Segment, b: Segment): void {
  const [one, other] = [groups.get(a), groups.get(b)];
  if (!one || !other || one === other) return;
  one.push(...other);
  for (const segment of other) groups.set(segment, one);
}

function meetingOf(before: Segment, { start, end }: Segment): 'touching' | 'overlapping' | 'doubled' {
  if (start === before.end) return 'touching';
  return start === before.start && end === before.end ? 'doubled' : 'overlapping';
}

/** The first of a group with the span of all and what was noted of any. */
function joined(group: readonly Segment[], into: number): AnnotationEdit['segments'] {
  const [first, ...others] = group.slice().sort((a, b) => a.start - b.start || a.end - b.end);
  if (!first || (others.length === 0 && first.classId === into)) return [];
  const notes = group.flatMap(({ note }) => note ?? []);
  const after: Segment = {
    ...first,
    end: Math.max(...group.map(({ end }) => end)),
    classId: into,
    origin: group.every(({ origin }) => origin === first.origin) ? first.origin : 'human',
    ...(notes.length > 0 && { note: notes.join('\n') }),
  };
  return [{ before: first, after }, ...others.map((before) => ({ before, after: null }))];
}
