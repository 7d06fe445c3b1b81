/**
 * The classes and lanes of a project as the parts that two can change at once, each under its own key: a class, a lane,
 * the order of the lanes, the colours of verbs. An edit is what it leaves and brings of each, so that it can be put on
 * top of what somebody else has changed in between, field by field.
 */
import { slotsOfVerbs } from './classColours';
import { isSame } from './domain/edit';
import { type Lane, lanesOf } from './domain/lane';
import type { ActionClass, Taxonomy } from './domain/taxonomy';
import type { TaxonomyEdit } from './domain/taxonomyEdit';
import { othersAfter } from './rebasing';

/** What a part is; null: there is no such part. */
export type Fields = Readonly<Record<string, unknown>>;

export interface PartChange {
  key: string;
  before: Fields | null;
  after: Fields | null;
  /** Where an added class or lane comes to stand. */
  at?: number | undefined;
  /** The class that a retired one is merged into. */
  into?: number | undefined;
}

export const partKinds = ['class', 'lane', 'order', 'verbs'] as const;
export type PartKind = (typeof partKinds)[number];

export const classKey = (id: number): string => `class ${id}`;
export const laneKey = (id: number): string => `lane ${id}`;
const orderKey = 'order';

/** The kind of a part, and which of them it is: an id; of colours, the verbs. */
export function readKey(key: string): { kind: PartKind; id: number; verbs: string[] } {
  const [kind, which = ''] = key.split(/ (.*)/s);
  return { kind: kind as PartKind, id: Number(which), verbs: kind === 'verbs' ? (JSON.parse(which) as string[]) : [] };
}

/** The first edit of colours says them all: what verbs had by their rank until then, going by the classes of today. */
export function withSlotsByRank(edit: TaxonomyEdit, now: Taxonomy): TaxonomyEdit {
  const { verbSlots } = edit;
  if (!verbSlots || Object.keys(verbSlots.before).length > 0) return edit;
  return { ...edit, verbSlots: { ...verbSlots, before: slotsOfVerbs({ ...now, verbSlots: {} }) } };
}

/**
 * What an edit leaves and brings of each part. Colours that come of other changes of classes are no part of their own.
 */
export function partsIn({
  classes,
  verbSlots,
  lanes,
}: Pick<TaxonomyEdit, 'classes' | 'verbSlots' | 'lanes'>): PartChange[] {
  const ofClasses = classes.map((change) => ({ ...change, key: classKey((change.before ?? change.after)?.id ?? -1) }));
  return [
    ...ofClasses,
    ...(verbSlots && classes.length === 0 ? slotChanges(verbSlots) : []),
    ...(lanes ? laneChanges(lanes) : []),
  ];
}

function slotChanges({ before, after }: NonNullable<TaxonomyEdit['verbSlots']>): PartChange[] {
  const verbs = Object.keys({ ...before, ...after }).filter((verb) => before[verb] !== after[verb]);
  const of = (slots: Record<string, string>) => Object.fromEntries(verbs.map((verb) => [verb, slots[verb] ?? null]));
  return verbs.length === 0 ? [] : [{ key: `verbs ${JSON.stringify(verbs)}`, before: of(before), after: of(after) }];
}

function laneChanges({ before, after }: NonNullable<TaxonomyEdit['lanes']>): PartChange[] {
  const [was, is] = [before, after].map((lanes) => lanesOf({ lanes: lanes ?? undefined })) as [Lane[], Lane[]];
  const changes = [...new Set([...was, ...is].map(({ id }) => id))].flatMap((id) => {
    const [one, other] = [was, is].map((lanes) => lanes.find((lane) => lane.id === id) ?? null) as [
      Lane | null,
      Lane | null,
    ];
    const at = other && !one ? is.indexOf(other) : undefined;
    return isSame(one, other) ? [] : [{ key: laneKey(id), before: one, after: other, at }];
  });
  const [order, newOrder] = [was, is].map((lanes) => lanes.map(({ id }) => id)) as [number[], number[]];
  const isMoved = !isSame(common(order, newOrder), common(newOrder, order));
  return [...changes, ...(isMoved ? [{ key: orderKey, before: { order }, after: { order: newOrder } }] : [])];
}

const common = (of: readonly number[], others: readonly number[]) => of.filter((id) => others.includes(id));

/** A part as it is; null where it is not there. */
export function partOf(taxonomy: Taxonomy, key: string): Fields | null {
  const { kind, id, verbs } = readKey(key);
  if (kind === 'class') return taxonomy.classes.find((entry) => entry.id === id) ?? null;
  if (kind === 'lane') return lanesOf(taxonomy).find((lane) => lane.id === id) ?? null;
  if (kind === 'order') return { order: lanesOf(taxonomy).map((lane) => lane.id) };
  const held = slotsOfVerbs(taxonomy);
  return Object.fromEntries(verbs.map((verb) => [verb, held[verb] ?? null]));
}

/**
 * What there is of a part once a change is put on top of what it is now; `clashes`: both have changed the same field.
 */
