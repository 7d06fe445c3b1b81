import type { Header, ReactTable, RowData } from '@tanstack/react-table';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { Tick } from '../ui/fields';
import type { Column } from './column';
import type { Features } from './Table';

interface TableHeadProps<T extends RowData> {
  table: ReactTable<Features, T>;
  columns: readonly Column<T>[];
  /** Whether all rows are ticked; undefined where rows are not ticked at all. */
  ticked: boolean | undefined;
  onTickAll: (all: boolean) => void;
}

export function TableHead<T extends RowData>({ table, columns, ticked, onTickAll }: TableHeadProps<T>) {
  return (
    <thead>
      <tr>
        {ticked !== undefined && (
          <th className="tick-cell">
            <Tick checked={ticked} onTick={onTickAll} aria-label="Tick all rows" />
          </th>
        )}
        {table.getFlatHeaders().map((header) => (
          <HeadCell key={header.id} header={header} column={columns.find((column) => column.id === header.id)} />
        ))}
        <th aria-hidden />
      </tr>
    </thead>
  );
}

function HeadCell<T extends RowData>({
  header,
  column,
}: {
  header: Header<Features, T>;
  column: Column<T> | undefined;
}) {
  const sorted = header.column.getIsSorted();
  const Arrow = sorted === 'asc' ? ArrowUp : ArrowDown;
  const name = column?.title ?? header.id;
  return (
    <th
      className={column?.numeric ? 'number' : ''}
      aria-sort={sorted === false ? 'none' : sorted === 'asc' ? 'ascending' : 'descending'}
    >
      <button type="button" className={sorted ? 'sorted' : ''} onClick={() => header.column.toggleSorting()}>
        {sorted && <Arrow size={14} aria-hidden />}
        <span className="ellipsis">{name}</span>
      </button>
      <ResizeHandle header={header} name={name} />
    </th>
  );
}

function ResizeHandle<T extends RowData>({ header, name }: { header: Header<Features, T>; name: string }) {
  const size = header.column.getSize();
  const resize = header.getResizeHandler();
  const setSize = (next: number) =>
    header
      .getContext()
      .table.setColumnSizing((sizes) => ({ ...sizes, [header.id]: Math.min(800, Math.max(48, next)) }));
  return (
    <hr
      className={`resize ${header.column.getIsResizing() ? 'on' : ''}`}
      tabIndex={0}
      aria-label={`Width of ${name}`}
      aria-orientation="vertical"
      aria-valuenow={size}
      onMouseDown={resize}
      onTouchStart={resize}
      onDoubleClick={() => header.column.resetSize()}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') setSize(size + 16);
        if (event.key === 'ArrowLeft') setSize(size - 16);
      }}
    />
  );
}
