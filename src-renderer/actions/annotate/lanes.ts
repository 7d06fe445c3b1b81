/** Lanes and rows by keys: what the head of the row does that keys act on. */
import {
  ArrowDownFromLine,
  ArrowUpFromLine,
  ChevronsDownUp,
  Eye,
  EyeOff,
  Lock,
  Rows3,
  TextCursorInput,
} from 'lucide-react';
import { toggleCollapsed, toggleHidden, toggleLocked, useLaneView } from '../../state/laneView';
import { useProject } from '../../state/project';
import { currentRow, shiftRow } from '../../timeline/arrange';
import { nameLane } from '../../timeline/LaneName';
import type { Row } from '../../timeline/rows';
import type { Action } from '../action';
import { inTimeline, lanesShown } from './scope';

const onRow = inTimeline(() => lanesShown() && currentRow() !== undefined);

/** Whether the project may have lanes. */
const hasLanes = () => useProject.getState().project?.project.singleLabel === false;

const hasNamedLanes = () => useProject.getState().project?.taxonomy.lanes !== undefined;
const canHide = (row: Row | undefined) => row?.kind === 'truth' || row?.kind === 'annotator';

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
  inTimeline(() => lanesShown() && hasNamedLanes() && typeof currentRow()?.lane === 'number')({
    id: 'lane.rename',
    label: 'Rename the lane',
    icon: TextCursorInput,
    // In Runs it renames the run.
    insteadOf: 'runs.rename',
    perform: () => nameLane(currentRow()?.lane ?? null),
  }),
  inTimeline(() => lanesShown() && canHide(currentRow()))({
    id: 'lane.hide',
    label: 'Hide the lane',
    icon: EyeOff,
    perform: () => toggleHidden(currentRow()?.key ?? ''),
  }),
  inTimeline(() => lanesShown() && useLaneView.getState().hidden.length > 0)({
    id: 'lane.showAll',
    label: 'Show the hidden lanes',
    icon: Eye,
    perform: () => useLaneView.getState().hidden.forEach(toggleHidden),
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
