import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/**
 * Reference numbers of the official code. The folder is `GOLDEN_DIR`, else `../shared/golden` beside the repository,
 * else the small copy in `tests/golden/data`. With `GOLDEN_DIR` or `CI` set a missing file is a failure; else the test
 * is skipped and says so. Sizes are taken from the files, so any set of the same layout can be used.
 */
const here = dirname(fileURLToPath(import.meta.url));
const beside = resolve(here, '../../../shared/golden');
const given = process.env['GOLDEN_DIR'];
export const goldenDir = given !== undefined ? resolve(given) : existsSync(beside) ? beside : join(here, 'data');
const required = given !== undefined || process.env['CI'] !== undefined;

const sharedData = resolve(process.env['SHARED_DATA_DIR'] ?? join(here, '../../../shared/data'));

/** A real file of the shared data folder (`SHARED_DATA_DIR`, else `../shared/data`), whether it exists or not. */
export function sharedDataPath(...parts: string[]): string {
  return join(sharedData, ...parts);
}

/** True where a real file is there; else the reason for the skip is printed. */
export function hasSharedData(...parts: string[]): boolean {
  const path = sharedDataPath(...parts);
  if (existsSync(path)) return true;
  process.stdout.write(`skipped: no ${path}\n`);
  return false;
}

export function goldenPath(...parts: string[]): string {
  return join(goldenDir, ...parts);
}

/** True where the files are there or must be; else the reason for the skip is printed. For `describe.runIf(...)`. */
export function hasGolden(...files: string[]): boolean {
  const missing = files.filter((file) => !existsSync(goldenPath(file)));
  if (missing.length === 0 || required) return true;
  process.stdout.write(`skipped: no ${missing.join(', ')} in ${goldenDir}\n`);
  return false;
}

/** JSON of the golden folder, where "NaN" and "Infinity" stand for those values. */
export function goldenJson<T>(...parts: string[]): T {
  return JSON.parse(readFileSync(goldenPath(...parts), 'utf8'), (_, value: unknown) => {
    if (value === 'NaN') return Number.NaN;
    return value === 'Infinity' ? Number.POSITIVE_INFINITY : value;
  }) as T;
}

/** Counts what a test compared and keeps the worst error; `print` shows both and fails a test that compared nothing. */
export class Comparison {
  private count = 0;
  private worst = 0;
  private beyond = 0;

  constructor(private readonly name: string) {}

  /** Compares number by number; an error beyond `absolute + relative * |expected|` fails in `print`. */
  close(actual: ArrayLike<number>, expected: ArrayLike<number>, absolute: number, relative = 0): void {
    expect(actual.length, `${this.name}: number of values`).toBe(expected.length);
    for (let i = 0; i < expected.length; i++) {
      const wanted = expected[i] as number;
      const error = Math.abs((actual[i] as number) - wanted);
      this.count++;
      if (!(error <= absolute + relative * Math.abs(wanted))) this.beyond++;
      if (!(error <= this.worst)) this.worst = error;
    }
  }

  /** Values that must be the same: integers, strings, lists. */
  equal<T>(actual: T, expected: T, what = this.name): void {
    expect(actual, what).toEqual(expected);
    this.count += Array.isArray(expected) ? expected.length : 1;
  }

  print(): void {
    process.stdout.write(`${this.name}: ${this.count} values compared, worst error ${this.worst.toExponential(2)}\n`);
    expect(this.count, `${this.name}: values compared`).toBeGreaterThan(0);
    expect(this.beyond, `${this.name}: values beyond the tolerance, worst error ${this.worst}`).toBe(0);
  }
}

/**
 * The one label that the official code gives a step with several: the smallest class index;
 * background where there is none.
 */
export function smallestIndex(classes: readonly number[]): number {
  return classes.length === 0 ? 0 : Math.min(...classes);
}
