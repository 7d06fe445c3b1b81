import { line, type Mark } from '../drawing';
import type { MatrixData } from '../panelData';
import { grid, ink, middleOffset, paper, type Pen, smallSize, text } from '../pen';
import { fittingLabel } from '../shorten';

/** A confusion matrix: rows the truth, columns what was predicted, darker for more. */
export function drawMatrix(data: MatrixData, width: number, height: number, pen: Pen): Mark[] {
  const { size, left, top, cell } = layOut(data, width, height, pen);
  const shares = sharesOf(data);
  const [x, y] = [(column: number) => left + column * cell, (row: number) => top + row * cell];
  const right = x(data.columns.length);
  const bottom = y(data.rows.length);
  return [
    ...data.rows.map((name, row) =>
      text(pen, left - 3, y(row + 0.5) + size * middleOffset, fitted(name, left - 3, size, pen), {
        size,
        anchor: 'end',
      }),
    ),
    ...data.columns.map((name, column) =>
      text(pen, x(column + 0.5) + size * 0.3, top - 3, fitted(name, top * Math.SQRT2, size, pen), {
        size,
        angle: 45,
      }),
    ),
    ...data.counts.flatMap((counts, row) =>
      counts.flatMap((count, column) =>
        count === 0
          ? []
          : drawCell(x(column), y(row), cell, shares[row]?.[column] ?? 0, cellText(data, row, column), pen),
      ),
    ),
    ...data.rules.columns.map((at) => line(x(at), top, x(at), bottom, grid)),
    ...data.rules.rows.map((at) => line(left, y(at), right, y(at), grid)),
    { kind: 'rect', x: left, y: top, width: right - left, height: bottom - top, stroke: ink, lineWidth: 0.5 },
  ];
}

/** Names shrink with the cells; they take at most two fifths of the panel each way. */
function layOut(data: MatrixData, width: number, height: number, pen: Pen) {
  const widest = (names: readonly string[], size: number) => Math.max(...names.map((name) => pen.measure(name, size)));
  const at = (size: number) => {
    const left = Math.min(width * 0.4, widest(data.rows, size) + 4);
    const slanted = widest(data.columns, size) * Math.SQRT1_2;
    const top = Math.min(height * 0.4, slanted + size * 1.5);
    // The last column's name leans out of the matrix.
    const cell = Math.min(
      (width - left - Math.min(slanted, top)) / data.columns.length,
      (height - top) / data.rows.length,
    );
    return { size, left, top, cell };
  };
  const first = at(smallSize(pen));
  return at(Math.min(first.size, Math.max(3, first.cell)));
}

const fitted = (name: string, room: number, size: number, pen: Pen) =>
  fittingLabel(name, room, (words) => pen.measure(words, size)) ?? '';

/** Of the row, 0 to 1; the shade of a cell. */
function sharesOf({ counts }: MatrixData): number[][] {
  return counts.map((row) => {
    const sum = row.reduce((total, count) => total + count, 0);
    return row.map((count) => (sum === 0 ? 0 : count / sum));
  });
}

function cellText({ counts, cells }: MatrixData, row: number, column: number): string {
  const count = counts[row]?.[column] ?? 0;
  if (cells === 'steps') return String(count);
  const sum = counts[row]?.reduce((total, one) => total + one, 0) ?? 0;
  const percent = Math.round((100 * count) / sum);
  return percent < 5 ? '' : String(percent);
}

function drawCell(x: number, y: number, cell: number, share: number, words: string, pen: Pen): Mark[] {
  const size = Math.min(smallSize(pen), cell * 0.6);
  // Below this size a number in a cell is a smudge.
  const shown = words !== '' && size >= 4 && pen.measure(words, size) <= cell - 1;
  return [
    { kind: 'rect', x, y, width: cell, height: cell, fill: sequential(share) },
    ...(shown
      ? [
          text(pen, x + cell / 2, y + cell / 2 + size * middleOffset, words, {
            size,
            anchor: 'middle',
            colour: share > 0.5 ? paper : ink,
          }),
        ]
      : []),
  ];
}

const stops = ['#ffffff', '#d6e3f0', '#8ab0d6', '#3a69aa', '#182a62'];

/** The sequential map of the light theme; lightness falls steadily. @param share 0 to 1 */
export function sequential(share: number): string {
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const [from, to] = [stops[Math.floor(at)] as string, stops[Math.ceil(at)] as string];
  const mixed = [1, 3, 5].map((i) => {
    const [a, b] = [from, to].map((colour) => Number.parseInt(colour.slice(i, i + 2), 16)) as [number, number];
    return Math.round(a + (b - a) * (at - Math.floor(at)));
  });
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
