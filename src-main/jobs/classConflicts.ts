/** Conflicts of classes and lanes, as a person looks at them. */
import { keepsOfPart, type OpenPart, openParts } from '../common/classConflicts';
import { type Fields, partOf, readKey } from '../common/classParts';
import type { Keep, PartConflict } from '../common/domain/conflict';
import { lanesOf } from '../common/domain/lane';
import { meaningOf, type Taxonomy } from '../common/domain/taxonomy';
import { isSame } from '../common/domain/edit';
import { keptClassEdits } from '../data/project/keeping';
import type { ProjectStore } from '../data/project/store';
import { countClasses } from './taxonomy';

/** Those that nobody has settled, by age, with what can be kept of them. @throws UserError of reading */
export async function openClassConflicts(store: ProjectStore): Promise<{ part: OpenPart; keeps: Keep[] }[]> {
  const { taxonomy } = store;
  const parts = (await keptClassEdits(store)).flatMap((kept) => openParts(kept, taxonomy));
  const isGoing = parts.some(({ mine }) => mine === null);
  const used = new Set(isGoing ? (await countClasses(store)).map(({ id }) => id) : []);
  return parts.map((part) => ({ part, keeps: keepsOfPart(part, taxonomy, (id) => used.has(id)) }));
}

/** A conflict as it is listed. */
export function describePart({ taxonomy }: ProjectStore, part: OpenPart, keeps: Keep[]): PartConflict {
  const { change, mine, theirs, holders } = part;
  const { kind } = readKey(change.key);
  const versions = [change.before, mine, theirs];
  const say = (value: Fields | null) => value && inWords(taxonomy, change.key, value, versions);
  const theirText = say(theirs) ?? (change.before ? goneInto(taxonomy, readKey(change.key).id) : 'not there');
  const others = holders.map((holder) => say(partOf(taxonomy, holder)) ?? '');
  return {
    key: part.key,
    part: kind,
    title: titleOf(change.key, theirs ?? change.before ?? mine ?? {}),
    before: say(change.before) ?? 'not there',
    mine: say(mine) ?? (change.into === undefined ? 'deleted' : `merged into ${nameOf(taxonomy, change.into)}`),
    theirs: [theirText, ...others].join('; '),
    keeps,
  };
}

const titles = { class: 'Class', lane: 'Lane', order: 'Order of the lanes', verbs: 'Colours of verbs' } as const;

function titleOf(key: string, { name }: Fields): string {
  const title = titles[readKey(key).kind];
  return name === undefined ? title : `${title} “${String(name)}”`;
}

const nameOf = ({ classes, retired }: Taxonomy, id: number): string =>
  `“${[...classes, ...retired].find((one) => one.id === id)?.name ?? `class ${id}`}”`;

function goneInto(taxonomy: Taxonomy, id: number): string {
  const today = meaningOf(taxonomy)(id);
  return today === id ? 'deleted' : `merged into ${nameOf(taxonomy, today)}`;
}

const fieldNames = { verb: 'verb', noun: 'noun', slot: 'colour', hotkey: 'key', ambiguous: 'ambiguous' } as const;

/** A version, with the fields in which versions differ. */
function inWords(taxonomy: Taxonomy, key: string, value: Fields, versions: readonly (Fields | null)[]): string {
  const { kind, verbs } = readKey(key);
  const lanes = lanesOf(taxonomy);
  if (kind === 'order')
    return (value['order'] as number[]).map((id) => lanes.find((lane) => lane.id === id)?.name ?? 'a lane').join(', ');
  if (kind === 'verbs') return verbs.map((verb) => `${verb} ${String(value[verb] ?? 'grey')}`).join(', ');
  const there = versions.filter((one) => one !== null);
  const differing = Object.entries(fieldNames).filter(([field]) =>
    there.some((one) => !isSame(one[field], there[0]?.[field])),
  );
  const said = differing.map(([field, word]) => fieldInWords(word, value[field]));
  return [`“${String(value['name'])}”`, ...said].join(', ');
}

function fieldInWords(word: string, value: unknown): string {
  if (value === undefined) return word === 'ambiguous' ? 'not ambiguous' : `no ${word}`;
  return value === true ? word : `${word} ${String(value)}`;
}
