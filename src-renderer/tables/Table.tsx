/**
 * The one table of the program, over TanStack Table and Virtual: columns sort, resize and hide; rows are drawn only
 * where they are seen from 100 on. Keyboard: arrows, Home, End, PageUp and PageDown move, Space ticks, Enter opens,
 * Ctrl C copies the ticked rows (or the current one) as tab-separated text.
 */
import { type RowData, type SortingState, useTable } from '@tanstack/react-table';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { type CellValue, type Column, comparerOf, copyText } from './column';
import { type Features, features } from './features';
import { TableHead } from './TableHead';
import { TableRow } from './TableRow';
import { useRowWindow } from './useRowWindow';
import { useTableKeys } from './useTableKeys';

export interface TableProps<T extends RowData> {
  /** Accessible name. */
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  idOf: (row: T) => string;
  /** The row that is open; arrows move it. */
  current: string | null;
  onCurrent: (id: string) => void;
  onOpen?: (id: string) => void;
  ticked?: ReadonlySet<string>;
  onTicked?: (ids: ReadonlySet<string>) => void;
  sort?: { column: string; descending: boolean };
  hidden?: readonly string[];
  /** Told the rows' ids in the order shown. */
  onOrder?: (ids: readonly string[]) => void;
  /** Shown under the head when there are no rows. */
  empty?: ReactNode;
}

export function Table<T extends RowData>(props: TableProps<T>) {
  const { rows: data, columns, idOf, current, ticked, onTicked, hidden, sort } = props;
  const [sorting, setSorting] = useState<SortingState>(sort ? [{ id: sort.column, desc: sort.descending }] : []);
  const definitions = useMemo(() => columns.map((column) => define(column, data)), [columns, data]);
  const columnVisibility = useMemo(() => Object.fromEntries((hidden ?? []).map((id) => [id, false])), [hidden]);
  const table = useTable<Features, T>({
    features,
    data,
    columns: definitions,
    getRowId: idOf,
    state: { sorting, columnVisibility },
    onSortingChange: setSorting,
    enableSortingRemoval: false,
    columnResizeMode: 'onChange',
    defaultColumn: { minSize: 48, maxSize: 800 },
  });

  const scroller = useRef<HTMLDivElement>(null);
  const { rows } = table.getRowModel();
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const { items, before, after, scrollTo } = useRowWindow(ids, current, scroller);
  const tick = (id: string) => {
    if (!ticked || !onTicked) return;
    const next = new Set(ticked);
    if (!next.delete(id)) next.add(id);
    onTicked(next);
  };
  const { onOrder } = props;
  useEffect(() => onOrder?.(ids), [ids, onOrder]);
  const onKeyDown = useTableKeys({
    ids,
    current,
    move: (id, index) => {
      props.onCurrent(id);
      scrollTo(index);
    },
    tick: ticked && tick,
    open: props.onOpen,
    copy: () => {
      const chosen = data.filter((row) => (ticked && ticked.size > 0 ? ticked.has(idOf(row)) : idOf(row) === current));
      return copyText(
        chosen,
        columns.filter((column) => !hidden?.includes(column.id)),
      );
    },
  });
  const allTicked = ticked !== undefined && data.length > 0 && data.every((row) => ticked.has(idOf(row)));
  const visible = table.getVisibleLeafColumns();
  const tickWidth = ticked ? 36 : 0;

  return (
    <div className={`table-scroll ${ticked ? 'with-ticks' : ''}`} ref={scroller}>
      <table
        role="grid"
        aria-label={props.label}
        aria-rowcount={rows.length + 1}
        aria-multiselectable={ticked !== undefined}
        style={{ minWidth: tickWidth + table.getTotalSize() }}
      >
        <colgroup>
          {ticked && <col style={{ width: tickWidth }} />}
          {visible.map((column) => (
            <col key={column.id} style={{ width: column.getSize() }} />
          ))}
          <col />
        </colgroup>
        <TableHead
          table={table}
          columns={columns}
          ticked={ticked && allTicked}
          onTickAll={(all) => onTicked?.(all ? new Set(ids) : new Set())}
        />
        <tbody onKeyDown={onKeyDown}>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <TableRow
                key={row.id}
                row={row.original}
                id={row.id}
                index={item.index}
                columns={columns}
                visible={visible.map((column) => column.id)}
                current={row.id === current}
                focusable={row.id === current || (item.index === 0 && !ids.includes(current ?? ''))}
                ticked={ticked?.has(row.id)}
                onTick={() => tick(row.id)}
                onCurrent={() => props.onCurrent(row.id)}
                onOpen={() => props.onOpen?.(row.id)}
              />
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
      {rows.length === 0 && props.empty}
    </div>
  );
}

function define<T>(column: Column<T>, rows: readonly T[]) {
  const compare = comparerOf(column, rows);
  return {
    id: column.id,
    accessorFn: column.value,
    header: column.title,
    size: column.width,
    sortDescFirst: column.numeric === true,
    sortFn: (a: { getValue: (id: string) => CellValue }, b: { getValue: (id: string) => CellValue }, id: string) =>
      compare(a.getValue(id), b.getValue(id)),
  };
}
