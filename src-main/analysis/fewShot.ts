import type { Rng } from '../common/rng';
import { type MeanClass, nearestMean } from './classMeans';

/**
 * Classes known from a few examples: the mean of `k` examples stands for a new class, beside the means of the classes
 * that were trained, and a step goes to the nearest (nearest class mean; Mensink et al., PAMI 2013). Nothing is trained
 * again. All rows are whitened (`ClassMeans`).
 */
export interface FewShotAccuracy {
  /** Share of new classes' steps that go to their class, among the new ones and among all; NaN where there is none. */
  amongNew: number;
  amongAll: number;
  /** Share of known actions' steps that go to their class, among all. */
  known: number;
}

/** Counts the steps of a test under one draw of examples. */
export class FewShotTrial {
  private readonly keys: ReadonlySet<number>;
  private readonly counts = { added: 0, amongNew: 0, amongAll: 0, known: 0, kept: 0 };

  constructor(private readonly added: readonly MeanClass[]) {
    this.keys = new Set(added.map(({ key }) => key));
  }

  /**
   * @param row features of a step
   * @param key its class
   * @param known the trained class nearest to it
   */
  add(row: Float64Array, key: number, known: { key: number; distance: number }): void {
    const { counts } = this;
    const own = nearestMean(row, this.added);
    const all = own.distance < known.distance ? own.key : known.key;
    if (this.keys.has(key)) {
      counts.added++;
      if (own.key === key) counts.amongNew++;
      if (all === key) counts.amongAll++;
    } else {
      counts.known++;
      if (all === key) counts.kept++;
    }
  }

  accuracy(): FewShotAccuracy {
    const { added, amongNew, amongAll, known, kept } = this.counts;
    return { amongNew: amongNew / added, amongAll: amongAll / added, known: kept / known };
  }
}

/**
 * Means of `k` examples of each class, drawn without replacement.
 * @param pool examples of each class
 * @returns null where a class has fewer
 */
export function drawMeans(pool: ReadonlyMap<number, readonly Float64Array[]>, k: number, rng: Rng): MeanClass[] | null {
  const classes = [...pool].sort(([a], [b]) => a - b);
  if (classes.some(([, examples]) => examples.length < k)) return null;
  return classes.map(([key, examples]) => ({ key, mean: meanOf(rng.shuffle(examples).slice(0, k)) }));
}

/** Mean of rows of one length. */
export function meanOf(rows: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array((rows[0] as Float64Array).length);
  for (const row of rows) for (let i = 0; i < sum.length; i++) sum[i]! += row[i]!;
  return sum.map((value) => value / rows.length);
}
