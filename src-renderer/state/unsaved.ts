/**
 * Edits that the disk has not taken. They are shown like all others and kept in this window, in the order in which they
 * were made, until the disk takes them or they are saved elsewhere; nothing is read or opened over them meanwhile.
 */
import { create } from 'zustand';
import { renumberedClasses, renumberedLabels } from '../../src-main/common/classRebasing';
import type { Renumbered } from '../../src-main/common/contract/taxonomy';
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
const conflicts = new Set(['edit-conflict', 'overlapping-segments', 'unknown-class', 'unknown-lane', 'class-in-use']);
export const isConflict = (error: unknown): error is UserError =>
  error instanceof UserError && conflicts.has(error.code);
const notice = 'labels-unsaved';
/** Key of the notice that the labels' file of a video cannot be read or written. */
export const troubleOf = (video: string): string => `labels-${video}`;

/** How many things are done in edits: what is kept beside one that waits, too, is no second one. */
export const countEdits = (edits: readonly Unsaved[]): number =>
  edits.filter((edit) => !('keep' in edit && edits.includes(edit.labels))).length;

/**
 * Brings an edit to the disk; where that takes nothing, or has not taken those before, the edit is kept.
 * @returns the edit as it is on disk; null: it is kept
 */
export async function saveOrKeep<E extends Unsaved>(edit: E): Promise<E | null> {
  try {
    if (get().edits.length === 0) return (await send(edit)).edit;
  } catch (error) {
    if (!(error instanceof UserError) || !refusals.has(error.code)) throw error;
    tell(error, edit);
  }
  set(({ edits }) => ({ edits: [...edits, edit] }));
  return null;
}

/**
 * Gives the disk what it has not taken, in order; where that fails the rest stays, and a notice says why. What others'
 * changes leave no room for goes there as a conflict.
 * @param renumber told where what is new has other ids on disk: what edits are that were made for those it had here
 * @returns the edits that are saved now, and those that are conflicts
 */
export async function saveKept(
  renumber: (renewed: (edit: DiskEdit) => DiskEdit) => void,
): Promise<{ saved: Unsaved[]; refused: DiskEdit[] }> {
  const saved: Unsaved[] = [];
  const refused: DiskEdit[] = [];
  for (let [edit] = get().edits; edit; [edit] = get().edits) {
    try {
      const isVoid = 'keep' in edit && refused.includes(edit.labels);
      const made = isVoid ? null : await sendOrRefuse(edit);
      set(({ edits }) => ({ edits: edits.slice(1) }));
      if (made) saved.push(edit);
      else if (!('keep' in edit)) refused.push(edit);
      const ids = made?.renumbered;
      if (ids && Object.keys({ ...ids.classes, ...ids.lanes }).length > 0) renumber(renumberWaiting(ids));
    } catch (error) {
      tell(error, edit);
      return { saved, refused };
    }
  }
  clearNotice(notice);
  return { saved, refused };
}

/** @returns what an edit is with those ids: what was added here behind one that is numbered anew moves up with it */
function renumberWaiting(ids: Renumbered): (edit: DiskEdit) => DiskEdit {
  const numbering = (given: Record<string, number>) => (id: number) =>
    Object.entries(given).reduce((now, [from, to]) => {
      if (now === Number(from)) return to;
      return now > Number(from) && to > Number(from) ? now + to - Number(from) : now;
    }, id);
  const as = { class: numbering(ids.classes), lane: numbering(ids.lanes) };
  // What is kept beside an edit goes on to mean that edit.
  const known = new Map<DiskEdit, DiskEdit>();
  const renewed = (edit: DiskEdit): DiskEdit => {
    const made = known.get(edit) ?? (isOfClasses(edit) ? renumberedClasses(edit, as) : renumberedLabels(edit, as));
    known.set(edit, made);
    return made;
  };
  set(({ edits }) => ({
    edits: edits.map((edit) => ('keep' in edit ? { ...edit, labels: renewed(edit.labels) } : renewed(edit))),
  }));
  return renewed;
}

/** What is on disk of an edit. */
interface Made<E> {
  edit: E;
  renumbered?: Renumbered;
}

/** @returns null where the edit is kept as a conflict */
async function sendOrRefuse(edit: Unsaved): Promise<Made<Unsaved> | null> {
  try {
    return await send(edit);
  } catch (error) {
    if ('keep' in edit || !isConflict(error)) throw error;
    await call('conflicts.keep', edit);
    return null;
  }
}

async function send<E extends Unsaved>(edit: E): Promise<Made<E>> {
  if ('keep' in edit) await edit.keep();
  else if (isOfClasses(edit)) return (await call('taxonomy.edit', edit)) as Made<E>;
  else await call('labels.edit', edit);
  return { edit };
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
