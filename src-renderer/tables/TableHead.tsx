import type { Header, ReactTable, RowData } from '@tanstack/react-table';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { Tick } from '../ui/fields';
import type { Column } from './column';
import type { Features } from './features';

interface TableHeadProps<T extends RowData> {
  table: ReactTable<Features, T>;
  columns: readonly Column<T>[];
  /** Whether all rows are ticked; undefined where rows are not ticked at all. */
  ticked: boolean | undefined;
  onTickAll: (all: boolean) => void;
}

export function TableHead<T extends RowData>({ table, columns, ticked, onTickAll }: TableHeadProps<T>) {
  const headers = table.getFlatHeaders();
  const reached = headers.find((header) => header.column.getIsSorted() !== false) ?? headers[0];
  return (
    <thead>
      <tr onKeyDown={moveInHead}>
        {ticked !== undefined && (
          <th className="tick-cell">
            <Tick checked={ticked} onTick={onTickAll} aria-label="Tick all rows" />
          </th>
        )}
        {headers.map((header) => (
          <HeadCell
            key={header.id}
            header={header}
            column={columns.find((column) => column.id === header.id)}
            reached={header.id === reached?.id}
          />
        ))}
        <th aria-hidden />
      </tr>
    </thead>
  );
}

interface HeadCellProps<T extends RowData> {
  header: Header<Features, T>;
  column: Column<T> | undefined;
  /** The one head that the tab key reaches; arrows lead to the others, with Shift they change the width. */
  reached: boolean;
}

function HeadCell<T extends RowData>({ header, column, reached }: HeadCellProps<T>) {
  const sorted = header.column.getIsSorted();
  const Arrow = sorted === 'asc' ? ArrowUp : ArrowDown;
  const name = column?.title ?? header.id;
  return (
    <th
      className={column?.numeric ? 'number' : ''}
      aria-sort={sorted === false ? 'none' : sorted === 'asc' ? 'ascending' : 'descending'}
    >
      <button
        type="button"
        className={sorted ? 'sorted' : ''}
        tabIndex={reached ? 0 : -1}
        aria-keyshortcuts="Shift+ArrowLeft Shift+ArrowRight"
        onClick={() => header.column.toggleSorting()}
        onKeyDown={(event) => {
          const step = event.shiftKey ? stepOf(event.key) : 0;
          if (step === 0) return;
          setSize(header, header.column.getSize() + 16 * step);
          event.stopPropagation();
        }}
      >
        {sorted && <Arrow size={12} aria-hidden />}
        <span className="ellipsis">{name}</span>
      </button>
      <ResizeHandle header={header} name={name} />
    </th>
  );
}

function ResizeHandle<T extends RowData>({ header, name }: { header: Header<Features, T>; name: string }) {
  const resize = header.getResizeHandler();
  return (
    <hr
      className={`resize ${header.column.getIsResizing() ? 'on' : ''}`}
      aria-label={`Width of ${name}`}
      aria-orientation="vertical"
      aria-valuenow={header.column.getSize()}
      onMouseDown={resize}
      onTouchStart={resize}
      onDoubleClick={() => header.column.resetSize()}
    />
  );
}

function setSize<T extends RowData>(header: Header<Features, T>, size: number): void {
  const { table } = header.getContext();
  table.setColumnSizing((sizes) => ({ ...sizes, [header.id]: Math.min(800, Math.max(48, size)) }));
}

const stepOf = (key: string): number => (key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0);

/** Left and right through the heads, down into the rows. */
function moveInHead(event: KeyboardEvent<HTMLTableRowElement>): void {
  const heads = [...event.currentTarget.querySelectorAll<HTMLElement>('th > button')];
  const at = heads.indexOf(event.target as HTMLElement);
  if (at < 0) return;
  const row = event.currentTarget.closest('table')?.querySelector<HTMLElement>('tbody tr[tabindex="0"]');
  const target = event.key === 'ArrowDown' ? row : stepOf(event.key) === 0 ? null : heads[at + stepOf(event.key)];
  if (!target) return;
  target.focus();
  event.preventDefault();
}
