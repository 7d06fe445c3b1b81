/** Dragging the head of a row to another place: a press that moves is a drag, `Esc` gives it up. */
import { type MouseEvent, type PointerEvent, useEffect, useState } from 'react';
import { moveRow } from './arrange';
import { choose, keyOfLane, labelLane } from './lanes';
import { nameLane } from './LaneName';
import { type Row, rowAt, rowsHeight } from './rows';

/** Pixels a press may wander and still be a click. */
const clickSlack = 4;

interface Press {
  row: Row;
  /** Pixels below the top of the heads, where it began and where it is. */
  from: number;
  y: number;
}

/** @param rows as they stand, from top to bottom */
export function useHeaderDrag(rows: readonly Row[]) {
  const [press, setPress] = useState<Press | null>(null);
  const isDrag = press !== null && Math.abs(press.y - press.from) > clickSlack;
  const before = press ? rows.filter(({ top, height }) => top + height / 2 < press.y).length : 0;
  useEffect(() => {
    if (!isDrag) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      setPress(null);
    };
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, [isDrag]);
  const heightOf = (event: MouseEvent) => event.clientY - event.currentTarget.getBoundingClientRect().top;
  return {
    /** The row that is dragged, and where it would come to stand in pixels. */
    dragged: isDrag ? press.row.key : null,
    line: isDrag ? (rows[before]?.top ?? rowsHeight(rows)) : null,
    listeners: {
      onPointerDown: (event: PointerEvent) => {
        const y = heightOf(event);
        const row = rowAt(rows, y);
        if (event.button !== 0 || !row || (event.target as Element).closest('button, input')) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setPress({ row, from: y, y });
      },
      onPointerMove: (event: PointerEvent) => {
        if (press) setPress({ ...press, y: heightOf(event) });
      },
      onPointerUp: () => {
        setPress(null);
        if (!press) return;
        if (isDrag) moveRow(press.row.key, rows.indexOf(press.row) < before ? before - 1 : before);
        else if (press.row.lane !== null) labelFrom(press.row);
      },
      onPointerCancel: () => setPress(null),
      // Here, because the press has caught the pointer.
      onDoubleClick: (event: MouseEvent) => {
        if (!(event.target as Element).closest('button, input')) nameLane(rowAt(rows, heightOf(event))?.lane ?? null);
      },
    },
  };
}

/** A click on the head of a lane: labels go there. */
function labelFrom({ key }: Row): void {
  if (keyOfLane() !== key) choose(null);
  labelLane(key);
}
