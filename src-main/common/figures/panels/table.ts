import { line, type Mark } from '../drawing';
import type { TableData } from '../panelData';
import { wrapped } from '../shorten';
import { wordColumns } from '../wordColumns';
import { ink, type Pen, smallSize, text } from '../pen';

/** A table as booktabs sets it: rules above, below the head and at the end; words to the left, numbers to the right. */
export function drawTable({ head, rows, notes }: TableData, width: number, _height: number, pen: Pen): Mark[] {
  const rowHeight = pen.size * 1.6;
  const small = smallSize(pen);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => pen.measure(row[column] ?? '', pen.size, 600))),
  );
  const gap = Math.max(4, (width - widths.reduce((sum, one) => sum + one, 0)) / Math.max(1, head.length - 1));
  const lefts = widths.map((_, column) => widths.slice(0, column).reduce((sum, one) => sum + one + gap, 0));
  const words = wordColumns(head, rows);
  const right = (column: number) => (lefts[column] as number) + (widths[column] as number);
  const rowMarks = (cells: readonly string[], y: number, weight: 400 | 600) =>
    cells.map((cell, column) =>
      words[column]
        ? text(pen, lefts[column] as number, y, cell, { weight })
        : text(pen, right(column), y, cell, { weight, anchor: 'end' }),
    );
  const end = right(head.length - 1);
  const y = (row: number) => pen.size * 1.5 + row * rowHeight;
  const bottom = y(rows.length) + pen.size * 0.6;
  return [
    line(0, 0.5, end, 0.5, ink, 0.8),
    ...rowMarks(head, y(0), 600),
    line(0, y(0) + pen.size * 0.5, end, y(0) + pen.size * 0.5, ink, 0.5),
    ...rows.flatMap((cells, i) => rowMarks(cells, y(i + 1) + pen.size * 0.1, 400)),
    line(0, bottom, end, bottom, ink, 0.8),
    ...notes
      .flatMap((note) => wrapped(note, width, (part) => pen.measure(part, small)))
      .map((note, i) => text(pen, 0, bottom + small * 1.4 * (i + 1), note, { size: small })),
  ];
}
