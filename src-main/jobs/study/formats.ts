import { toCsv } from '../../common/csv';
import { studyNotes, type StudyRow, type StudyTable } from '../../common/domain/study';
import { studyScores } from '../../common/domain/studyScores';
import { type TextTable, toLatex, toMarkdown } from '../../figures/tables';

/** A study's table as text: Markdown for notes, CSV for spreadsheets, LaTeX (booktabs) for papers. */
export const tableFormats = ['md', 'csv', 'tex'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** A study's table as a file's text. */
export function studyText(table: StudyTable, format: TableFormat): string {
  switch (format) {
    case 'md':
      return toMarkdown(textTable(table));
    case 'csv':
      return csv(table);
    case 'tex':
      return toLatex(textTable(table));
  }
}

const textTable = (table: StudyTable): TextTable => ({ ...studyCells(table), notes: studyFootnotes(table) });

/** Head and rows as people read them; the terminal's table too. */
export function studyCells({ study, rows }: StudyTable): { head: string[]; rows: string[][] } {
  const compared = rows.some(({ difference }) => difference !== null);
  const head = ['', ...study.columns.map((column) => studyScores[column].title)];
  if (compared) head.push('ΔS-F1 (95 %)');
  return {
    head,
    rows: rows.map((row) => [
      `${row.label}${state(row)}`,
      ...row.cells.map((cell, i) => cellText(cell, digits(study.columns[i]))),
      ...(compared ? [differenceText(row)] : []),
    ]),
  };
}

const digits = (column: keyof typeof studyScores | undefined) => (column ? studyScores[column].digits : 1);

function cellText(cell: StudyRow['cells'][number], decimals: number): string {
  if (!cell) return '—';
  const mean = cell.mean.toFixed(decimals);
  return cell.deviation === null ? mean : `${mean} ± ${cell.deviation.toFixed(decimals)}`;
}

function differenceText({ difference }: StudyRow): string {
  if (!difference) return '—';
  const { value, low, high } = difference;
  return `${signed(value)} (${signed(low)} to ${signed(high)})`;
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;

/** ` (2 of 3 runs)` while some are missing, ` (failed)` where none is left to come. */
function state({ runs }: StudyRow): string {
  const done = runs.filter((run) => run.state === 'done').length;
  if (done === runs.length) return '';
  const failed = runs.filter((run) => run.state === 'failed').length;
  if (failed === runs.length) return ' (failed)';
  return ` (${done} of ${runs.length} runs${failed > 0 ? `, ${failed} failed` : ''})`;
}

/** What the numbers are, then every failure with its reason. */
export function studyFootnotes(table: StudyTable): string[] {
  const failures = table.rows.flatMap(({ label, runs }) =>
    runs.flatMap(({ seed, problem }) => (problem === undefined ? [] : [`${label}, seed ${seed}: ${problem}`])),
  );
  return [...studyNotes(table), ...failures];
}

/** Full numbers, one column for mean, deviation and each bound; RFC 4180. */
function csv({ study, rows }: StudyTable): string {
  const columns = ['label', 'runs', ...study.columns.flatMap((column) => [column, `${column} deviation`])];
  columns.push('S-F1 difference', 'low', 'high');
  const lines = rows.map(({ label, runs, cells, difference }) => [
    label,
    runs.flatMap(({ run, state: at }) => (at === 'done' ? [run] : [])).join(' '),
    ...cells.flatMap((cell) => [cell?.mean ?? null, cell?.deviation ?? null]),
    ...(difference ? [difference.value, difference.low, difference.high] : [null, null, null]),
  ]);
  return toCsv({ columns, rows: lines });
}
