/** Tools of a row, at its head: moved by dragging it or by arrows, collapsed, a lane of the truth locked. */
import { ChevronsDownUp, ChevronsUpDown, GripVertical, Lock, LockOpen } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { toggleCollapsed, toggleLocked, useLaneView } from '../state/laneView';
import { IconButton } from '../ui/Button';
import { shiftRow } from './arrange';
import type { Row } from './rows';

/** @param name of the row in a sentence @param children tools that only this kind of row has */
export function HeaderTools({ row, name, children }: { row: Row; name: string; children?: ReactNode }) {
  const { key, lane, collapsed } = row;
  return (
    <span className="timeline-tools">
      <IconButton
        icon={GripVertical}
        name={`Move ${name}: drag its head, or press ↑ ↓`}
        className="timeline-grip"
        onKeyDown={(event) => onArrow(event, key)}
      />
      {children}
      {lane !== null && <LockButton lane={lane} name={name} />}
      <IconButton
        icon={collapsed ? ChevronsUpDown : ChevronsDownUp}
        name={`${collapsed ? 'Expand' : 'Collapse'} ${name}`}
        onClick={() => toggleCollapsed(key)}
      />
    </span>
  );
}

function LockButton({ lane, name }: { lane: number; name: string }) {
  const locked = useLocked(lane);
  return (
    <IconButton
      icon={locked ? Lock : LockOpen}
      name={`${locked ? 'Unlock' : 'Lock'} ${name}`}
      on={locked}
      onClick={() => toggleLocked(lane)}
    />
  );
}

/** Whether nothing can be changed in a lane of the truth. */
export const useLocked = (lane: number | null): boolean =>
  useLaneView(({ locked }) => lane !== null && locked.includes(lane));

function onArrow(event: KeyboardEvent, key: string): void {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  shiftRow(key, by === 1 ? 1 : -1);
}
