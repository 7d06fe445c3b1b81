/** The classes of the project as they are edited: whether the panel is open, and how often each class is used. */
import { create } from 'zustand';
import { addClass as addedClass, classNamed } from '../../src-main/common/classEditing';
import type { ClassCount } from '../../src-main/common/contract/taxonomy';
import { emptyTaxonomy } from '../../src-main/common/domain/taxonomy';
import { call } from '../client';
import { editClasses } from './history';
import { refresh, useProject } from './project';
import { goTo, useView } from './view';

interface Classes {
  open: boolean;
  /** By class id; undefined: not asked or not yet answered. A class without an entry is not used. */
  counts: ReadonlyMap<number, ClassCount> | undefined;
}

export const useClasses = create<Classes>(() => ({ open: false, counts: undefined }));
const set = useClasses.setState;

/** Opens the panel in place, or in Annotate where the screen has no room for it; closes it where it is open. */
export function toggleClasses(): void {
  const hasRoom = ['annotate', 'project'].includes(useView.getState().screen);
  if (!hasRoom) goTo('annotate');
  set(({ open }) => ({ open: !hasRoom || !open }));
}

export const closeClasses = (): void => set({ open: false });

/** Counts again, after labels or classes have changed. */
export async function countClasses(): Promise<void> {
  const counts = await call('taxonomy.counts', {});
  set({ counts: new Map(counts.map((count) => [count.id, count])) });
}

/**
 * Finds the class of this name, or adds it; adding can be undone like every edit.
 * @returns its id; null where no project is open
 * @throws UserError `class-name-empty`, or those of writing
 */
export async function addClass(name: string): Promise<number | null> {
  await editClasses((taxonomy) => (classNamed(taxonomy, name) ? null : addedClass(taxonomy, { name }).edit));
  // Where another window was faster to add one, it has another id than was thought.
  const known = () => classNamed(useProject.getState().project?.taxonomy ?? emptyTaxonomy(), name);
  if (!known()) await refresh.project();
  return known()?.id ?? null;
}
