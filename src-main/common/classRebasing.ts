/**
 * Edits of classes and lanes put on top of what somebody else has changed in between, like those of labels in
 * `rebasing.ts`: what touches other fields stands beside it, two new classes both stand, and labels follow as far as
 * they still are what the edit was made for.
 */
import { slotsAfter } from './classEditing';
import {
  classKey,
  combined,
  type PartChange,
  partOf,
  partsIn,
  readKey,
  taxonomyChange,
  withPart,
  withSlotsByRank,
} from './classParts';
import type { Renumbered } from './contract/taxonomy';
import type { Annotation, Segment } from './domain/annotation';
import { type AnnotationEdit, applyEdit, isSame } from './domain/edit';
import { type Lane, laneOf, lanesOf } from './domain/lane';
import { type ActionClass, cleanClassName, isOneClass, type Taxonomy } from './domain/taxonomy';
import { applyTaxonomyEdit, removedLanes, taxonomyConflict, type TaxonomyEdit } from './domain/taxonomyEdit';
import { movedTo } from './laneEditing';
import { rebased } from './rebasing';

/**
 * The edit as it is for these classes; its labels are for `rebasedLabels`.
 * @throws UserError `edit-conflict` where both have changed the same
 */
export function rebasedClasses(edit: TaxonomyEdit, now: Taxonomy): { edit: TaxonomyEdit; renumbered: Renumbered } {
  const renumbered: Renumbered = { classes: {}, lanes: {} };
  if (fits(edit, now)) return { edit, renumbered };
  let after = now;
  const touched: PartChange[] = [];
  for (const made of partsIn(withSlotsByRank(edit, now))) {
    const change = made.before ? made : numbered(made, after, renumbered);
    const { value, clashes } = combined(change, partOf(after, change.key));
    if (clashes) throw taxonomyConflict(edit);
    after = withPart(after, change, value);
    touched.push(change);
  }
  const isBare = lanesOf(after).length === 0 || touched.some((change) => isMergedIntoNothing(change, after));
  if (isBare || touched.some((change) => isTaken(change, after))) throw taxonomyConflict(edit);
  if (edit.classes.length > 0)
    after = { ...after, verbSlots: slotsAfter(now, taxonomyChange(edit.name, now, after).classes) };
  const as: Numbering = { class: (id) => renumbered.classes[id] ?? id, lane: (id) => renumbered.lanes[id] ?? id };
  const labels = edit.labels.map((one) => renumberedLabels(one, as));
  return { edit: { ...taxonomyChange(edit.name, now, after), labels }, renumbered };
}

function fits(edit: TaxonomyEdit, now: Taxonomy): boolean {
  const parts = partsIn(edit);
  try {
    const after = applyTaxonomyEdit(now, edit);
    const isGood = (change: PartChange) => !isTaken(change, after) && !isMergedIntoNothing(change, after);
    return parts.every((change) => (change.before || isFree(change, now)) && isGood(change));
  } catch {
    return false;
  }
}

const isMergedIntoNothing = ({ after: value, into }: PartChange, after: Taxonomy): boolean =>
  value === null && into !== undefined && !partOf(after, classKey(into));

/** Whether what is new has an id that nothing else has or had; what comes back has its own. */
function isFree({ key, after }: PartChange, now: Taxonomy): boolean {
  const { kind, id } = readKey(key);
  if (kind === 'lane') return id >= (now.nextLane ?? 1) || !partOf(now, key);
  const was = now.retired.find((one) => one.id === id);
  return was ? isOneClass(was, after as ActionClass) : id >= now.nextId;
}

/** What is new under an id that is free; where there is one of its name, that one. */
export function numbered(change: PartChange, now: Taxonomy, renumbered: Renumbered): PartChange {
  const { kind, id } = readKey(change.key);
  const list = kind === 'class' ? now.classes : lanesOf(now);
  const named = list.find(({ name }) => cleanClassName(name) === cleanClassName(String(change.after?.['name'])));
  if (!named && isFree(change, now)) return change;
  const next = named?.id ?? (kind === 'class' ? now.nextId : (now.nextLane ?? 1));
  renumbered[kind === 'class' ? 'classes' : 'lanes'][id] = next;
  const after = { ...change.after, id: next, ...(named && { name: named.name }) };
  const before = named ? { id: next, name: named.name } : null;
  return { ...change, key: `${kind} ${next}`, before, after, at: list.length };
}

/** Whether another class has the name or the key that a class gets, another lane its name, another verb its colour. */
export function isTaken({ key, before, after: value }: PartChange, after: Taxonomy): boolean {
  return value !== null && holdersOf({ key, before, after: value }, after).length > 0;
}

