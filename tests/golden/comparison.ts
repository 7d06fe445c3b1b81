import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { available, goldenFile, report } from './goldenFolder';

/** `available` for files named relative to the golden folder. */
export function hasGolden(...files: string[]): boolean {
  return available(...files.map((file) => goldenFile(file)));
}

/** JSON of the golden folder, where "NaN" and "Infinity" stand for those values. */
export function goldenJson<T>(...parts: string[]): T {
  return JSON.parse(readFileSync(goldenFile(...parts), 'utf8'), (_, value: unknown) => {
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
    report(this.name, this.count, this.worst);
    expect(this.count, `${this.name}: values compared`).toBeGreaterThan(0);
    expect(this.beyond, `${this.name}: values beyond the tolerance, worst error ${this.worst}`).toBe(0);
  }
}
