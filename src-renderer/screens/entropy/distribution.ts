/** How entropies of classes are spread, as the outline of a histogram. */

/** Steps of bins, in nats; the finest that makes at most `mostBins`. */
const steps = [0.1, 0.25, 0.5, 1, 2, 5] as const;
const mostBins = 16;

/** Width of the bins that all runs share. */
export function binStep(values: readonly number[]): number {
  const most = Math.max(0, ...values);
  return steps.find((step) => most / step < mostBins) ?? steps[steps.length - 1]!;
}

/**
 * Corners of the outline: shares of the values in percent, in bins `[i * step, (i + 1) * step)`.
 * @param values not below 0
 */
export function outline(values: readonly number[], step: number): [number, number][] {
  if (values.length === 0) return [];
  const bin = (value: number) => Math.floor(value / step + 1e-9);
  const counts = new Array<number>(Math.max(...values.map(bin)) + 1).fill(0);
  for (const value of values) counts[bin(value)]!++;
  return [
    [0, 0],
    ...counts.flatMap((count, i): [number, number][] => {
      const share = (100 * count) / values.length;
      return [
        [i * step, share],
        [(i + 1) * step, share],
      ];
    }),
    [counts.length * step, 0],
  ];
}
