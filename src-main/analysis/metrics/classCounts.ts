/**
 * Hits, predictions and truths of each class, and the scores made of them, in percent; NaN is 0/0.
 *
 * The exact form is the textbook's. The official code adds 1e-8 to the denominators (a count of 1 gives 99.999999, 0/0
 * gives 0) and takes F1 of the two quotients.
 */
export interface Scores {
  precision: number;
  recall: number;
  f1: number;
}

export interface HitCounts {
  hits: number;
  predicted: number;
  actual: number;
}

/** Counts of one set of videos, `[classes]` each. */
export class ClassCounts {
  readonly hits: Uint32Array;
  readonly predicted: Uint32Array;
  readonly actual: Uint32Array;

  constructor(classes: number) {
    this.hits = new Uint32Array(classes);
    this.predicted = new Uint32Array(classes);
    this.actual = new Uint32Array(classes);
  }

  /** Counts of one class. */
  of(classIndex: number): HitCounts {
    return {
      hits: this.hits[classIndex] as number,
      predicted: this.predicted[classIndex] as number,
      actual: this.actual[classIndex] as number,
    };
  }

  /** Counts of all classes together. */
  total(): HitCounts {
    return { hits: sum(this.hits), predicted: sum(this.predicted), actual: sum(this.actual) };
  }
}

/** Scores of such counts, in percent. @param official as the published code has them, with 1e-8 in denominators */
export function scoresOf({ hits, predicted, actual }: HitCounts, official: boolean): Scores {
  if (!official) {
    return {
      precision: percent(hits, predicted),
      recall: percent(hits, actual),
      f1: percent(2 * hits, predicted + actual),
    };
  }
  const precision = percent(hits, predicted + 1e-8);
  const recall = percent(hits, actual + 1e-8);
  return { precision, recall, f1: f1Of(precision, recall) };
}

/** The harmonic mean; 0 where both are 0, NaN where either is. */
export function f1Of(precision: number, recall: number): number {
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

/** NaN for 0/0. */
export function percent(part: number, whole: number): number {
  return (part / whole) * 100;
}

/** The mean of each score over the rows, where 0/0 counts as 0; NaN without rows. */
export function meanScores(rows: readonly Scores[]): Scores {
  const mean = (value: (row: Scores) => number): number =>
    rows.reduce((total, row) => total + (value(row) || 0), 0) / rows.length;
  return { precision: mean((r) => r.precision), recall: mean((r) => r.recall), f1: mean((r) => r.f1) };
}

function sum(counts: Uint32Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
