/**
 * Edits that found no room because another program or window had changed the same segments, and what merges them with the
 * labels that are there now: like the hands of `labelling.ts`, as one edit that can be undone.
 */
import type { Annotation, Segment } from './domain/annotation';
import type { Keep } from './domain/conflict';
import { type AnnotationEdit, isSame } from './domain/edit';
import { overlap } from './domain/span';
import { cutBack, freeParts, type Labelling } from './labelling';

/** Edits of one video that were kept together. */
export interface KeptEdits {
  video: string;
  /** Tells those of one video apart. */
  time: string;
  edits: readonly AnnotationEdit[];
  /** Ids of segments of which a person has said what shall be. */
  settled: readonly string[];
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

export const conflictKey = ({ video, time }: Pick<KeptEdits, 'video' | 'time'>, segment: string): string =>
  `${video}.${time}#${segment}`;

/** Segments by id as kept edits leave them, with what they were before the first. */
export function versionsIn(
  edits: readonly AnnotationEdit[],
): Map<string, { before: Segment | null; mine: Segment | null }> {
  const versions = new Map<string, { before: Segment | null; mine: Segment | null }>();
  for (const { before, after } of edits.flatMap(({ segments }) => segments)) {
    const id = (before ?? after)?.id;
    if (id !== undefined)
      versions.set(id, { before: versions.has(id) ? versions.get(id)!.before : before, mine: after });
  }
  return versions;
}

/** Whether two versions label the same; where a segment comes from is not asked about. */
export const isSameLabel = (a: Segment | null, b: Segment | null): boolean =>
  isSame(a && { ...a, origin: '' }, b && { ...b, origin: '' });

/** What is still to be settled of kept edits, given the labels as they are now. */
export function openConflicts(kept: KeptEdits, labels: Annotation, singleLabel: boolean): OpenConflict[] {
  return [...versionsIn(kept.edits)].flatMap(([id, { before, mine }]) => {
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

/** What can be kept of a conflict: mine only while its class exists, both only where there are two and there is room. */
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
 * The edit that settles conflicts of one video. Kept alone, mine takes its place and what is in the way is cut back where
 * segments must not overlap; kept with theirs, it comes beside it, there in what is free.
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
