/**
 * How the rows of the timeline stand: their order, which are collapsed, and which lanes are locked against edits. Kept
 * on this machine, for each project.
 */
import { z } from 'zod';
import { create } from 'zustand';
import type { AnnotationEdit } from '../../src-main/common/domain/edit';
import { defaultLane, laneOf, lanesOf } from '../../src-main/common/domain/lane';
import { readStored, writeStored } from '../ui/stored';
import { useProject } from './project';

const Keys = z.array(z.string()).default([]);
const LaneView = z.object({
  /** Keys of rows, top to bottom; empty: as they come. */
  order: Keys,
  collapsed: Keys,
  /** Of labels; runs are hidden by themselves. */
  hidden: Keys,
  /** Ids of lanes of the truth. */
  locked: z.array(z.number()).default([]),
});
type LaneView = z.infer<typeof LaneView>;

/** What cannot be read is as if nothing had been kept. */
const Stored = z.preprocess((text) => JSON.parse(text as string) as unknown, LaneView).catch(LaneView.parse({}));

export const useLaneView = create<LaneView>(() => LaneView.parse({}));

const storedAs = (dir: string) => `annotate.rows ${dir}`;

useProject.subscribe(({ project: now }, { project: before }) => {
  if (now?.dir === before?.dir) return;
  const stored = now ? readStored(storedAs(now.dir)) : null;
  useLaneView.setState(Stored.parse(stored ?? '{}'));
});

function change(to: Partial<LaneView>): void {
  useLaneView.setState(to);
  const dir = useProject.getState().project?.dir;
  if (dir !== undefined) writeStored(storedAs(dir), JSON.stringify(useLaneView.getState()));
}

const toggled = <T>(list: readonly T[], one: T): T[] =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one];

export const setOrder = (order: readonly string[]): void => change({ order: [...order] });
export const toggleCollapsed = (key: string): void =>
  change({ collapsed: toggled(useLaneView.getState().collapsed, key) });
export const toggleHidden = (key: string): void => change({ hidden: toggled(useLaneView.getState().hidden, key) });
export const toggleLocked = (lane: number): void => change({ locked: toggled(useLaneView.getState().locked, lane) });

/** The key of a lane of the truth; `truth` where the project has one lane. */
export const truthKey = (lane: number): string => (lane === defaultLane ? 'truth' : `truth:${lane}`);

/** Why an edit of labels cannot be made, as a sentence; null where it can. */
export function lockedAgainst({ segments }: AnnotationEdit): string | null {
  const { locked, hidden } = useLaneView.getState();
  if (locked.length === 0 && hidden.length === 0) return null;
  const concerned = segments.flatMap(({ before, after }) => [before, after]).filter((segment) => segment !== null);
  for (const lane of new Set(concerned.map(laneOf))) {
    const name = nameOfLane(lane);
    if (locked.includes(lane)) return `${name} is locked: unlock it at its head, or by “Unlock the lane”`;
    if (hidden.includes(truthKey(lane))) return `${name} is hidden: show it above the timeline`;
  }
  return null;
}

function nameOfLane(lane: number): string {
  const taxonomy = useProject.getState().project?.taxonomy;
  const found = taxonomy?.lanes && lanesOf(taxonomy).find(({ id }) => id === lane);
  return found ? `Lane “${found.name}”` : 'Ground truth';
}