/** Keys of the parts that have what must be one's alone. */
export function holdersOf({ key, before, after: value }: PartChange, taxonomy: Taxonomy): string[] {
  const { kind, id } = readKey(key);
  const gets = (field: string) => value?.[field] !== undefined && !isSame(value[field], before?.[field]);
  if (kind === 'class') {
    const has = ({ name, hotkey }: ActionClass) =>
      (gets('name') && cleanClassName(name) === cleanClassName(String(value?.['name']))) ||
      (gets('hotkey') && hotkey === value?.['hotkey']);
    return taxonomy.classes.filter((one) => one.id !== id && has(one)).map((one) => `class ${one.id}`);
  }
  if (kind === 'lane') {
    const holders = lanesOf(taxonomy).filter((lane) => lane.id !== id && gets('name') && lane.name === value?.['name']);
    return holders.map((lane) => `lane ${lane.id}`);
  }
  if (kind === 'order') return [];
  const held = Object.entries(taxonomy.verbSlots);
  const mine = Object.entries(value ?? {});
  const verbs = held.filter(([verb, slot]) =>
    mine.some(([own, its]) => its === slot && !(verb in (value ?? {})) && own !== verb),
  );
  return verbs.map(([verb]) => `verbs ${JSON.stringify([verb])}`);
}

/** Ids as they are to be. */
export type Numbering = Record<'class' | 'lane', (id: number) => number>;

/** Labels that were edited for ids which others were faster to give. */
export function renumberedLabels(edit: AnnotationEdit, as: Numbering): AnnotationEdit {
  const one = (segment: Segment | null): Segment | null =>
    segment && movedTo({ ...segment, classId: as.class(segment.classId) }, as.lane(laneOf(segment)));
  return { ...edit, segments: edit.segments.map(({ before, after }) => ({ before: one(before), after: one(after) })) };
}

/** Likewise classes and lanes. */
export function renumberedClasses(edit: TaxonomyEdit, as: Numbering): TaxonomyEdit {
  const { lanes } = edit;
  const entry = (one: ActionClass | null) => one && { ...one, id: as.class(one.id) };
  const list = (all: Lane[] | null) => all?.map((lane) => ({ ...lane, id: as.lane(lane.id) })) ?? null;
  return {
    ...edit,
    classes: edit.classes.map((change) => ({
      ...change,
      before: entry(change.before),
      after: entry(change.after),
      ...(change.into !== undefined && { into: as.class(change.into) }),
    })),
    ...(lanes && { lanes: { before: list(lanes.before), after: list(lanes.after) } }),
    labels: edit.labels.map((one) => renumberedLabels(one, as)),
  };
}

/** Whether classes are merged or lanes go, or come back, so that labels follow. */
export const hasFollowers = ({ classes, lanes }: TaxonomyEdit): boolean =>
  lanes !== undefined || classes.some(({ into }) => into !== undefined);

/**
 * What an edit of classes or lanes does to the labels of a video as they are now: its changes as far as somebody else
 * has not changed the same; what is of a class or in a lane that goes follows it.
 * @param planned what it does to the labels that it was made for
 * @returns null where nothing changes
 */
export function rebasedLabels(
  edit: TaxonomyEdit,
  planned: readonly AnnotationEdit[],
  labels: Annotation,
): AnnotationEdit | null {
  const after = new Map(labels.segments.map((segment) => [segment.id, segment as Segment | null]));
  for (const change of planned.flatMap(({ segments }) => segments)) {
    const id = (change.before ?? change.after)?.id ?? '';
    const { value, clashes } = combined(change, after.get(id) ?? null);
    if (!clashes) after.set(id, value as Segment | null);
  }
  const { class: classIn, lane: laneIn } = goingIn(edit);
  const gone = (segment: Segment | null): Segment | null =>
    segment && movedTo({ ...segment, classId: classIn(segment.classId) }, laneIn(laneOf(segment)));
  const before = new Map(labels.segments.map((segment) => [segment.id, segment]));
  const segments = [...after].flatMap(([id, segment]) => {
    const change = { before: before.get(id) ?? null, after: gone(segment) };
    return isSame(change.before, change.after) ? [] : change;
  });
  const marked = planned.reduce((now, one) => applyEdit(now, { ...rebased(one, now), segments: [] }), labels);
  const { rejected: was = [], reviewed } = labels;
  const is = (marked.rejected ?? []).map((one) => ({ ...one, classId: classIn(one.classId) }));
  const changed = {
    ...(!isSame(was, is) && { rejected: { before: was, after: is } }),
    ...(!isSame(reviewed, marked.reviewed) && { reviewed: { before: reviewed, after: marked.reviewed } }),
  };
  if (segments.length === 0 && Object.keys(changed).length === 0) return null;
  return { video: labels.video, name: planned[0]?.name ?? edit.name, segments, ...changed };
}

/** Where classes and lanes end that an edit does away with: a merged class in another one, a lane in its neighbour. */
function goingIn(edit: TaxonomyEdit): Numbering {
  const merged = new Map(
    edit.classes.flatMap(({ before, after, into }) =>
      before && !after && into !== undefined ? [[before.id, into]] : [],
    ),
  );
  const gone = removedLanes(edit);
  const lanes = lanesOf({ lanes: edit.lanes?.before ?? undefined });
  const taking = (id: number) => {
    const at = lanes.findIndex((lane) => lane.id === id);
    const left = [...lanes.slice(0, at).reverse(), ...lanes.slice(at + 1)].find((lane) => !gone.has(lane.id));
    return left?.id ?? id;
  };
  return {
    class: (id) => merged.get(id) ?? id,
    lane: (id) => (gone.has(id) ? taking(id) : id),
  };
}
