import { slotsOfVerbs, type Slot, slots, verbOf } from './classColours';
import type { AnnotationEdit } from './domain/edit';
import { type ActionClass, cleanClassName, type Taxonomy } from './domain/taxonomy';
import type { ClassChange, TaxonomyEdit } from './domain/taxonomyEdit';
import { UserError } from './errors';

/**
 * What people do to the classes, each as one edit that can be undone by its name. Null means that there is nothing to
 * do. Verbs keep their colour through all of it: the slots are written down at the first edit, a verb that goes frees
 * its slot, and a verb that is new takes a free one.
 */

/** The keys that classes can have. */
export const hotkeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

/** @throws UserError `class-name-taken` or `class-name-empty` */
export function addClass(
  taxonomy: Taxonomy,
  named: Pick<ActionClass, 'name' | 'verb' | 'noun'>,
): { edit: TaxonomyEdit; id: number } {
  const name = freeName(taxonomy, named.name);
  const after: ActionClass = { id: taxonomy.nextId, ...named, name };
  const change = { before: null, after, at: taxonomy.classes.length };
  return { edit: edited(taxonomy, `Add class “${name}”`, [change]), id: after.id };
}

/** @throws UserError `class-name-taken` or `class-name-empty` */
export function renameClass(taxonomy: Taxonomy, id: number, name: string): TaxonomyEdit | null {
  const entry = classOf(taxonomy, id);
  if (entry.name === name.trim()) return null;
  const after = {
    ...entry,
    name: freeName(taxonomy, name, id),
    formerNames: [...(entry.formerNames ?? []), entry.name],
  };
  return edited(taxonomy, `Rename “${entry.name}” to “${after.name}”`, [{ before: entry, after }]);
}

/** @param text '' takes the word away, so that the verb is again the first word of the name */
export function setWord(taxonomy: Taxonomy, id: number, field: 'verb' | 'noun', text: string): TaxonomyEdit | null {
  const { [field]: old, ...rest } = classOf(taxonomy, id);
  const word = text.trim();
  if ((old ?? '') === word) return null;
  const after = word === '' ? rest : { ...rest, [field]: word };
  const name = word === '' ? `Take the ${field} from “${rest.name}”` : `Set ${field} of “${rest.name}” to “${word}”`;
  return edited(taxonomy, name, [{ before: classOf(taxonomy, id), after }]);
}

/** Pins the colour of one class; null: that of its verb. */
export function pinClass(taxonomy: Taxonomy, id: number, slot: Slot | null): TaxonomyEdit | null {
  const { slot: old, ...rest } = classOf(taxonomy, id);
  if ((old ?? null) === slot) return null;
  const after = slot === null ? rest : { ...rest, slot };
  const name = slot === null ? `Unpin the colour of “${rest.name}”` : `Pin “${rest.name}” to colour ${slot}`;
  return edited(taxonomy, name, [{ before: classOf(taxonomy, id), after }]);
}

/**
 * Gives a verb a colour; a verb that has it takes this one's in exchange. Null: grey, as all verbs beyond the eighth.
 */
export function pinVerb(taxonomy: Taxonomy, verb: string, slot: Slot | null): TaxonomyEdit | null {
  const { [verb]: old, ...others } = slotsOfVerbs(taxonomy);
  if ((old ?? null) === slot) return null;
  const after = Object.fromEntries(
    Object.entries(others).flatMap(([other, its]) => (its !== slot ? [[other, its]] : old ? [[other, old]] : [])),
  );
  if (slot !== null) after[verb] = slot;
  const name = slot === null ? `Take the colour from verb “${verb}”` : `Pin verb “${verb}” to colour ${slot}`;
  return { name, classes: [], verbSlots: { before: taxonomy.verbSlots, after }, labels: [] };
}

/** Gives a class a key; whoever has it takes this one's in exchange. @param key '' takes it away */
export function setHotkey(taxonomy: Taxonomy, id: number, key: string): TaxonomyEdit | null {
  const entry = classOf(taxonomy, id);
  if ((entry.hotkey ?? '') === key) return null;
  const holder = key === '' ? undefined : taxonomy.classes.find(({ hotkey }) => hotkey === key);
  const changes: ClassChange[] = [{ before: entry, after: withHotkey(entry, key) }];
  if (holder) changes.push({ before: holder, after: withHotkey(holder, entry.hotkey ?? '') });
  const swapped = holder ? `, in exchange with “${holder.name}”` : '';
  const name = key === '' ? `Take the key from “${entry.name}”` : `Give “${entry.name}” key ${key}${swapped}`;
  return edited(taxonomy, name, changes);
}

/** Says of a class that it is annotated but neither trained nor scored, or takes that back. */
export function setAmbiguous(taxonomy: Taxonomy, id: number, ambiguous: boolean): TaxonomyEdit | null {
  const { ambiguous: old, ...rest } = classOf(taxonomy, id);
  if ((old ?? false) === ambiguous || rest.background) return null;
  const after = ambiguous ? { ...rest, ambiguous } : rest;
  const name = ambiguous ? `Mark “${rest.name}” as ambiguous` : `Mark “${rest.name}” as not ambiguous`;
  return edited(taxonomy, name, [{ before: classOf(taxonomy, id), after }]);
}

