import { type MouseEvent, useEffect, useRef } from 'react';
import { Tick } from '../ui/fields';
import { type Column, textOf } from './column';

interface TableRowProps<T> {
  row: T;
  id: string;
  index: number;
  columns: readonly Column<T>[];
  /** Ids of the shown columns, in order. */
  visible: readonly string[];
  current: boolean;
  /** The one row that the tab key reaches. */
  focusable: boolean;
  ticked: boolean | undefined;
  onTick: () => void;
  onCurrent: () => void;
  onOpen: () => void;
}

export function TableRow<T>(props: TableRowProps<T>) {
  const { row, columns, visible, current, ticked } = props;
  const ref = useRef<HTMLTableRowElement>(null);
  // The focus follows the current row only while it is in this table's body.
  useEffect(() => {
    const element = ref.current;
    if (current && element?.parentElement?.contains(document.activeElement) && isRow(document.activeElement)) {
      element.focus({ preventScroll: true });
    }
  }, [current]);
  const click = (event: MouseEvent) => {
    if (!(event.target instanceof Element) || event.target.closest('button, input, label, select, a')) return;
    props.onCurrent();
  };
  return (
    <tr
      ref={ref}
      data-row={props.id}
      className={`${current ? 'current' : ''} ${ticked ? 'ticked' : ''}`}
      aria-rowindex={props.index + 2}
      aria-selected={current || ticked === true}
      tabIndex={props.focusable ? 0 : -1}
      onClick={click}
      onDoubleClick={props.onOpen}
    >
      {ticked !== undefined && (
        <td className="tick-cell">
          <Tick checked={ticked} onTick={props.onTick} tabIndex={-1} aria-label={`Tick ${props.id}`} />
        </td>
      )}
      {visible.map((id) => {
        const column = columns.find((one) => one.id === id);
        if (!column) return null;
        return (
          <td key={id} className={column.numeric ? 'number' : ''}>
            {column.cell ? column.cell(row) : textOf(column, row)}
          </td>
        );
      })}
      <td aria-hidden />
    </tr>
  );
}

const isRow = (element: Element | null) => element?.tagName === 'TR';
