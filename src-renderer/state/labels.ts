/**
 * Labels of the videos that are looked at, and what was done to them and to their classes in this session. An edit is shown once the program
 * says that it is on disk; edits are made one after the other, each from the labels that the one before has left. Where
 * the disk takes nothing they are kept here, until it does or they are saved elsewhere.
 */
import { useMemo } from 'react';
import { create } from 'zustand';
import type { EventOf } from '../../src-main/common/contract';
import type { Annotation } from '../../src-main/common/domain/annotation';
import { type AnnotationEdit, applyEdit, invertEdit } from '../../src-main/common/domain/edit';
import type { Taxonomy } from '../../src-main/common/domain/taxonomy';
import { applyTaxonomyEdit, invertTaxonomyEdit, type TaxonomyEdit } from '../../src-main/common/domain/taxonomyEdit';
import { UserError } from '../../src-main/common/errors';
import { call } from '../client';
import { formatCount } from '../ui/format';
import { clearNotice, raise, say } from './notices';
import { refresh, useProject } from './project';
import { saveFile } from './save';

/** Something that is kept beside the labels, such as that a disagreement is settled, with what it does to the labels. */
interface Settling {
  name: string;
  labels: AnnotationEdit | null;
  /** @param done false: it is taken back */
  keep: (done: boolean) => Promise<void>;
}

type Edit = AnnotationEdit | TaxonomyEdit | Settling;
const isOfClasses = (edit: Edit): edit is TaxonomyEdit => 'classes' in edit;
const isSettling = (edit: Edit): edit is Settling => 'keep' in edit;

function inverse(edit: Edit): Edit {
  if (isOfClasses(edit)) return invertTaxonomyEdit(edit);
  if (!isSettling(edit)) return invertEdit(edit);
  return { ...edit, labels: edit.labels && invertEdit(edit.labels), keep: (done) => edit.keep(!done) };
}

interface Labels {
  /** By video, as far as they were asked for. */
  known: Readonly<Record<string, Annotation>>;
  /** What can be undone and redone, the last first in line at the end. */
  done: readonly Edit[];
  undone: readonly Edit[];
  /** Shown but not made: what a drag would leave. */
  draft: AnnotationEdit | null;
  /** Edits that the disk has not taken, in order. */
  unsaved: readonly AnnotationEdit[];
}

const nothing: Labels = { known: {}, done: [], undone: [], draft: null, unsaved: [] };
export const useLabels = create<Labels>(() => nothing);
const { getState: get, setState: set } = useLabels;

/** Another project is open: its labels are others, and nothing was done to them yet. */
export const forgetLabels = (): void => set(nothing);

export const setDraft = (draft: AnnotationEdit | null): void => set({ draft });

/** The labels of a video as they are to be shown. */
export function useShownLabels(video: string | null): Annotation | undefined {
  const labels = useLabels(({ known }) => (video === null ? undefined : known[video]));
  const draft = useLabels((state) => (state.draft?.video === video ? state.draft : null));
  return useMemo(() => (labels && draft ? withEdit(labels, draft) : labels), [labels, draft]);
}

/** Labels with an edit that they may have already, as one that was dropped just now. */
function withEdit(labels: Annotation, edit: AnnotationEdit): Annotation {
  try {
    return applyEdit(labels, edit);
  } catch {
    return labels;
  }
}

/** Asks for the labels of a video, also when they were known: another program may have changed them. */
export async function loadLabels(video: string): Promise<void> {
  const annotation = await call('video.annotation', { video });
  const shown = get()
    .unsaved.filter((edit) => edit.video === video)
    .reduce(withEdit, annotation);
  set(({ known }) => ({ known: { ...known, [video]: shown } }));
}

let queue: Promise<unknown> = Promise.resolve();

/**
 * Edits the labels of a video once the edits before are done.
 * @param make the edit of the labels as they then are; null: nothing to do
 */
export function editLabels(video: string, make: (labels: Annotation) => AnnotationEdit | null): Promise<void> {
  return inTurn(async () => {
    if (!get().known[video]) await loadLabels(video);
    const edit = make(get().known[video] as Annotation);
    if (edit) await doNow(edit);
  });
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
    if (!get().known[video]) await loadLabels(video);
    const labels = make(get().known[video] as Annotation);
    await doNow({ name: labels?.name ?? name, labels, keep });
  });
}

/**
 * Edits the classes once the edits before are done; unlike those of labels, a failure is the caller's to show.
 * @param make the edit of the classes as they then are; null: nothing to do
 */
export function editClasses(make: (taxonomy: Taxonomy) => TaxonomyEdit | null): Promise<void> {
  const turn = queue.then(async () => {
    const taxonomy = useProject.getState().project?.taxonomy;
    const edit = taxonomy && make(taxonomy);
    if (edit) await doNow(edit);
  });
  queue = turn.catch(() => undefined);
  return turn;
}

async function doNow(edit: Edit): Promise<void> {
  await save(edit);
  set(({ done }) => ({ done: [...done, edit], undone: [] }));
  say(edit.name);
}

