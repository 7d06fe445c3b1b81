import {
  classKey,
  laneKey,
  combined,
  type Fields,
  partOf,
  partsIn,
  readKey,
  taxonomyChange,
  withPart,
} from '../../common/classParts';
import type { Annotation, Segment } from '../../common/domain/annotation';
import { type AnnotationEdit, isSame } from '../../common/domain/edit';
import { laneOf, lanesOf } from '../../common/domain/lane';
import { type ActionClass, cleanClassName, isOneClass, type Taxonomy } from '../../common/domain/taxonomy';
import type { TaxonomyEdit } from '../../common/domain/taxonomyEdit';
import { keepEdits } from './kept';

/**
 * Classes and lanes that another program has written as a whole, perhaps from what it had read before edits made here: these
 * are kept as conflicts, and no id loses its meaning.
 */

/** What was edited here of classes and lanes, for as long as nobody else has changed it. */
export class EditedClasses {
  /** What a part was before it was first edited here. */
  private readonly first = new Map<string, Fields | null>();

  note(edit: TaxonomyEdit): void {
    for (const { key, before } of partsIn(edit)) if (!this.first.has(key)) this.first.set(key, before);
  }

  /** Another window or process of this program has changed the classes knowingly. */
  forgetChanged(was: Taxonomy, is: Taxonomy): void {
    for (const key of this.first.keys()) if (!isSame(partOf(was, key), partOf(is, key))) this.first.delete(key);
  }

  /** Takes out the edits that were made here and are not in their classes. */
  takeLost(mine: Taxonomy, theirs: Taxonomy): TaxonomyEdit[] {
    const lost = [...this.first].filter(([key, before]) => {
      const [after, now] = [partOf(mine, key), partOf(theirs, key)];
      return !isSame(before, after) && !isSame(combined({ before, after }, now).value, now);
    });
    for (const [key] of lost) this.first.delete(key);
    // Colours are parts of their own only where no class changes with them.
    const [colours, others] = [true, false].map((are) =>
      lost.filter(([key]) => (readKey(key).kind === 'verbs') === are),
    );
    return [colours, others].flatMap((parts = []) => {
      const before = parts.reduce((all, [key, value]) => withPart(all, { key }, value), mine);
      const edit = taxonomyChange('Edits before another program wrote', before, mine);
      return partsIn(edit).length > 0 ? edit : [];
    });
  }

  /** Takes out the classes added here whose ids another program has given to classes of its own. */
  takeDoubled(mine: Taxonomy, theirs: Taxonomy): ActionClass[] {
    return mine.classes.filter((entry) => {
      const other = theirs.classes.find(({ id }) => id === entry.id);
      return (
        other &&
        !isOneClass(other, entry) &&
        this.first.get(classKey(entry.id)) === null &&
        this.first.delete(classKey(entry.id))
      );
    });
  }
}

interface Followed {
  taxonomy: Taxonomy;
  /** What becomes of labels that are of a class whose id another program has given to its own. */
  labels: AnnotationEdit[];
  /** Classes that another program has left out and that labels are of. */
  restored: ActionClass[];
}

/**
 * What the classes are to be once another program has written them. What was edited here and is not in them is kept to be
 * merged; what labels are of stays; of two new classes that got one id, the one added here gets another. Under the lock.
 * @param known the classes as they were known here @param labels of all videos @param isOwn whether the labels of a
 * video are as this program has written them
 */
export async function followClasses(
  dir: string,
  { known, theirs, edited }: { known: Taxonomy; theirs: Taxonomy; edited: EditedClasses },
  labels: () => AsyncIterable<{ annotation: Annotation; isOwn: boolean }>,
): Promise<Followed> {
  const doubled = edited.takeDoubled(known, theirs);
  const isGone = [...known.classes.map(({ id }) => classKey(id)), ...lanesOf(known).map(({ id }) => laneKey(id))].some(
    (key) => !partOf(theirs, key),
  );
  const all: { annotation: Annotation; isOwn: boolean }[] = [];
  if (doubled.length > 0 || isGone) for await (const one of labels()) all.push(one);
  const segments = all.flatMap(({ annotation }) => annotation.segments);
  let taxonomy = withKnownIds(theirs, known, segments);
  const lost = edited.takeLost(known, taxonomy);
  const ids = new Map<number, number>();
  const before = taxonomy;
  for (const entry of doubled) {
    const named = taxonomy.classes.find(({ name }) => cleanClassName(name) === cleanClassName(entry.name));
    const id = named?.id ?? taxonomy.nextId;
    ids.set(entry.id, id);
    if (!named) taxonomy = withPart(taxonomy, { key: classKey(id) }, { ...entry, id });
  }
  edited.note(taxonomyChange('Add classes', before, taxonomy));
  if (lost.length > 0) await keepEdits(dir, '', lost);
  const there = new Set(theirs.classes.map(({ id }) => id));
  const restored = known.classes.filter(({ id }) => !there.has(id) && taxonomy.classes.some((one) => one.id === id));
  return { taxonomy, labels: all.flatMap((one) => (one.isOwn ? relabelled(one.annotation, ids) : [])), restored };
}

function relabelled({ video, segments }: Annotation, ids: ReadonlyMap<number, number>): AnnotationEdit[] {
  const changes = segments.flatMap((before) => {
    const classId = ids.get(before.classId);
    return classId === undefined ? [] : { before, after: { ...before, classId } };
  });
  return changes.length > 0 ? [{ video, name: 'New class of two programs', segments: changes }] : [];
}

/** Their classes and lanes, with those that they have left out and that labels are of; others are among the retired. */
function withKnownIds(theirs: Taxonomy, known: Taxonomy, segments: readonly Segment[]): Taxonomy {
  const used = { classes: new Set(segments.map(({ classId }) => classId)), lanes: new Set(segments.map(laneOf)) };
  const names = new Set(theirs.classes.map(({ name }) => name));
  const back = known.classes.filter(({ id }) => used.classes.has(id) && !partOf(theirs, classKey(id)));
  const classes = [
    ...theirs.classes,
    ...back.map((one) => (names.has(one.name) ? { ...one, name: `${one.name} ${one.id}` } : one)),
  ];
  const there = new Set(classes.map(({ id }) => id));
  const retired = theirs.retired.filter(({ id }) => !there.has(id));
  for (const { id } of retired) there.add(id);
  const lanes = lanesOf(theirs);
  const lanesBack = lanesOf(known).filter(({ id }) => used.lanes.has(id) && lanes.every((lane) => lane.id !== id));
  const nextLane = Math.max(theirs.nextLane ?? 1, known.nextLane ?? 1);
  return {
    ...theirs,
    nextId: Math.max(theirs.nextId, known.nextId),
    classes,
    retired: [...retired, ...[...known.retired, ...known.classes].filter(({ id }) => !there.has(id))],
    ...(lanesBack.length > 0 && { lanes: [...lanes, ...lanesBack] }),
    ...(nextLane > 1 && { nextLane }),
  };
}
