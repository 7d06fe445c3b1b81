/** Segments, classes and lanes that were changed here and by another program or window, until they are merged. */
import { create } from 'zustand';
import { type Conflict, isOfSegment, type Keep, type SegmentConflict } from '../../src-main/common/domain/conflict';
import { call } from '../client';
import { settleTogether } from './history';
import { clearNotice, raise, say } from './notices';
import { requireSaved } from './unsaved';
import { settleStop, useWalk } from './walk';

interface Conflicts {
  conflicts: readonly Conflict[];
  /** Key of the one under the pointer in the list. */
  pointed: string | null;
}

export const useConflicts = create<Conflicts>(() => ({ conflicts: [], pointed: null }));
const { getState: get, setState: set } = useConflicts;

let newest = 0;

export async function loadConflicts(): Promise<void> {
  const request = ++newest;
  try {
    const conflicts = await call('conflicts.list', {});
    if (request === newest) set({ conflicts });
    clearNotice('conflicts');
  } catch (error) {
    if (request === newest) raise('conflicts', error);
  }
}

/** What stands in the place of the versions that were kept may have changed. */
export function conflictsMayBeOthers(video: string): void {
  if (get().conflicts.some((one) => isOfSegment(one) && one.video === video)) void loadConflicts();
}

export const pointAtConflict = (pointed: string | null): void => set({ pointed });

/** The conflict that is gone to. */
export function openConflict(): Conflict | null {
  const { list, current } = useWalk.getState();
  return list === 'conflicts' ? (get().conflicts.find(({ key }) => key === current?.key) ?? null) : null;
}

/** The one whose versions the timeline shows: under the pointer, else gone to. */
export function shownConflict(): SegmentConflict | null {
  const shown = get().conflicts.find(({ key }) => key === get().pointed) ?? openConflict();
  return shown && isOfSegment(shown) ? shown : null;
}

/** Settles conflicts as one edit that can be undone. */
export async function settleConflicts(keys: readonly string[], keep: Keep): Promise<void> {
  if (keys.length === 0) return;
  requireSaved('Could not merge');
  const open = openConflict();
  if (open && keys.includes(open.key)) settleStop(open);
  await settleTogether(async () => {
    const planned = await call('conflicts.plan', { keys: [...keys], keep });
    if (planned.keys.length === 0) {
      say('None of these can be kept in this way');
      return null;
    }
    const settle = async (settled: boolean) => {
      await call('conflicts.settle', { keys: planned.keys, settled });
      await loadConflicts();
    };
    return { name: planned.name, edit: planned.edit, keep: settle };
  });
}
