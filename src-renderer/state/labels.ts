/**
 * Labels of the videos that are looked at, and what was done to them in this session. An edit is shown once the program
 * says that it is on disk; edits are made one after the other, each from the labels that the one before has left.
 */
import { useMemo } from 'react';
import { create } from 'zustand';
import type { EventOf } from '../../src-main/common/contract';
import type { Annotation } from '../../src-main/common/domain/annotation';
import { type AnnotationEdit, applyEdit, invertEdit } from '../../src-main/common/domain/edit';
import { UserError } from '../../src-main/common/errors';
import { call } from '../client';
import { raise, say } from './notices';
import { useProject } from './project';

interface Labels {
  /** By video, as far as they were asked for. */
  known: Readonly<Record<string, Annotation>>;
  /** What can be undone and redone, the last first in line at the end. */
  done: readonly AnnotationEdit[];
  undone: readonly AnnotationEdit[];
  /** Shown but not made: what a drag would leave. */
  draft: AnnotationEdit | null;
}

const nothing: Labels = { known: {}, done: [], undone: [], draft: null };
export const useLabels = create<Labels>(() => nothing);
const { getState: get, setState: set } = useLabels;

/** Another project is open: its labels are others, and nothing was done to them yet. */
export const forgetLabels = (): void => set(nothing);

export const setDraft = (draft: AnnotationEdit | null): void => set({ draft });

/** The labels of a video as they are to be shown. */
export function useShownLabels(video: string | null): Annotation | undefined {
  const labels = useLabels(({ known }) => (video === null ? undefined : known[video]));
  const draft = useLabels((state) => (state.draft?.video === video ? state.draft : null));
  return useMemo(() => (labels && draft ? withDraft(labels, draft) : labels), [labels, draft]);
}

function withDraft(labels: Annotation, draft: AnnotationEdit): Annotation {
  try {
    return applyEdit(labels, draft);
  } catch {
    // Dropped just now: the labels have it already.
    return labels;
  }
}

/** Asks for the labels of a video, also when they were known: another program may have changed them. */
export async function loadLabels(video: string): Promise<void> {
  const annotation = await call('video.annotation', { video });
  set(({ known }) => ({ known: { ...known, [video]: annotation } }));
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
    if (!edit) return;
    await call('labels.edit', edit);
    set(({ done }) => ({ done: [...done, edit], undone: [] }));
    say(edit.name);
  });
}

/** Takes the last edit back; where that does not fit any more it is dropped, so that those before it can be undone. */
export const undo = (): Promise<void> =>
  inTurn(async () => {
    const edit = get().done.at(-1);
    if (!edit) return;
    set(({ done }) => ({ done: done.slice(0, -1) }));
    await call('labels.edit', invertEdit(edit));
    set(({ undone }) => ({ undone: [...undone, edit] }));
    say(`Undone: ${edit.name}`);
  });

export const redo = (): Promise<void> =>
  inTurn(async () => {
    const edit = get().undone.at(-1);
    if (!edit) return;
    set(({ undone }) => ({ undone: undone.slice(0, -1) }));
    await call('labels.edit', edit);
    set(({ done }) => ({ done: [...done, edit] }));
    say(`Redone: ${edit.name}`);
  });

function inTurn(work: () => Promise<void>): Promise<void> {
  const turn = queue.then(work).catch((error: unknown) => raise('labels', error));
  queue = turn;
  return turn;
}

/** The program tells of every edit, this page's too. Labels that it does not fit are read again. */
export function labelsChanged(edit: AnnotationEdit): void {
  const labels = get().known[edit.video];
  if (!labels) return;
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
