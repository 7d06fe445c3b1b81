/**
 * Edits of classes and lanes that found no room because somebody else has changed the same, and what merges them with
 * those that are there now; as `conflicts.ts` does it for segments.
 */
import {
  combined,
  type Fields,
  type PartChange,
  partOf,
  partsIn,
  readKey,
  withPart,
  withSlotsByRank,
} from './classParts';
import { holdersOf, numbered } from './classRebasing';
import type { Renumbered } from './contract/taxonomy';
import { slots } from './classColours';
import { conflictKey, type KeptEdits, versionsIn } from './conflicts';
import type { Keep } from './domain/conflict';
import { type AnnotationEdit, isSame } from './domain/edit';
import { lanesOf } from './domain/lane';
import type { Taxonomy } from './domain/taxonomy';
import type { TaxonomyEdit } from './domain/taxonomyEdit';

/** A part of the classes of which two versions are known. */
export interface OpenPart {
  key: string;
  /** What was done here, from what both had. */
  change: PartChange;
  /** The part as it would be with that, over what it is now. */
  mine: Fields | null;
  /** As it is now. */
  theirs: Fields | null;
  /** Keys of other parts that have what must be one's alone, such as its name. */
  holders: string[];
  /** What was done to labels with it. */
  labels: readonly AnnotationEdit[];
}

/** What is still to be settled of kept edits, given the classes as they are now. */
export function openParts(kept: KeptEdits<TaxonomyEdit>, now: Taxonomy): OpenPart[] {
  const changes = kept.edits.flatMap((edit) => partsIn(withSlotsByRank(edit, now)));
  return [...versionsIn(changes)].flatMap(([key, { before, mine: after }]) => {
    const { at, into } = changes.filter((one) => one.key === key).at(-1) as PartChange;
    const change = { key, before, after, at, into };
    const isNew = before === null && after !== null && numbered(change, now, nobody()).key !== key;
    const theirs = isNew ? null : partOf(now, key);
    const mine = combined(change, theirs).value;
    if (kept.settled.includes(key) || isSame(before, after) || isSame(mine, theirs)) return [];
    const holders = holdersOf({ ...change, after: mine }, now);
    const labels = kept.edits.flatMap((edit) => (partsIn(edit).some((one) => one.key === key) ? edit.labels : []));
    return { key: conflictKey(kept, key), change, mine, theirs, holders, labels };
  });
}

const nobody = (): Renumbered => ({ classes: {}, lanes: {} });

/**
 * What can be kept: mine unless it does away with what is used, or merges into what is no more; both
 * where both have given a name.
 * @param isUsed whether labels are of a class, by its id
 */
export function keepsOfPart(
  { change, mine, theirs, holders }: OpenPart,
  now: Taxonomy,
  isUsed: (classId: number) => boolean,
): Keep[] {
  const { kind, id } = readKey(change.key);
  const goes = mine === null;
  const target = change.into === undefined ? !isUsed(id) : partOf(now, `class ${change.into}`) !== null;
  const isPossible = !goes || (kind === 'class' ? target : lanesOf(now).length > 1);
  const gets = mine !== null && (kind === 'class' || kind === 'lane') && mine['name'] !== change.before?.['name'];
  const isNamedTwice = gets && (holders.length > 0 || (change.before !== null && theirs !== null));
  return [...(isPossible ? (['mine'] as const) : []), 'theirs', ...(isNamedTwice ? (['both'] as const) : [])];
}

/**
 * The classes once conflicts are settled. Kept alone, mine takes its place and what holds its
 * name, key or colour gives way.
 */
export function settledParts(now: Taxonomy, parts: readonly OpenPart[], keep: Keep): Taxonomy {
  if (keep === 'theirs') return now;
  return parts.reduce((taxonomy, part) => (keep === 'mine' ? putMine(taxonomy, part) : putBeside(taxonomy, part)), now);
}

function putMine(taxonomy: Taxonomy, { change: made }: OpenPart): Taxonomy {
  const change = made.before || !made.after ? made : numbered(made, taxonomy, nobody());
  const before = partOf(taxonomy, change.key);
  const { value } = combined(change, before);
  const held = { ...change, before, after: value };
  return holdersOf(held, taxonomy).reduce(
    (all, holder) => withPart(all, { key: holder }, givingWay(all, partOf(all, holder) as Fields, held)),
    withPart(taxonomy, change, value),
  );
}

/**
 * What has the name, key or colour of another part once that has it: the name with a number, the key or colour it had.
 */
function givingWay(taxonomy: Taxonomy, holder: Fields, { key, before, after }: PartChange): Fields {
  const { kind } = readKey(key);
  if (kind === 'verbs') {
    const taken = new Set(Object.values(taxonomy.verbSlots));
    return Object.fromEntries(
      Object.keys(holder).map((verb) => [verb, slots.find((slot) => !taken.has(slot)) ?? null]),
    );
  }
  const { hotkey, ...rest } = holder;
  const old = isSame(hotkey, after?.['hotkey']) ? before?.['hotkey'] : hotkey;
  const name = isSame(holder['name'], after?.['name'])
    ? freeName(taxonomy, kind, String(holder['name']))
    : holder['name'];
  return { ...rest, ...(old !== undefined && { hotkey: old }), name };
}

/** Mine as one more class or lane. */
function putBeside(taxonomy: Taxonomy, { change, mine }: OpenPart): Taxonomy {
  const { kind } = readKey(change.key);
  const id = kind === 'class' ? taxonomy.nextId : (taxonomy.nextLane ?? 1);
  const { hotkey: _, formerNames: __, ...rest } = mine as Fields;
  const value = { ...rest, id, name: freeName(taxonomy, kind, String(rest['name'])) };
  return withPart(taxonomy, { key: `${kind} ${id}` }, value);
}

/** “pour milk 2” where there is a “pour milk”. */
function freeName(taxonomy: Taxonomy, kind: string, name: string): string {
  const list: readonly { name: string }[] = kind === 'class' ? taxonomy.classes : lanesOf(taxonomy);
  for (let number = 1; ; number++) {
    const tried = number === 1 ? name : `${name} ${number}`;
    if (list.every((one) => one.name.toLowerCase() !== tried.toLowerCase())) return tried;
  }
}