export function combined(
  { before, after }: Pick<PartChange, 'before' | 'after'>,
  now: Fields | null,
): { value: Fields | null; clashes: boolean } {
  if (isSame(now, before) || isSame(now, after)) return { value: after, clashes: false };
  if (!after || !now || !before) return { value: after, clashes: true };
  const fields = Object.keys({ ...before, ...after }).filter((field) => !isSame(before[field], after[field]));
  const set = fields.map((field) => ({ field, ...combinedField(field, before[field], after[field], now[field]) }));
  const merged = Object.entries({ ...now, ...Object.fromEntries(set.map((one) => [one.field, one.value])) });
  const value = Object.fromEntries(merged.filter(([, field]) => field !== undefined));
  const isNamedTwice = set.some(({ field, clashes }) => field === 'name' && clashes);
  return { value: isNamedTwice ? withFormerName(value, now) : value, clashes: set.some(({ clashes }) => clashes) };
}

function combinedField(field: string, before: unknown, after: unknown, now: unknown) {
  if (field === 'formerNames') {
    const [was = [], is = [], today = []] = [before, after, now] as (string[] | undefined)[];
    const names = othersAfter(today, { before: was, after: is });
    return { value: names.length > 0 ? names : undefined, clashes: false };
  }
  if (field === 'order') return combinedOrder(before as number[], after as number[], now as number[]);
  return { value: after, clashes: !isSame(now, before) && !isSame(now, after) };
}

/** Lanes that only one of the two knows stay where they are. */
function combinedOrder(before: readonly number[], after: readonly number[], now: readonly number[]) {
  const order = common(after, now);
  for (const [at, id] of now.entries()) if (!after.includes(id)) order.splice(at, 0, id);
  const today = common(now, after);
  const isAsBefore = isSame(common(before, today), common(today, before));
  return { value: order, clashes: !isAsBefore && !isSame(today, common(after, now)) };
}

/** A class remembers the name that somebody else gave, too. */
function withFormerName(value: Fields, { name }: Fields): Fields {
  const { formerNames } = value as Partial<ActionClass>;
  return !formerNames || formerNames.includes(name as string)
    ? value
    : { ...value, formerNames: [...formerNames, name] };
}

/** The taxonomy with a part as it shall be. */
export function withPart(
  taxonomy: Taxonomy,
  { key, at, into }: Pick<PartChange, 'key' | 'at' | 'into'>,
  value: Fields | null,
): Taxonomy {
  const { kind, id } = readKey(key);
  if (kind === 'class') return withClass(taxonomy, id, value as ActionClass | null, { at, into });
  if (kind === 'verbs') {
    const slots = Object.entries({ ...slotsOfVerbs(taxonomy), ...value }).filter(([, slot]) => slot !== null);
    return { ...taxonomy, verbSlots: Object.fromEntries(slots) as Record<string, string> };
  }
  const lanes = lanesOf(taxonomy);
  if (kind === 'order') {
    const { order } = value as { order: number[] };
    return withLanes(
      taxonomy,
      lanes.slice().sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id)),
    );
  }
  return withLanes(taxonomy, placed(lanes, id, value as Lane | null, at));
}

function withClass(
  taxonomy: Taxonomy,
  id: number,
  entry: ActionClass | null,
  { at, into }: Pick<PartChange, 'at' | 'into'>,
): Taxonomy {
  const before = taxonomy.classes.find((one) => one.id === id);
  const gone = !entry && before ? [{ ...before, ...(into !== undefined && { into }) }] : [];
  return {
    ...taxonomy,
    nextId: Math.max(taxonomy.nextId, id + 1),
    classes: placed(taxonomy.classes, id, entry, at),
    retired: entry || before ? [...taxonomy.retired.filter((one) => one.id !== id), ...gone] : taxonomy.retired,
  };
}

const withLanes = (taxonomy: Taxonomy, lanes: Lane[]): Taxonomy => ({
  ...taxonomy,
  lanes,
  nextLane: Math.max(taxonomy.nextLane ?? 1, ...lanes.map(({ id }) => id + 1)),
});

/** A list in which the entry of an id is this one, in its place or where it comes to stand; null: none. */
function placed<T extends { id: number }>(list: readonly T[], id: number, entry: T | null, at = list.length): T[] {
  if (list.some((one) => one.id === id)) return list.flatMap((one) => (one.id === id ? (entry ?? []) : one));
  return entry ? [...list.slice(0, at), entry, ...list.slice(at)] : [...list];
}

/** The edit that makes one taxonomy of another. */
export function taxonomyChange(name: string, before: Taxonomy, after: Taxonomy): TaxonomyEdit {
  const ids = new Set([...before.classes, ...after.classes].map(({ id }) => id));
  const classes = [...ids].flatMap((id) => {
    const [was, is] = [before, after].map((taxonomy) => taxonomy.classes.find((one) => one.id === id) ?? null) as [
      ActionClass | null,
      ActionClass | null,
    ];
    if (isSame(was, is)) return [];
    const at = was && is ? undefined : is ? after.classes.indexOf(is) : before.classes.indexOf(was as ActionClass);
    const into = (is ? before : after).retired.find((one) => one.id === id)?.into;
    return [{ before: was, after: is, ...(at !== undefined && { at }), ...(into !== undefined && { into }) }];
  });
  const [slots, lanes] = [
    { before: before.verbSlots, after: after.verbSlots },
    { before: before.lanes ?? null, after: after.lanes ?? null },
  ];
  return {
    name,
    classes,
    ...(!isSame(slots.before, slots.after) && { verbSlots: slots }),
    ...(!isSame(lanes.before, lanes.after) && { lanes }),
    labels: [],
  };
}
