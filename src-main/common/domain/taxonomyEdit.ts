import { z } from 'zod';
import { UserError } from '../errors';
import { AnnotationEdit, invertEdit, isSame } from './edit';
import { Lane, lanesOf } from './lane';
import { ActionClass, type Taxonomy } from './taxonomy';

/** One class as it was and as it is; null before: added, null after: retired. Ids stay. */
const ClassChange = z.object({
  before: ActionClass.nullable(),
  after: ActionClass.nullable(),
  /** Where in the list an added class comes to stand, or a retired one stood. */
  at: z.int().nonnegative().optional(),
  /** The class that a retired one is merged into. */
  into: z.int().nonnegative().optional(),
});
export type ClassChange = z.infer<typeof ClassChange>;

/** Null: the default lane alone. */
const Lanes = z.array(Lane).min(1).nullable();

const VerbSlots = z.record(z.string(), z.string());

/**
 * A change of the classes, or of the lanes, with what it does to the labels of every video, as what it leaves and what
 * it brings: all of it happens or nothing, and it can be undone.
 */
export const TaxonomyEdit = z.object({
  /** In the words of "Undo: …": `Merge “cut onion” into “slice onion”`. */
  name: z.string().min(1),
  classes: z.array(ClassChange),
  verbSlots: z.object({ before: VerbSlots, after: VerbSlots }).optional(),
  /** All lanes, where they change. */
  lanes: z.object({ before: Lanes, after: Lanes }).optional(),
  labels: z.array(AnnotationEdit),
});
export type TaxonomyEdit = z.infer<typeof TaxonomyEdit>;

/**
 * The classes after an edit; its labels are for `applyEdit`. `nextId` never goes back, and a class that goes is kept
 * among the retired ones, so that its id has the same meaning for ever.
 * @throws UserError `edit-conflict` where they are not what the edit leaves
 */
export function applyTaxonomyEdit(taxonomy: Taxonomy, edit: TaxonomyEdit): Taxonomy {
  const known = new Map(taxonomy.classes.map((entry) => [entry.id, entry]));
  for (const change of edit.classes) {
    const now = known.get(classIdOf(change)) ?? null;
    if (!isSame(now, change.before)) throw taxonomyConflict(edit);
  }
  if (edit.verbSlots && !isSame(taxonomy.verbSlots, edit.verbSlots.before)) throw taxonomyConflict(edit);
  if (edit.lanes && !isSame(taxonomy.lanes ?? null, edit.lanes.before)) throw taxonomyConflict(edit);
  const changes = new Map(edit.classes.map((change) => [classIdOf(change), change]));
  const classes = taxonomy.classes.flatMap((entry) => {
    const change = changes.get(entry.id);
    return change ? (change.after ?? []) : entry;
  });
  const added = edit.classes.filter(({ before }) => before === null);
  for (const { after, at = classes.length } of added.sort((a, b) => (a.at ?? 0) - (b.at ?? 0)))
    if (after) classes.splice(at, 0, after);
  const retired = edit.classes.flatMap(({ before, after, into }) =>
    before && !after ? { ...before, ...(into !== undefined && { into }) } : [],
  );
  return {
    ...taxonomy,
    nextId: Math.max(taxonomy.nextId, ...edit.classes.map((change) => classIdOf(change) + 1)),
    classes,
    retired: [...taxonomy.retired.filter(({ id }) => !changes.has(id)), ...retired],
    verbSlots: edit.verbSlots?.after ?? taxonomy.verbSlots,
    ...(edit.lanes && lanesAfter(taxonomy, edit.lanes.after)),
  };
}

/** Ids of lanes, too, are never used again. */
function lanesAfter({ nextLane = 1 }: Taxonomy, lanes: Lane[] | null): Pick<Taxonomy, 'lanes' | 'nextLane'> {
  const next = Math.max(nextLane, ...(lanes ?? []).map(({ id }) => id + 1));
  return { lanes: lanes ?? undefined, nextLane: next };
}

/** What takes an edit back. */
export function invertTaxonomyEdit(edit: TaxonomyEdit): TaxonomyEdit {
  const { verbSlots, lanes } = edit;
  return {
    ...edit,
    classes: edit.classes.map((change) => ({ ...change, before: change.after, after: change.before })),
    ...(verbSlots && { verbSlots: { before: verbSlots.after, after: verbSlots.before } }),
    ...(lanes && { lanes: { before: lanes.after, after: lanes.before } }),
    labels: edit.labels.map(invertEdit),
  };
}

/** The classes that are no more after an edit. */
export const retiredIds = ({ classes }: TaxonomyEdit): ReadonlySet<number> =>
  new Set(classes.flatMap(({ before, after }) => (before && !after ? before.id : [])));

/** The lanes that are no more after an edit; the default lane too, where its segments have to go elsewhere. */
export function removedLanes({ lanes }: TaxonomyEdit): ReadonlySet<number> {
  const left = new Set(lanesOf({ lanes: lanes?.after ?? undefined }).map(({ id }) => id));
  const before = lanesOf({ lanes: lanes?.before ?? undefined });
  return new Set(before.flatMap(({ id }) => (left.has(id) ? [] : id)));
}

const classIdOf = ({ before, after }: ClassChange): number => (before ?? after)?.id ?? -1;

/** What somebody else has changed leaves no room for an edit. */
export function taxonomyConflict({ name, lanes }: TaxonomyEdit): UserError {
  const what = lanes ? 'lanes' : 'classes';
  return new UserError(
    'edit-conflict',
    `Could not do “${name}”: the ${what} have changed since they were shown.`,
    `Look at the ${what} as they are now and repeat the change.`,
  );
}
