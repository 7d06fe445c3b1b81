import { expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatLength,
  formatMoment,
  formatNumber,
  formatSetting,
  formatTime,
  formatWait,
} from '../../../../src-renderer/ui/format';
import { keyLabel } from '../../../../src-renderer/ui/Kbd';

it('numbers keep one precision, group thousands, use the minus sign, and say what is missing', () => {
  expect(formatNumber(9668)).toBe('9,668');
  expect(formatNumber(-0.724, 2)).toBe('−0.72');
  expect(formatNumber(-0.001, 1)).toBe('0.0');
  expect(formatNumber(87, 1)).toBe('87.0');
  expect([null, undefined, Number.NaN].map((value) => formatNumber(value, 1))).toEqual(['—', '—', '—']);
});

it('settings are short and exact', () => {
  expect([0.0001, 0.001, 0.5, 1, 12000, 0].map(formatSetting)).toEqual(['1e-4', '0.001', '0.5', '1', '12,000', '0']);
});

it('times are mm:ss.ff, over an hour h:mm:ss, and round without losing a second', () => {
  expect([0, 45.64, 59.999, 68.54, 3599.99, 3600, 11045.2].map(formatTime)).toEqual([
    '00:00.00',
    '00:45.64',
    '01:00.00',
    '01:08.54',
    '59:59.99',
    '1:00:00',
    '3:04:05',
  ]);
  expect([68.4, 59.7, 4000].map(formatLength)).toEqual(['01:08', '01:00', '1:06:40']);
  expect([95, 7500].map(formatWait)).toEqual(['1:35', '2 h 05 min']);
});

it('sizes step at a thousand', () => {
  expect([0, 999, 1000, 1_210_000, 999_600, 16e9].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '1.2 MB',
    '1.0 MB',
    '16.0 GB',
  ]);
});

it('counts agree with their noun', () => {
  expect([0, 1, 9668].map((count) => formatCount(count, 'segment'))).toEqual([
    'no segments',
    '1 segment',
    '9,668 segments',
  ]);
});

it('moments of today show the time, others the date', () => {
  const now = new Date(2026, 2, 9, 15, 0);
  expect(formatMoment(new Date(2026, 2, 9, 12, 41).toISOString(), now)).toBe('today 12:41');
  expect(formatMoment(new Date(2026, 2, 7, 12, 41).toISOString(), now)).toBe('2026-03-07');
  expect(formatMoment('never', now)).toBe('—');
});

it('keys read as they stand on the keyboard', () => {
  expect(['Ctrl+Shift+F', 'Ctrl++', '+', 'Shift+ArrowLeft', 'G P'].map((keys) => keyLabel(keys, false))).toEqual([
    'Ctrl Shift F',
    'Ctrl +',
    '+',
    'Shift ←',
    'G P',
  ]);
  expect(keyLabel('Ctrl+K', true)).toBe('⌘ K');
});
