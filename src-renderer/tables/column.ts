import type { ReactNode } from 'react';

export type CellValue = string | number | null;

/** A column: the value is what it sorts by and copies; `text` how it reads; `cell` how it looks where text is not enough. */
export interface Column<T> {
  id: string;
  title: string;
  /** First width in CSS pixels. */
  width: number;
  value: (row: T) => CellValue;
  text?: (row: T) => string;
  cell?: (row: T) => ReactNode;
  /** Right-aligned, and sorted from the largest first. */
  numeric?: boolean;
}

export function textOf<T>(column: Column<T>, row: T): string {
  return column.text?.(row) ?? String(column.value(row) ?? '—');
}

/** Ascending; what is missing counts as least, so that it comes last in the usual descending order of scores. */
export function compareValues(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return -1;
  if (b === null || b === undefined) return 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true, sensitivity: 'base' });
}

/** Rows as tab-separated text with a head line, with full values rather than rounded ones. */
export function copyText<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const lines = rows.map((row) => columns.map((column) => String(column.value(row) ?? '')).join('\t'));
  return [columns.map((column) => column.title).join('\t'), ...lines].join('\n');
}
