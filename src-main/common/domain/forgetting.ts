import { z } from 'zod';

/** Mean over the tokens of a text: cross entropy in nats, and its exponential. */
const Fit = z.object({ crossEntropy: z.number(), perplexity: z.number() });

/** `runs/<id>/forgetting.json`: what a run's decoder knows of plain text before its training and after it. */
export const ForgettingReport = z.object({
  version: z.literal(1),
  run: z.string(),
  decoder: z.string(),
  /** Updates done when this was measured. */
  updates: z.int(),
  /**
   * By name: `prose`, `kitchen` of the decoder that knows kitchens, and a user's file; `tokens` are those predicted.
   */
  texts: z.array(z.object({ name: z.string(), tokens: z.int(), before: Fit, after: Fit })),
  /** The likeliest tokens behind fixed openings. */
  completions: z.array(z.object({ opening: z.string(), before: z.string(), after: z.string() })),
});
export type ForgettingReport = z.infer<typeof ForgettingReport>;
