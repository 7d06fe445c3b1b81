/**
 * What was done to labels and classes in this session. An edit is shown once the program says that it is on disk, or it
 * is kept here until then (`unsaved.ts`); edits are made one after the other, each from the labels that the one before
 * has left.
 */
import { create } from 'zustand';
import type { EventOf } from '../../src-main/common/contract';
import type { Annotation } from '../../src-main/common/domain/annotation';
import { type AnnotationEdit, invertEdit } from '../../src-main/common/domain/edit';
import type { Taxonomy } from '../../src-main/common/domain/taxonomy';
import { invertTaxonomyEdit, type TaxonomyEdit } from '../../src-main/common/domain/taxonomyEdit';
import { UserError } from '../../src-main/common/errors';
import { call } from '../client';
import { formatCount } from '../ui/format';
import { loadLabels, showClassEdit, showEdit, useLabels } from './labels';
import { lockedAgainst } from './laneView';
import { clearNotice, raise, say } from './notices';
import { refresh, useProject, whenOpened } from './project';
import {
  countEdits,
  type DiskEdit,
  isConflict,
  isOfClasses,
  labelsIn,
  saveKept,
  saveOrKeep,
  troubleOf,
  useUnsaved,
} from './unsaved';

/**
 * Something that is kept beside the labels, such as that a disagreement is settled, with what it does to the labels.
 */
interface Settling {
  name: string;
  labels: DiskEdit | null;
  /** @param done false: it is taken back */
  keep: (done: boolean) => Promise<void>;
}

type Edit = DiskEdit | Settling;
const isSettling = (edit: Edit): edit is Settling => 'keep' in edit;

function inverse(edit: Edit): Edit {
  if (isOfClasses(edit)) return invertTaxonomyEdit(edit);
  if (!isSettling(edit)) return invertEdit(edit);
  const labels = edit.labels && (isOfClasses(edit.labels) ? invertTaxonomyEdit(edit.labels) : invertEdit(edit.labels));
  return { ...edit, labels, keep: (done) => edit.keep(!done) };
}

/** What can be undone and redone, the last first in line at the end. */
interface History {
  done: readonly Edit[];
  undone: readonly Edit[];
}

const nothing: History = { done: [], undone: [] };
export const useHistory = create<History>(() => nothing);
const { getState: get, setState: set } = useHistory;

/** Another project is open: nothing was done to it yet. */
export function forgetHistory(): void {
  set(nothing);
  useUnsaved.setState({ edits: [] });
}
whenOpened(forgetHistory);

const known = (video: string): Annotation | undefined => useLabels.getState().known[video];

/** The labels of a video, which are asked for where they are not known. */
async function labelsOf(video: string): Promise<Annotation> {
  if (!known(video)) await loadLabels(video);
  return known(video) as Annotation;
}

let queue: Promise<unknown> = Promise.resolve();

/**
 * Edits the labels of a video once the edits before are done.
 * @param make the edit of the labels as they then are; null: nothing to do
 */
export function editLabels(video: string, make: (labels: Annotation) => AnnotationEdit | null): Promise<void> {
  return inTurn(async () => {
    const edit = make(await labelsOf(video));
    if (edit && isOpen(edit)) await doNow(edit);
  });
}

/** Says why where a lane is locked. */
function isOpen(edit: AnnotationEdit): boolean {
  const why = lockedAgainst(edit);
  if (why !== null) say(why);
  return why === null;
}

/**
 * Settles something, with an edit of a video's labels where there is one to make; both are undone together.
 * @param make the edit of the labels as they then are; null: none
 */
export function settle(
  video: string,
  name: string,
  make: (labels: Annotation) => AnnotationEdit | null,
  keep: Settling['keep'],
): Promise<void> {
  return inTurn(async () => {
    const labels = make(await labelsOf(video));
    if (!labels || isOpen(labels)) await doNow({ name: labels?.name ?? name, labels, keep });
  });
}

/**
 * Settles something with an edit of classes and of several videos, all made or none.
 * @param plan the edit of what there is once the edits before are done; null: nothing to do
 */
export const settleTogether = (
  plan: () => Promise<{ name: string; edit: TaxonomyEdit | null; keep: Settling['keep'] } | null>,
): Promise<void> =>
  inTurn(async () => {
    const planned = await plan();
    if (!planned) return;
    const { name, edit, keep } = planned;
    if (edit && !edit.labels.every(isOpen)) return;
    await doNow({ name, labels: edit && plainest(edit), keep });
  });

/** An edit of one video's labels where it is no more than that. */
function plainest(edit: TaxonomyEdit): DiskEdit {
  const [only, ...others] = edit.labels;
  const isPlain = edit.classes.length === 0 && !edit.lanes && !edit.verbSlots && others.length === 0;
  return isPlain && only ? only : edit;
}

/**
 * Does something that touches no labels, such as removing an annotator, in the same history; a
 * failure is the caller's to show.
 */
export const settleBeside = (name: string, keep: Settling['keep']): Promise<void> =>
  inTurnOrFail(() => doNow({ name, labels: null, keep }));

/**
 * Edits the classes once the edits before are done; unlike those of labels, a failure is the caller's to show.
 * @param make the edit of the classes as they then are; null: nothing to do
 */
