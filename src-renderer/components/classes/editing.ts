/**
 * What is being changed in the panel: the field that is typed in, the classes that are ticked,
 * the merge that is looked at.
 */
import { create } from 'zustand';
import {
  classNamed,
  classOf,
  deleteClasses,
  mergeName,
  renameClass,
  setHotkey,
  setWord,
} from '../../../src-main/common/classEditing';
import type { MergePlan } from '../../../src-main/common/contract/taxonomy';
import type { Taxonomy } from '../../../src-main/common/domain/taxonomy';
import type { TaxonomyEdit } from '../../../src-main/common/domain/taxonomyEdit';
import { UserError } from '../../../src-main/common/errors';
import { call } from '../../client';
import { useClasses } from '../../state/classes';
import { editClasses, undo } from '../../state/history';
import { showToast } from '../../state/notices';
import { useProject } from '../../state/project';
import { requireSaved } from '../../state/unsaved';

/** In the order in which the tab key goes through them. */
export const fields = ['name', 'verb', 'noun', 'hotkey'] as const;
export type Field = (typeof fields)[number];

interface Merge {
  name: string;
  from: readonly number[];
  into: number;
  join: boolean;
  /** Null: being worked out. */
  plan: MergePlan | null;
}

interface Editing {
  /** The class that is looked at. */
  current: number | null;
  ticked: ReadonlySet<number>;
  field: { id: number; field: Field; draft: string } | null;
  merge: Merge | null;
  error: Error | null;
}

const idle: Editing = { current: null, ticked: new Set(), field: null, merge: null, error: null };
export const useEditing = create<Editing>(() => idle);
const { getState: get, setState: set } = useEditing;

export const setCurrent = (current: number | null): void => set({ current });
export const setTicked = (ticked: ReadonlySet<number>): void => set({ ticked });
export const setDraft = (draft: string): void => set(({ field }) => ({ field: field && { ...field, draft } }));
export const endEditing = (): void => set({ field: null, merge: null, error: null });

const taxonomyNow = (): Taxonomy | undefined => useProject.getState().project?.taxonomy;

/** Makes a cell of the table one that can be typed in. */
export function beginField(id: number, field: Field): void {
  const taxonomy = taxonomyNow();
  if (!taxonomy) return;
  set({ current: id, merge: null, error: null, field: { id, field, draft: classOf(taxonomy, id)[field] ?? '' } });
}

const changeOf: Record<Field, (taxonomy: Taxonomy, id: number, draft: string) => TaxonomyEdit | null> = {
  name: renameClass,
  verb: (taxonomy, id, draft) => setWord(taxonomy, id, 'verb', draft),
  noun: (taxonomy, id, draft) => setWord(taxonomy, id, 'noun', draft),
  hotkey: setHotkey,
};

/** Does what was typed; the name of another class offers to merge the two. */
export async function commitField(): Promise<void> {
  const { field } = get();
  const taxonomy = taxonomyNow();
  if (!field || !taxonomy) return;
  const other = field.field === 'name' ? classNamed(taxonomy, field.draft) : undefined;
  set({ field: null });
  if (other && other.id !== field.id) await previewMerge([field.id], other.id);
  else await change((now) => changeOf[field.field](now, field.id, field.draft));
}

/** Makes an edit of classes; a failure is shown in the panel. */
export async function change(make: (taxonomy: Taxonomy) => TaxonomyEdit | null): Promise<void> {
  set({ error: null });
  await editClasses(make).catch(fail);
}

function fail(error: unknown): void {
  set({ error: error instanceof Error ? error : new Error(String(error)) });
}

/** The ticked classes, without the one that they would be merged into. */
export function toBeMerged({ ticked, current }: Pick<Editing, 'ticked' | 'current'>): number[] {
  const known = new Set(taxonomyNow()?.classes.map(({ id }) => id));
  return [...ticked].filter((id) => id !== current && known.has(id));
}

/** Shows what merging the ticked classes into the current one comes to. */
export async function previewTicked(): Promise<void> {
  const { current } = get();
  const from = toBeMerged(get());
  if (current !== null && from.length > 0) await previewMerge(from, current);
}

/** Asks what a merge would change, and shows it. @param join overlapping and touching segments become one each */
export async function previewMerge(from: readonly number[], into: number, join = false): Promise<void> {
  const taxonomy = taxonomyNow();
  if (!taxonomy) return;
  const merge = { name: mergeName(taxonomy, from, into), from, into, join };
  set({ current: into, field: null, error: null, merge: { ...merge, plan: null } });
  try {
    // The program would work it out without them.
    requireSaved('Could not work out what merging changes');
    const plan = await call('taxonomy.planMerge', { from: [...from], into, join });
    // Another one may have been asked for since.
    set((now) => (now.merge?.into === into && now.merge.join === join ? { merge: { ...merge, plan } } : {}));
  } catch (error) {
    endEditing();
    fail(error);
  }
}

/** Writes what the preview shows. */
export async function confirmMerge(): Promise<void> {
  const plan = get().merge?.plan;
  if (!plan) return;
  await change(() => plan.edit);
  set({ merge: null, ticked: new Set() });
}

/** Deletes the ticked classes, or the current one; those that labels use are left to be merged. */
export async function removeClasses(): Promise<void> {
  const { ticked, current } = get();
  const ids = ticked.size > 0 ? [...ticked] : current === null ? [] : [current];
  const taxonomy = taxonomyNow();
  if (ids.length === 0 || !taxonomy) return;
  const { counts } = useClasses.getState();
  const used = ids.find((id) => counts?.has(id));
  if (used !== undefined) {
    const { segments = 0 } = counts?.get(used) ?? {};
    const { name } = classOf(taxonomy, used);
    const what = segments === 1 ? 'a segment is' : `${segments} segments are`;
    const tip = 'Tick it, move to the class that it belongs to, and merge the two.';
    fail(new UserError('class-in-use', `“${name}” cannot be deleted: ${what} of it.`, tip));
    return;
  }
  const edit = deleteClasses(taxonomy, ids);
  await change(() => edit);
  if (get().error) return;
  set({ ticked: new Set() });
  showToast({ text: edit.name.replace('Delete', 'Deleted'), undo });
}
