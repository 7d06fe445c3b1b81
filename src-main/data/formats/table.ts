import { CsvError, parse } from 'csv-parse/sync';
import { LineError, UserError } from '../../common/errors';

export type Row = Record<string, string>;

/** Cells as they stand, with the line each row ends on; rows may differ in length. */
export interface Cells {
  cells: string[];
  line: number;
}

/**
 * The rows of a text table that are not empty.
 * @throws LineError `invalid-csv` where quotes do not match
 */
export function cellsOf(text: string, file: string, delimiter: string): Cells[] {
  try {
    const found: unknown = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: delimiter === '\t',
      skip_empty_lines: true,
    });
    return (found as { record: string[]; info: { lines: number } }[])
      .filter(({ record }) => record.some((cell) => cell.trim() !== ''))
      .map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    throw new LineError(line, 'invalid-csv', `Invalid ${file}: ${error.message}.`, 'Mend that line.', { cause: error });
  }
}

/**
 * Rows by the names of their columns.
 * @throws UserError `invalid-csv` where the text is no table, has no rows, lacks a column, or a row has cells missing
 */
export function rowsOf(text: string, file: string, columns: readonly string[], delimiter = ','): NamedRow[] {
  const [head, ...rows] = cellsOf(text, file, delimiter);
  const names = head?.cells.map((name) => name.trim()) ?? [];
  if (rows.length === 0)
    throw new UserError('invalid-csv', `Invalid ${file}: it holds no rows.`, 'Choose another file.');
  const lacking = columns.find((column) => !names.includes(column));
  if (lacking !== undefined) {
    throw new LineError(
      head?.line ?? 1,
      'invalid-csv',
      `Invalid ${file}: column ${lacking} is missing.`,
      `Give a file with the columns ${columns.join(', ')}.`,
    );
  }
  const uneven = rows.find(({ cells }) => cells.length !== names.length);
  if (uneven) {
    throw new LineError(
      uneven.line,
      'invalid-csv',
      `Invalid ${file}: found ${uneven.cells.length} cells in line ${uneven.line}, expected ${names.length}.`,
      'Mend that line.',
    );
  }
  return rows.map(({ cells, line }) => ({
    row: Object.fromEntries(names.map((n, i) => [n, cells[i] as string])),
    line,
  }));
}

export interface NamedRow {
  row: Row;
  line: number;
}

/** A table as RFC 4180 has it, with line feeds: cells with a delimiter, a quote or a line break are quoted. */
export function tableText(rows: readonly (readonly (string | number)[])[], delimiter = ','): string {
  const quoted = (cell: string | number) => {
    const text = String(cell);
    return /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  return rows.map((row) => `${row.map(quoted).join(delimiter)}\n`).join('');
}