/** Takes the last edit back; where that does not fit any more it is dropped, so that those before it can be undone. */
export const undo = (): Promise<void> =>
  inTurn(async () => {
    const edit = get().done.at(-1);
    if (!edit) return;
    set(({ done }) => ({ done: done.slice(0, -1) }));
    await save(inverse(edit));
    set(({ undone }) => ({ undone: [...undone, edit] }));
    say(`Undone: ${edit.name}`);
  });

export const redo = (): Promise<void> =>
  inTurn(async () => {
    const edit = get().undone.at(-1);
    if (!edit) return;
    set(({ undone }) => ({ undone: undone.slice(0, -1) }));
    await save(edit);
    set(({ done }) => ({ done: [...done, edit] }));
    say(`Redone: ${edit.name}`);
  });

/** What the disk says where it takes nothing; the edit is then shown and kept here. */
const refusals = new Set(['disk-full', 'read-only-disk', 'no-permission', 'file-busy', 'locked', 'project-gone']);
const unsavedKey = 'labels-unsaved';

async function save(edit: Edit): Promise<void> {
  if (isOfClasses(edit)) return saveClasses(edit);
  if (!isSettling(edit)) return saveLabels(edit);
  if (edit.labels) await saveLabels(edit.labels);
  await edit.keep(true);
}

/** Classes are those of all videos: edits of them do not wait in this window. What is shown may be out of date. */
async function saveClasses(edit: TaxonomyEdit): Promise<void> {
  if (get().unsaved.length > 0) {
    const message = `Could not do “${edit.name}”: edits of labels are not saved yet.`;
    throw new UserError('labels-unsaved', message, 'Save those first.');
  }
  await call('taxonomy.edit', edit).catch(async (error: unknown) => {
    await refresh.project();
    throw error;
  });
}

async function saveLabels(edit: AnnotationEdit): Promise<void> {
  if (get().unsaved.length === 0) {
    try {
      await call('labels.edit', edit);
      return;
    } catch (error) {
      if (!(error instanceof UserError) || !refusals.has(error.code)) throw error;
      keepUnsaved(edit, error);
      return;
    }
  }
  keepUnsaved(edit, null);
}

function keepUnsaved(edit: AnnotationEdit, why: UserError | null): void {
  labelsChanged(edit);
  set(({ unsaved }) => ({ unsaved: [...unsaved, edit] }));
  if (!why) return;
  const message = `${why.message} Your edits are kept in this window.`;
  raise(unsavedKey, new UserError('labels-unsaved', message, why.tip), ['labels.saveAgain', 'labels.saveElsewhere']);
}

/** Gives the disk what it has not taken, in the order in which it was done. */
export const saveAgain = (): Promise<void> =>
  inTurn(async () => {
    const waiting = get().unsaved;
    for (const edit of waiting) {
      await call('labels.edit', edit);
      set(({ unsaved }) => ({ unsaved: unsaved.slice(1) }));
    }
    clearNotice(unsavedKey);
    say(`${formatCount(waiting.length, 'edit')} saved`);
  });

/** Saves the labels of the videos with unsaved edits as files of the user's choice, as the project would hold them. */
export async function saveElsewhere(): Promise<void> {
  const { known, unsaved } = get();
  for (const video of new Set(unsaved.map((edit) => edit.video))) {
    const text = `${JSON.stringify(known[video], null, 2)}\n`;
    await saveFile(`${video}.json`, new Blob([text], { type: 'application/json' }));
  }
}

function inTurn(work: () => Promise<void>): Promise<void> {
  const turn = queue.then(work).catch((error: unknown) => raise('labels', error));
  queue = turn;
  return turn;
}

/** The program tells of every edit, this page's too. Labels that it does not fit are read again. */
export function labelsChanged(edit: AnnotationEdit): void {
  const labels = get().known[edit.video];
  if (!labels) return;
  // Shown already, and now on disk.
  if (JSON.stringify(get().unsaved[0]) === JSON.stringify(edit)) return;
  try {
    const after = applyEdit(labels, edit);
    set(({ known }) => ({ known: { ...known, [edit.video]: after } }));
  } catch {
    loadLabels(edit.video).catch((error: unknown) => raise('labels', error));
  }
}

/** Edits stay in the journal until the file can be written; those that found no room are kept beside it. */
export function labelsTrouble({ video, refused, error }: EventOf<'labels.trouble'>): void {
  if (error) raise(`labels-${video}`, new UserError('labels-unwritten', error.message, error.tip));
  if (refused.length === 0) return;
  const names = refused.map((name) => `“${name}”`).join(', ');
  raise(
    `labels-${video}`,
    new UserError(
      'labels-merged',
      `Another program has changed the labels of ${video}; what was done here was put on top, but for ${names}.`,
      `These are kept in annotations/${video}.refused-….json beside the labels.`,
    ),
  );
  useProject.setState((s) => ({ annotationsRevision: s.annotationsRevision + 1 }));
}

/** Likewise of edits of classes. */
export function classesChanged(edit: TaxonomyEdit): void {
  const { project } = useProject.getState();
  if (!project) return;
  try {
    useProject.setState({ project: { ...project, taxonomy: applyTaxonomyEdit(project.taxonomy, edit) } });
  } catch {
    refresh.project().catch((error: unknown) => raise('labels', error));
  }
  for (const change of edit.labels) labelsChanged(change);
  useProject.setState((s) => ({ annotationsRevision: s.annotationsRevision + 1 }));
}
