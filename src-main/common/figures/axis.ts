/** Scales and their ticks. */

export interface Scale {
  low: number;
  high: number;
  ticks: readonly number[];
  /** Decimals that tell the ticks apart. */
  digits: number;
}

/** A scale that holds both ends, with ticks in steps of 1, 2 or 5. @param count of ticks, about */
export function niceScale(low: number, high: number, count = 4): Scale {
  const size = Math.max(Math.abs(low), Math.abs(high));
  // Ends that differ by less than figures can show count as one value.
  const span = high - low > Math.max(1e-9 * size, 1e-12) ? high - low : size > 1e-12 ? size : 1;
  const step = niceStep(span / count);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return { low: first * step, high: last * step, ...ticksBetween(first * step, last * step, step) };
}

/** A scale that ends exactly where the data does, with the round values in between. */
export function exactScale(low: number, high: number, count = 5): Scale {
  const step = niceStep((high - low) / count);
  return { low, high, ...ticksBetween(low, high, step) };
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const share = rough / power;
  return power * (share <= 1.5 ? 1 : share <= 3.5 ? 2 : share <= 7.5 ? 5 : 10);
}

function ticksBetween(low: number, high: number, step: number): Pick<Scale, 'ticks' | 'digits'> {
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++)
    ticks.push(Number((k * step).toFixed(digits)));
  return { ticks, digits };
}

/** Where a value lies between two positions. */
export function positionOf(scale: Scale, value: number, from: number, to: number): number {
  return from + ((value - scale.low) / (scale.high - scale.low)) * (to - from);
}

/** A number as figures write it, with a true minus sign. */
export function numberText(value: number, digits: number): string {
  return value.toFixed(digits).replace('-', '−');
}