export const editClasses = (make: (taxonomy: Taxonomy) => TaxonomyEdit | null): Promise<void> =>
  inTurnOrFail(async () => {
    const taxonomy = useProject.getState().project?.taxonomy;
    const edit = taxonomy && make(taxonomy);
    if (edit) await doNow(edit);
  });

async function doNow(edit: Edit): Promise<void> {
  try {
    const made = await save(edit);
    set(({ done }) => ({ done: [...done, made], undone: [] }));
    say(edit.name);
  } catch (error) {
    if (!isConflict(error) || isSettling(edit)) throw error;
    await keepConflict(edit, error);
  }
}

type Show = (edit: AnnotationEdit | null) => void | Promise<void>;
function ofLabels(edit: Edit): AnnotationEdit | null {
  const made = isSettling(edit) ? edit.labels : edit;
  return made && !isOfClasses(made) ? made : null;
}

/**
 * Takes the last edit back; where that does not fit any more it is dropped, so that those before it can be undone.
 * @param show what was changed in labels; null: nothing
 */
export const undo = (show: Show = () => undefined): Promise<void> =>
  inTurn(async () => {
    const edit = get().done.at(-1);
    if (!edit) return;
    set(({ done }) => ({ done: done.slice(0, -1) }));
    const made = await save(inverse(edit));
    set(({ undone }) => ({ undone: [...undone, inverse(made)] }));
    say(`Undone: ${edit.name}`);
    await show(ofLabels(edit));
  });

/** Does again what was taken back last. @param show as for `undo` */
export const redo = (show: Show = () => undefined): Promise<void> =>
  inTurn(async () => {
    const edit = get().undone.at(-1);
    if (!edit) return;
    set(({ undone }) => ({ undone: undone.slice(0, -1) }));
    const made = await save(edit);
    set(({ done }) => ({ done: [...done, made] }));
    say(`Redone: ${edit.name}`);
    await show(ofLabels(edit));
  });

/** @returns the edit as it was made, see `rebasedClasses` */
async function save(edit: Edit): Promise<Edit> {
  if (!isSettling(edit)) return saveOnDisk(edit);
  if (!edit.labels) {
    await edit.keep(true);
    return edit;
  }
  const labels = await saveOnDisk(edit.labels);
  // Where the labels wait for the disk, so does this, and they can be undone.
  await saveOrKeep({ labels, keep: () => edit.keep(true) });
  return { ...edit, labels };
}

/** Another window or program was faster: what was done here is kept, to be merged. */
async function keepConflict(edit: DiskEdit, { code, message }: UserError): Promise<void> {
  await call('conflicts.keep', edit);
  if (isOfClasses(edit)) throw new UserError(code, message, 'Your change is kept: Annotate offers to merge the two.');
  await loadLabels(edit.video);
  say(`${message} Your change is kept to be merged.`);
}

async function saveOnDisk(edit: DiskEdit): Promise<DiskEdit> {
  try {
    const made = await saveOrKeep(edit);
    if (made) return made;
  } catch (error) {
    // What is shown may be out of date where the edit is refused.
    if (isOfClasses(edit)) await refresh.project();
    throw error;
  }
  if (isOfClasses(edit)) showClassEdit(edit);
  else showEdit(edit);
  return edit;
}

export const saveAgain = (): Promise<void> =>
  inTurn(async () => {
    let isRenumbered = false;
    const { saved, refused } = await saveKept((renewed) => {
      isRenumbered = true;
      renumberHistory(renewed);
    });
    if (saved.length > 0) say(`${formatCount(countEdits(saved), 'edit')} saved`);
    if (isRenumbered)
      await Promise.all([refresh.project(), ...Object.keys(useLabels.getState().known).map(loadLabels)]);
    if (refused.length === 0) return;
    const isRefused = (edit: Edit) => refused.some((one) => one === (isSettling(edit) ? edit.labels : edit));
    set(({ done }) => ({ done: done.filter((edit) => !isRefused(edit)) }));
    if (refused.some(isOfClasses)) await refresh.project();
    const videos = new Set(refused.flatMap(labelsIn).map(({ video }) => video));
    for (const video of videos) if (known(video)) await loadLabels(video);
  });

function renumberHistory(renewed: (edit: DiskEdit) => DiskEdit): void {
  const again = (edit: Edit): Edit =>
    isSettling(edit) ? { ...edit, labels: edit.labels && renewed(edit.labels) } : renewed(edit);
  set(({ done, undone }) => ({ done: done.map(again), undone: undone.map(again) }));
}

const inTurn = (work: () => Promise<void>): Promise<void> =>
  inTurnOrFail(work).catch((error: unknown) => raise('labels', error));

function inTurnOrFail(work: () => Promise<void>): Promise<void> {
  const turn = queue.then(work);
  queue = turn.catch(() => undefined);
  return turn;
}

/** A labels' file that cannot be read or written: edits stay in the journal, or in this window. */
export function labelsTrouble({ video, error }: EventOf<'labels.trouble'>): void {
  const key = troubleOf(video);
  const waits = useUnsaved.getState().edits.length > 0;
  if (error && !waits) raise(key, new UserError('labels-unwritten', error.message, error.tip));
  if (error) return;
  clearNotice(key);
  if (waits) void saveAgain();
}
