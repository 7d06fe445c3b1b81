import { type SplitName, type Splits, splitNames } from '../../../src-main/common/domain/project';
import { call } from '../../client';
import { showToast } from '../../state/notices';
import { setProject } from '../../state/project';

export const splitsOrNone = [...splitNames, 'none'] as const;
export type SplitOrNone = SplitName | 'none';

/** The splits with some videos in another one; order is kept, moved videos come last. */
export function withMoved(splits: Splits, ids: readonly string[], to: SplitOrNone): Splits {
  const rest = (name: SplitName) => splits[name].filter((id) => !ids.includes(id));
  const next = (name: SplitName) => (name === to ? [...rest(name), ...ids] : rest(name));
  return { train: next('train'), val: next('val'), test: next('test'), source: 'edited' };
}

/** How many videos stand in another split, or in none, in `next`. */
export function movedCount(before: Splits, next: Splits): number {
  const all = new Set(splitNames.flatMap((name) => [...before[name], ...next[name]]));
  return [...all].filter((id) => splitNames.some((name) => before[name].includes(id) !== next[name].includes(id)))
    .length;
}

/** Moves videos to a split; can be undone from the toast. */
export async function moveToSplit(splits: Splits, ids: readonly string[], to: SplitOrNone): Promise<void> {
  setProject(await call('project.setSplits', withMoved(splits, ids, to)));
  const what = ids.length === 1 ? ids[0] : `${ids.length} videos`;
  offerUndo(to === 'none' ? `${what} taken out of the splits` : `${what} moved to ${to}`, splits);
}

/** Puts new splits in place of others; can be undone from the toast. */
export async function replaceSplits(before: Splits, next: Splits): Promise<void> {
  setProject(await call('project.setSplits', next));
  offerUndo('The new splits are used', before);
}

function offerUndo(text: string, before: Splits): void {
  showToast({ text, undo: async () => setProject(await call('project.setSplits', before)) });
}
