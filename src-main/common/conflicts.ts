/**
 * Edits that found no room because another program or window had changed the same segments, and what merges them with
 * the labels that are there now: like the hands of `labelling.ts`, as one edit that can be undone.
 */
import type { Annotation, Segment } from './domain/annotation';
import type { Keep } from './domain/conflict';
import { type AnnotationEdit, isSame } from './domain/edit';
import { overlap } from './domain/span';
import { cutBack, freeParts, type Labelling } from './labelling';

/** Edits that were kept together, of one video or of classes and lanes. */
export interface KeptEdits<E = AnnotationEdit> {
  /** '' of those of classes and lanes. */
  video: string;
  /** Tells those of one video apart. */
  time: string;
  edits: readonly E[];
  /** Ids of segments, or keys of parts, of which a person has said what shall be. */
  settled: readonly string[];
}

/** What an edit leaves and brings of a segment, or of a part of the classes. */
interface Change<T> {
  key: string;
  before: T | null;
  after: T | null;
}

/** A segment of which two versions are known. */
export interface OpenConflict {
  key: string;
  id: string;
  before: Segment | null;
  mine: Segment | null;
  /** The segment as it is now, first, and where segments must not overlap those that mine would overlap. */
  theirs: readonly Segment[];
}

export const conflictKey = ({ video, time }: Pick<KeptEdits, 'video' | 'time'>, which: string): string =>
  `${video}.${time}#${which}`;

export const segmentsIn = ({ segments }: AnnotationEdit): Change<Segment>[] =>
  segments.map(({ before, after }) => ({ key: (before ?? after)?.id ?? '', before, after }));

/** Whatever was changed as changes one after the other leave it, with what it was before the first. */
export function versionsIn<T>(changes: readonly Change<T>[]): Map<string, { before: T | null; mine: T | null }> {
  const versions = new Map<string, { before: T | null; mine: T | null }>();
  for (const { key, before, after } of changes) {
    const known = versions.get(key);
    versions.set(key, { before: known ? known.before : before, mine: after });
  }
  return versions;
}

/** Whether two versions label the same; where a segment comes from is not asked about. */
export const isSameLabel = (a: Segment | null, b: Segment | null): boolean =>
  isSame(a && { ...a, origin: '' }, b && { ...b, origin: '' });

/** What is still to be settled of kept edits, given the labels as they are now. */
export function openConflicts(kept: KeptEdits, labels: Annotation, singleLabel: boolean): OpenConflict[] {
  return [...versionsIn(kept.edits.flatMap(segmentsIn))].flatMap(([id, { before, mine }]) => {
    const now = labels.segments.find((segment) => segment.id === id) ?? null;
    const isDone = kept.settled.includes(id) || isSameLabel(before, mine) || isSameLabel(mine, now);
    if (isDone) return [];
    const inTheWay = labels.segments.filter((one) => one !== now && mine && singleLabel && overlap(one, mine) > 0);
    return { key: conflictKey(kept, id), id, before, mine, theirs: now ? [now, ...inTheWay] : inTheWay };
  });
}

interface Merging {
  singleLabel: boolean;
  isClass: (classId: number) => boolean;
  freshId: () => string;
}

/**
 * What can be kept of a conflict: mine only while its class exists, both only where there are two and there is room.
 */
export function keepsOf(
  { id, mine, theirs }: OpenConflict,
  labels: Annotation,
  { singleLabel, isClass }: Omit<Merging, 'freshId'>,
): Keep[] {
  const isPossible = mine === null || isClass(mine.classId);
  const on = labelling(labels, singleLabel);
  const hasTwo = mine !== null && (singleLabel ? theirs.length > 0 : theirs[0]?.id === id);
  const hasBoth = isPossible && hasTwo && freeParts(on, mine).length > 0;
  return [...(isPossible ? (['mine'] as const) : []), 'theirs', ...(hasBoth ? (['both'] as const) : [])];
}

/**
 * The edit that settles conflicts of one video. Kept alone, mine takes its place and what is in the way is cut back
 * where segments must not overlap; kept with theirs, it comes beside it, there in what is free.
 * @returns null where nothing changes
 */
export function mergeConflicts(
  labels: Annotation,
  conflicts: readonly OpenConflict[],
  keep: Keep,
  merging: Merging & { name: string },
): AnnotationEdit | null {
  if (keep === 'theirs') return null;
  const put = keep === 'mine' ? putMine : putBeside;
  const segments = changes(labels.segments, put(labels, conflicts, merging));
  return segments.length === 0 ? null : { video: labels.video, name: merging.name, segments };
}

function putMine(
  labels: Annotation,
  conflicts: readonly OpenConflict[],
  { singleLabel, freshId }: Merging,
): readonly Segment[] {
  const ids = new Set(conflicts.map(({ id }) => id));
  let left = labels.segments.filter(({ id }) => !ids.has(id));
  for (const { id, mine } of conflicts) {
    left = left.filter((segment) => segment.id !== id);
    if (!mine) continue;
    const cut = singleLabel ? cutBack(labelling(labels, true), left, [mine], freshId) : [];
    const cutIds = new Set(cut.map(({ before }) => before));
    left = [...left.filter((segment) => !cutIds.has(segment)), ...cut.flatMap(({ after }) => after ?? []), mine];
  }
  return left;
}

function putBeside(
  labels: Annotation,
  conflicts: readonly OpenConflict[],
  { singleLabel, freshId }: Merging,
): readonly Segment[] {
  let segments = labels.segments;
  for (const { mine } of conflicts) {
    if (!mine) continue;
    const parts = freeParts(labelling({ ...labels, segments }, singleLabel), mine);
    segments = [...segments, ...parts.map((part) => ({ ...mine, ...part, id: freshId() }))];
  }
  return segments;
}

const labelling = (labels: Annotation, singleLabel: boolean): Labelling => ({
  labels,
  end: Number.POSITIVE_INFINITY,
  singleLabel,
  className: String,
});

function changes(before: readonly Segment[], after: readonly Segment[]): AnnotationEdit['segments'] {
  const [was, is] = [before, after].map((segments) => new Map(segments.map((segment) => [segment.id, segment])));
  const ids = new Set([...was!.keys(), ...is!.keys()]);
  return [...ids].flatMap((id) => {
    const change = { before: was!.get(id) ?? null, after: is!.get(id) ?? null };
    return isSame(change.before, change.after) ? [] : change;
  });
}
