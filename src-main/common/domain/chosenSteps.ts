import { z } from 'zod';

/** Steps by video, ascending, at the rate of the selected run: chosen with the lasso, for all screens. */
export const ChosenSteps = z.record(z.string(), z.array(z.int().nonnegative()).readonly()).readonly();
export type ChosenSteps = z.infer<typeof ChosenSteps>;

/** Whether one of the steps, ascending, lies in `[start, end)`. */
export function holdsOne(steps: readonly number[], start: number, end: number): boolean {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] as number) < start) low = middle + 1;
    else high = middle;
  }
  return (steps[low] ?? Infinity) < end;
}
