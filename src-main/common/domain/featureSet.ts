import { z } from 'zod';

/**
 * `features/<set>/set.json`: what made the rows of `features/<set>/<video>.npy`, float16 or float32: `[steps, dim]`, or
 * `[steps, tokens, dim]` where a step has several visual tokens.
 */
export const FeatureSet = z.object({
  version: z.literal(1),
  name: z.string().min(1),
  /** Numbers a visual token. */
  dim: z.int().positive(),
  /** Visual tokens a step, each of which takes one position of the decoder. */
  tokens: z.int().positive().default(1),
  /** Steps a second. Step k stands for `[k/rate, (k+1)/rate)` from the first frame. */
  rate: z.number().positive(),
  /** Encoder name with content hash, or `imported`. */
  encoder: z.string(),
  encoderHash: z.string().default(''),
  /** Preprocessing in words, such as "centre square 0.875, bicubic 224, (x-127)/128 RGB". */
  preprocessing: z.string().default(''),
});
export type FeatureSet = z.infer<typeof FeatureSet>;

/** Numbers a step: all of its visual tokens, one after the other. */
export function rowSize({ dim, tokens }: Pick<FeatureSet, 'dim' | 'tokens'>): number {
  return dim * tokens;
}

/** Axes of one step on disk. */
export function rowShape({ dim, tokens }: Pick<FeatureSet, 'dim' | 'tokens'>): number[] {
  return tokens === 1 ? [dim] : [tokens, dim];
}

/** Number of steps of a track: `ceil(duration * rate)`, with float dust removed. */
export function stepCount(duration: number, rate: number): number {
  return Math.ceil(Number((duration * rate).toFixed(6)));
}
