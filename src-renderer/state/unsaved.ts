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

/** What is kept beside an edit, and waits behind it. */
interface Beside {
  labels: DiskEdit;
  keep: () => Promise<void>;
}
type Unsaved = DiskEdit | Beside;

/** What an edit changes in the labels of videos. */
export const labelsIn = (edit: Unsaved): readonly AnnotationEdit[] =>
  'keep' in edit ? [] : isOfClasses(edit) ? edit.labels : [edit];

export const useUnsaved = create<{ edits: readonly Unsaved[] }>(() => ({ edits: [] }));
const { getState: get, setState: set } = useUnsaved;

/** What the program says where the disk takes nothing, or holds what another program has left half-written. */
const refusals = new Set([
  'disk-full',
  'read-only-disk',
  'no-permission',
  'file-busy',
  'locked',
  'project-gone',
  'labels-invalid',
]);

/** What it says where others have changed the same in between. */
const conflicts = new Set([
  'edit-conflict',
  'overlapping-segments',
  'unknown-class',
  'unknown-lane',
  'class-in-use',
  'lane-in-use',
]);
export const isConflict = (error: unknown): error is UserError =>
  error instanceof UserError && conflicts.has(error.code);
const notice = 'labels-unsaved';
/** Key of the notice that the labels' file of a video cannot be read or written. */
export const troubleOf = (video: string): string => `labels-${video}`;

/**
 * Brings an edit to the disk; where that takes nothing, or has not taken those before, the edit is kept.
 * @returns true: it is on disk
 */
export async function saveOrKeep(edit: Unsaved): Promise<boolean> {
  try {
    if (get().edits.length === 0) {
      await send(edit);
      return true;
    }
  } catch (error) {
    if (!(error instanceof UserError) || !refusals.has(error.code)) throw error;
    tell(error, edit);
  }
  set(({ edits }) => ({ edits: [...edits, edit] }));
  return false;
}

/**
 * Gives the disk what it has not taken, in order; where that fails the rest stays, and a notice says why. What others'
 * changes leave no room for goes there as a conflict.
 * @returns how many edits are saved now, and those that are conflicts
 */
export async function saveKept(): Promise<{ saved: number; refused: DiskEdit[] }> {
  const waiting = get().edits;
  const refused: DiskEdit[] = [];
  for (const [done, edit] of waiting.entries()) {
    try {
      const isVoid = 'keep' in edit && refused.includes(edit.labels);
      const conflict = isVoid ? null : await sendOrRefuse(edit);
      if (conflict) refused.push(conflict);
    } catch (error) {
      tell(error, edit);
      return { saved: done - refused.length, refused };
    }
    set({ edits: waiting.slice(done + 1) });
  }
  clearNotice(notice);
  return { saved: waiting.length - refused.length, refused };
}

/** @returns the edit, where it is kept as a conflict */
async function sendOrRefuse(edit: Unsaved): Promise<DiskEdit | null> {
  try {
    await send(edit);
    return null;
  } catch (error) {
    if ('keep' in edit || !isConflict(error)) throw error;
    await call('conflicts.keep', edit);
    return edit;
  }
}

function send(edit: Unsaved): Promise<unknown> {
  if ('keep' in edit) return edit.keep();
  return isOfClasses(edit) ? call('taxonomy.edit', edit) : call('labels.edit', edit);
}

/** One sentence, also where the same was told of the labels' file. */
function tell(error: unknown, edit: Unsaved): void {
  for (const { video } of labelsIn(edit)) clearNotice(troubleOf(video));
  if (!(error instanceof UserError)) return raise(notice, error);
  const message = `${error.message} Your edits are kept in this window.`;
  raise(notice, new UserError('labels-unsaved', message, error.tip), ['labels.saveAgain', 'labels.saveElsewhere']);
}

/** Whether the program tells of an edit that is shown already and has now reached the disk. */
export const wasKept = (edit: DiskEdit): boolean => JSON.stringify(get().edits[0]) === JSON.stringify(edit);

/** Labels as they were read, with what the disk has not taken. */
export const withUnsaved = (labels: Annotation): Annotation =>
  get()
    .edits.flatMap(labelsIn)
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
