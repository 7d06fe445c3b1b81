import type { ReactNode } from 'react';

export type CellValue = string | number | null;

/**
 * A column: the value is what it sorts by and copies; `text` how it reads; `cell` how it
 * looks where text is not enough.
 */
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

/** A cell as text; a dash where there is no value. */
export function textOf<T>(column: Column<T>, row: T): string {
  return column.text?.(row) ?? String(column.value(row) ?? '—');
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Places of texts in the order people expect; texts that count as the same share one. */
function placesOf(texts: Iterable<string>): Map<string, number> {
  const sorted = [...new Set(texts)].sort(collator.compare);
  const places = new Map<string, number>();
  sorted.forEach((text, i) => {
    const before = sorted[i - 1];
    const isSame = before !== undefined && collator.compare(before, text) === 0;
    places.set(text, isSame ? (places.get(before) as number) : i);
  });
  return places;
}

/**
 * Compares values of a column, ascending; what is missing counts as least, so that it comes last in the usual
 * descending order of scores. Each distinct text is put in its place once: a hundred thousand rows sort in a moment,
 * where comparing texts pair by pair takes half a minute.
 */
export function comparerOf<T>(column: Column<T>, rows: readonly T[]): (a: CellValue, b: CellValue) => number {
  let places: Map<string, number> | undefined;
  const place = (value: CellValue): number => {
    if (typeof value !== 'string') return value ?? Number.NEGATIVE_INFINITY;
    places ??= placesOf(rows.map(column.value).filter((one) => typeof one === 'string'));
    return places.get(value) ?? Number.NEGATIVE_INFINITY;
  };
  return (a, b) => {
    const [left, right] = [place(a), place(b)];
    return left === right ? 0 : left - right;
  };
}

/** Rows as tab-separated text with a head line, with full values rather than rounded ones. */
export function copyText<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const lines = rows.map((row) => columns.map((column) => String(column.value(row) ?? '')).join('\t'));
  return [columns.map((column) => column.title).join('\t'), ...lines].join('\n');
}
