/** Lanes and rows by keys: what the head of the row does that keys act on. */
import { ArrowDownFromLine, ArrowUpFromLine, ChevronsDownUp, Lock, Rows3 } from 'lucide-react';
import { toggleCollapsed, toggleLocked, useLaneView } from '../../state/laneView';
import { useProject } from '../../state/project';
import { currentRow, shiftRow } from '../../timeline/arrange';
import type { Action } from '../action';
import { inTimeline, lanesShown } from './scope';

const onRow = inTimeline(() => lanesShown() && currentRow() !== undefined);

/** Whether the project may have lanes. */
const hasLanes = () => useProject.getState().project?.project.singleLabel === false;

export const laneActions: readonly Action[] = [
  inTimeline(() => lanesShown() && hasLanes())({
    id: 'lane.edit',
    label: 'Edit lanes',
    icon: Rows3,
    perform: () => document.querySelector<HTMLElement>('.lanes-button')?.click(),
  }),
  onRow({
    id: 'lane.collapse',
    get label() {
      return `${currentRow()?.collapsed ? 'Expand' : 'Collapse'} the lane`;
    },
    icon: ChevronsDownUp,
    perform: () => toggleCollapsed(currentRow()?.key ?? ''),
  }),
  inTimeline(() => lanesShown() && typeof currentRow()?.lane === 'number')({
    id: 'lane.lock',
    get label() {
      return `${useLaneView.getState().locked.includes(currentRow()?.lane ?? -1) ? 'Unlock' : 'Lock'} the lane`;
    },
    icon: Lock,
    perform: () => toggleLocked(currentRow()?.lane ?? -1),
  }),
  onRow({
    id: 'lane.moveUp',
    label: 'Move the lane up',
    icon: ArrowUpFromLine,
    perform: () => shiftRow(currentRow()?.key ?? '', -1),
  }),
  onRow({
    id: 'lane.moveDown',
    label: 'Move the lane down',
    icon: ArrowDownFromLine,
    perform: () => shiftRow(currentRow()?.key ?? '', 1),
  }),
];
