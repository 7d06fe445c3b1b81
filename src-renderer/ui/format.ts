/**
 * Numbers, times and sizes as people read them here: one precision a column, U+2212 for minus, "—" for what is missing.
 */

import type { Progress } from '../../src-main/common/progress';

const missing = '—';
const minus = '−';

/** Made once for each number of decimals: making one takes longer than a row of a table may. */
const formats = new Map<number, Intl.NumberFormat>();

function formatOf(digits: number): Intl.NumberFormat {
  const known = formats.get(digits);
  if (known) return known;
  const made = new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  formats.set(digits, made);
  return made;
}

/** @param digits decimals, always that many */
export function formatNumber(value: number | null | undefined, digits = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing;
  const text = formatOf(digits).format(Math.abs(value));
  return value < 0 && Number(text.replaceAll(',', '')) !== 0 ? minus + text : text;
}

/** A difference, with its sign. */
export const formatSigned = (value: number | null | undefined, digits: number): string => {
  const text = formatNumber(value, digits);
  return typeof value === 'number' && value > 0 && text !== missing ? `+${text}` : text;
};

/** Scores in percent, one decimal. */
export const formatScore = (value: number | null | undefined): string => formatNumber(value, 1);

/** A setting's value without needless zeros: 0.0001 as "1e-4", 12000 as "12,000". */
export function formatSetting(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential();
  return value.toLocaleString('en-US', { maximumFractionDigits: 6 }).replace('-', minus);
}

/** `mm:ss.ff`, or `h:mm:ss` from an hour on. */
export function formatTime(seconds: number): string {
  const hundredths = Math.max(0, Math.round(seconds * 100));
  const whole = Math.floor(hundredths / 100);
  const two = (n: number) => String(n).padStart(2, '0');
  if (whole >= 3600) return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return `${two(Math.floor(whole / 60))}:${two(whole % 60)}.${two(hundredths % 100)}`;
}

/** Length of a video in lists: `mm:ss`, or `h:mm:ss`. */
export function formatLength(seconds: number): string {
  const text = formatTime(Math.round(seconds));
  return text.includes('.') ? text.slice(0, -3) : text;
}

/** Time to wait, as "1:35" below an hour and "2 h 05 min" above. */
export function formatWait(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)}:${two(whole % 60)}`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor(whole / 60) % 60)} min`;
}

type Counted = Pick<Progress, 'done' | 'total' | 'unit'> & { rate?: number | undefined };

/** What is counted, and how fast: "350 of 700 videos, 120 a second". */
export function formatProgress({ done, total, unit, rate }: Counted): string {
  const speed = rate === undefined ? '' : `, ${formatNumber(rate, 1)} a second`;
  return `${formatNumber(done)} of ${formatNumber(total)} ${unit}${speed}`;
}

/** `812 B`, `23.5 kB`, `1.2 GB`: powers of 1,000. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${formatNumber(value, unit === 0 || value >= 99.5 ? 0 : 1)} ${units[unit]}`;
}

/** "1 video", "28 videos", "no videos". */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  if (count === 0) return `no ${many}`;
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** A moment in lists: "today 12:41", else the date as `2025-03-09`. */
export function formatMoment(iso: string, now = new Date()): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return missing;
  const two = (n: number) => String(n).padStart(2, '0');
  if (date.toDateString() === now.toDateString()) return `today ${two(date.getHours())}:${two(date.getMinutes())}`;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
