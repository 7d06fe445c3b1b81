/**
 * Labels of the videos that are looked at, as they are shown: with what the program tells of edits, and with what would
 * be made of them. What is done to them stands in `history.ts`.
 */
import { useMemo } from 'react';
import { create } from 'zustand';
import type { Annotation } from '../../src-main/common/domain/annotation';
import { type AnnotationEdit, applyEdit } from '../../src-main/common/domain/edit';
import { applyTaxonomyEdit, type TaxonomyEdit } from '../../src-main/common/domain/taxonomyEdit';
import { call } from '../client';
import { raise } from './notices';
import { refresh, useProject, whenOpened } from './project';
import { wasKept, withUnsaved } from './unsaved';

interface Labels {
  /** By video, as far as they were asked for. */
  known: Readonly<Record<string, Annotation>>;
  /** Shown but not made: what a drag would leave. */
  draft: AnnotationEdit | null;
}

const nothing: Labels = { known: {}, draft: null };
export const useLabels = create<Labels>(() => nothing);
const { getState: get, setState: set } = useLabels;

/** Another project is open: its labels are others. */
export function forgetLabels(): void {
  set(nothing);
}
whenOpened(forgetLabels);

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
  const labels = withUnsaved(await call('video.annotation', { video }));
  set(({ known }) => ({ known: { ...known, [video]: labels } }));
}

/** The program tells of every edit, this page's too. */
export function labelsChanged(edit: AnnotationEdit): void {
  if (!wasKept(edit)) showEdit(edit);
}

/** Labels that an edit does not fit are read again. */
export function showEdit(edit: AnnotationEdit): void {
  const labels = get().known[edit.video];
  if (!labels) return;
  try {
    const after = applyEdit(labels, edit);
    set(({ known }) => ({ known: { ...known, [edit.video]: after } }));
  } catch {
    loadLabels(edit.video).catch((error: unknown) => raise('labels', error));
  }
}

/** Likewise of edits of classes. */
export function classesChanged(edit: TaxonomyEdit): void {
  if (!wasKept(edit)) showClassEdit(edit);
  // Reports may be outdated now.
  refresh.runs().catch((error: unknown) => raise('reload-runs', error));
  useProject.setState((s) => ({ annotationsRevision: s.annotationsRevision + 1 }));
}

/** Classes that an edit does not fit are read again. */
export function showClassEdit(edit: TaxonomyEdit): void {
  const { project } = useProject.getState();
  if (!project) return;
  try {
    useProject.setState({ project: { ...project, taxonomy: applyTaxonomyEdit(project.taxonomy, edit) } });
  } catch {
    refresh.project().catch((error: unknown) => raise('labels', error));
  }
  edit.labels.forEach(showEdit);
}
