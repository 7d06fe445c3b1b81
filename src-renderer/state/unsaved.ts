/**
 * Edits that the disk has not taken. They are shown like all others and kept in this window, in the order in which they
 * were made, until the disk takes them or they are saved elsewhere; nothing is read or opened over them meanwhile.
 */
import { create } from 'zustand';
import type { Annotation } from '../../src-main/common/domain/annotation';
import { type AnnotationEdit, applyEdit } from '../../src-main/common/domain/edit';
import type { Taxonomy } from '../../src-main/common/domain/taxonomy';
import { applyTaxonomyEdit, type TaxonomyEdit } from '../../src-main/common/domain/taxonomyEdit';
import { UserError } from '../../src-main/common/errors';
import { call } from '../client';
import { keyLabel } from '../ui/Kbd';
import { keyOf } from '../ui/keyOf';
import { clearNotice, raise } from './notices';

export type DiskEdit = AnnotationEdit | TaxonomyEdit;
export const isOfClasses = (edit: object): edit is TaxonomyEdit => 'classes' in edit;

export const useUnsaved = create<{ edits: readonly DiskEdit[] }>(() => ({ edits: [] }));
const { getState: get, setState: set } = useUnsaved;

/** What the disk says where it takes nothing. */
const refusals = new Set(['disk-full', 'read-only-disk', 'no-permission', 'file-busy', 'locked', 'project-gone']);
const notice = 'labels-unsaved';

/**
 * Brings an edit to the disk; where that takes nothing, or has not taken those before, the edit is kept.
 * @returns true: it is on disk
 */
export async function saveOrKeep(edit: DiskEdit): Promise<boolean> {
  try {
    if (get().edits.length === 0) {
      await send(edit);
      return true;
    }
  } catch (error) {
    if (!(error instanceof UserError) || !refusals.has(error.code)) throw error;
    tell(error);
  }
  set(({ edits }) => ({ edits: [...edits, edit] }));
  return false;
}

/**
 * Gives the disk what it has not taken, in order; where that fails the rest stays, and a notice says why.
 * @returns how many edits are on disk now
 */
export async function saveKept(): Promise<number> {
  const waiting = get().edits;
  for (const [saved, edit] of waiting.entries()) {
    try {
      await send(edit);
    } catch (error) {
      tell(error);
      return saved;
    }
    dropFirst();
  }
  clearNotice(notice);
  return waiting.length;
}

/** @returns the edit, which is kept no more */
export function dropFirst(): DiskEdit | undefined {
  const [first, ...edits] = get().edits;
  set({ edits });
  return first;
}

const send = (edit: DiskEdit) => (isOfClasses(edit) ? call('taxonomy.edit', edit) : call('labels.edit', edit));

function tell(error: unknown): void {
  if (!(error instanceof UserError)) return raise(notice, error);
  const isStale = error.code === 'edit-conflict';
  const message = `${error.message} Your edits are kept in this window.`;
  const tip = isStale ? 'Save what this window shows elsewhere, then give up the edit that fits no more.' : error.tip;
  const again = isStale ? 'labels.giveUp' : 'labels.saveAgain';
  raise(notice, new UserError('labels-unsaved', message, tip), [again, 'labels.saveElsewhere']);
}

/** Whether the program tells of an edit that is shown already and has now reached the disk. */
export const wasKept = (edit: DiskEdit): boolean => JSON.stringify(get().edits[0]) === JSON.stringify(edit);

/** Labels as they were read, with what the disk has not taken. */
export const withUnsaved = (labels: Annotation): Annotation =>
  get()
    .edits.flatMap((edit) => (isOfClasses(edit) ? edit.labels : edit))
    .filter(({ video }) => video === labels.video)
    .reduce((before, edit) => orBefore(before, () => applyEdit(before, edit)), labels);

/** Likewise of classes. */
export const withUnsavedClasses = (taxonomy: Taxonomy): Taxonomy =>
  get()
    .edits.filter(isOfClasses)
    .reduce((before, edit) => orBefore(before, () => applyTaxonomyEdit(before, edit)), taxonomy);

/** What does not fit any more is told of when it is saved. */
function orBefore<T>(before: T, edited: () => T): T {
  try {
    return edited();
  } catch {
    return before;
  }
}

/**
 * For what would lose or contradict the edits that are kept here.
 * @param doing such as `Could not open another project`
 * @throws UserError `labels-unsaved`
 */
export function requireSaved(doing: string): void {
  if (get().edits.length === 0) return;
  const key = keyOf('view.palette');
  const palette = key === undefined ? 'the palette' : `the palette (${keyLabel(key)})`;
  const tip = `Save them again or elsewhere first; ${palette} has both.`;
  throw new UserError('labels-unsaved', `${doing}: edits in this window are not saved yet.`, tip);
}