/** For classes that no label has. @throws UserError `background-class` */
export function deleteClasses(taxonomy: Taxonomy, ids: readonly number[]): TaxonomyEdit {
  const gone = retirements(taxonomy, ids);
  const [first] = gone;
  const name = gone.length === 1 ? `Delete class “${first?.before?.name}”` : `Delete ${gone.length} classes`;
  return edited(taxonomy, name, gone);
}

/**
 * Merges classes into another, which keeps all that it is.
 * @param labels what this does to the labels of each video, see `mergeLabels`
 * @throws UserError `background-class` or `merge-into-itself`
 */
export function mergeClasses(
  taxonomy: Taxonomy,
  from: readonly number[],
  into: number,
  labels: AnnotationEdit[],
): TaxonomyEdit {
  const target = classOf(taxonomy, into);
  requireAction(target);
  if (from.includes(into)) {
    const message = `“${target.name}” cannot be merged into itself.`;
    throw new UserError('merge-into-itself', message, 'Choose another class to merge into.');
  }
  const gone = retirements(taxonomy, from).map((change) => ({ ...change, into }));
  return { ...edited(taxonomy, mergeName(taxonomy, from, into), gone), labels };
}

/** What a merge is called, in the history of edits and in each video's. */
export function mergeName(taxonomy: Taxonomy, from: readonly number[], into: number): string {
  const [first] = from;
  const what =
    from.length === 1 && first !== undefined ? `“${classOf(taxonomy, first).name}”` : `${from.length} classes`;
  return `Merge ${what} into “${classOf(taxonomy, into).name}”`;
}

/** @throws UserError `no-class` */
export function classOf(taxonomy: Taxonomy, id: number): ActionClass {
  const entry = taxonomy.classes.find((one) => one.id === id);
  if (entry) return entry;
  throw new UserError('no-class', `There is no class with the id ${id} any more.`, 'Choose one of the list.');
}

/** The class that has this name, but for case, underscores and repeated spaces. */
export function classNamed(taxonomy: Taxonomy, name: string): ActionClass | undefined {
  const cleaned = cleanClassName(name);
  return taxonomy.classes.find((entry) => cleanClassName(entry.name) === cleaned);
}

function retirements(taxonomy: Taxonomy, ids: readonly number[]): ClassChange[] {
  return ids.map((id) => {
    const before = classOf(taxonomy, id);
    requireAction(before);
    return { before, after: null, at: taxonomy.classes.indexOf(before) };
  });
}

function requireAction({ background, name }: ActionClass): void {
  if (!background) return;
  const message = `“${name}” is the background of this project: it can be neither merged nor deleted.`;
  throw new UserError('background-class', message, 'Choose an action.');
}

function freeName(taxonomy: Taxonomy, name: string, own?: number): string {
  const text = name.trim();
  if (text === '') throw new UserError('class-name-empty', 'The class has no name.', 'Type one.');
  const other = classNamed(taxonomy, text);
  if (!other || other.id === own) return text;
  throw new UserError(
    'class-name-taken',
    `There is a class “${other.name}” already.`,
    'Take another name, or merge the two.',
  );
}

function withHotkey(entry: ActionClass, key: string): ActionClass {
  const { hotkey: _, ...rest } = entry;
  return key === '' ? rest : { ...rest, hotkey: key };
}

function edited(taxonomy: Taxonomy, name: string, classes: ClassChange[]): TaxonomyEdit {
  const before = taxonomy.verbSlots;
  const after = slotsAfter(taxonomy, classes);
  const isMoved = JSON.stringify(after) !== JSON.stringify(before);
  return { name, classes, ...(isMoved && { verbSlots: { before, after } }), labels: [] };
}

/** Slots of verbs once classes have changed. */
export function slotsAfter(taxonomy: Taxonomy, changes: readonly ClassChange[]): Record<string, string> {
  const changed = new Map(changes.map((change) => [(change.before ?? change.after)?.id, change.after]));
  const kept = taxonomy.classes.filter(({ id }) => !changed.has(id));
  const verbs = verbsOf([...kept, ...[...changed.values()].filter((entry) => entry !== null)]);
  const earlier = verbsOf(taxonomy.classes);
  const held = Object.entries(slotsOfVerbs(taxonomy));
  const after = Object.fromEntries(held.filter(([verb]) => verbs.has(verb)));
  const freed = held.filter(([verb]) => !verbs.has(verb)).map(([, slot]) => slot);
  const free = [...freed, ...slots.filter((slot) => held.every(([, taken]) => taken !== slot))];
  for (const verb of verbs) {
    const slot = earlier.has(verb) ? undefined : free.shift();
    if (slot !== undefined) after[verb] = slot;
  }
  return after;
}

const verbsOf = (classes: readonly ActionClass[]): ReadonlySet<string> =>
  new Set(classes.filter(({ background }) => !background).map(verbOf));
