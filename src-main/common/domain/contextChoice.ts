import { z } from 'zod';
import { contexts } from '../settings';

/** A mean with its 95 % bootstrap interval over videos. */
export const MeanInterval = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type MeanInterval = z.infer<typeof MeanInterval>;

/** What a short training with one context came to on the validation split. */
export const ContextProbe = z.object({
  context: z.enum(contexts),
  /** Tokens of text a window teaches, on average. */
  textTokens: z.number(),
  /** Of the class head, in nats a window. */
  crossEntropy: MeanInterval,
  /** Percent of windows whose class was right. */
  frameAccuracy: MeanInterval,
  /** Of each validation video its windows, the sum of their cross entropies and how many were right. */
  videos: z.array(z.object({ id: z.string(), windows: z.int(), crossEntropy: z.number(), right: z.int() })),
});
export type ContextProbe = z.infer<typeof ContextProbe>;

/** Which context was taken and why. */
export const ContextDecision = z.object({
  chosen: z.enum(contexts),
  /** Of the least cross entropy. */
  best: z.enum(contexts),
  /** What each of the others has more than the best, over the same videos; `close` where the interval takes in 0. */
  behind: z.array(MeanInterval.extend({ context: z.enum(contexts), close: z.boolean() })),
});
export type ContextDecision = z.infer<typeof ContextDecision>;

/** `runs/<id>/context.json`: what the context "auto" tried, and what it came to. */
export const ContextChoice = z.object({
  version: z.literal(1),
  /** Updates of each probe. */
  updates: z.int(),
  probes: z.array(ContextProbe),
  /** Null until all have been tried. */
  decision: ContextDecision.nullable(),
});
export type ContextChoice = z.infer<typeof ContextChoice>;
