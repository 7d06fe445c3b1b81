/**
 * Exponential moving average with the start corrected (as in Adam), so that the first value is the first point.
 * @param factor weight of the past, 0 to 1
 */
export function smooth(values: readonly number[], factor: number): number[] {
  let sum = 0;
  let weight = 0;
  return values.map((value) => {
    sum = factor * sum + (1 - factor) * value;
    weight = factor * weight + (1 - factor);
    return sum / weight;
  });
}
