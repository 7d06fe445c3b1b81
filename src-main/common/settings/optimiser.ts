import { z } from 'zod';
import { meta } from './fieldMeta';

/** How it is learnt. */
export const optimiserSettings = {
  learningRate: z
    .number()
    .positive()
    .max(1)
    .default(1e-3)
    .meta(
      meta({
        label: 'Learning rate',
        section: 'Optimiser',
        help: 'Peak of the warm-up and cosine schedule. The paper uses 1e-4 with rank 128.',
      }),
    ),
  batch: z
    .int()
    .min(1)
    .max(1024)
    .default(8)
    .meta(
      meta({
        label: 'Batch',
        line: 'Batch × accumulate',
        section: 'Optimiser',
        help: 'Windows in one forward and backward pass.',
      }),
    ),
  accumulate: z
    .int()
    .min(1)
    .max(256)
    .default(1)
    .meta(
      meta({
        label: 'Accumulate',
        line: 'Batch × accumulate',
        section: 'Optimiser',
        help: 'Passes whose gradients are averaged before one update.',
      }),
    ),
  epochs: z
    .int()
    .min(1)
    .max(1000)
    .default(4)
    .meta(
      meta({
        label: 'Epochs',
        line: 'Epochs, seed',
        section: 'Optimiser',
        help: 'How often the training windows are gone through.',
      }),
    ),
  maxSteps: z
    .int()
    .min(0)
    .default(0)
    .meta(
      meta({
        label: 'At most',
        section: 'Optimiser',
        unit: 'updates',
        help: 'Stop after this many updates; 0 means: as many as the epochs give.',
      }),
    ),
  warmup: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .meta(
      meta({
        label: 'Warm-up',
        line: 'Warm-up, decay',
        section: 'Optimiser',
        help: 'Share of the updates in which the learning rate rises from 0.',
      }),
    ),
  weightDecay: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta(
      meta({
        label: 'Weight decay',
        line: 'Warm-up, decay',
        section: 'Optimiser',
        help: 'Decoupled, as in AdamW. The official code uses 0.',
      }),
    ),
  clip: z
    .number()
    .min(0)
    .max(1000)
    .default(1)
    .meta(
      meta({
        label: 'Clip gradient norm',
        section: 'Optimiser',
        help: 'Gradients are scaled down to this norm; 0 turns it off.',
      }),
    ),
  checkpointEvery: z
    .int()
    .min(1)
    .default(100)
    .meta(
      meta({
        label: 'Checkpoint every',
        section: 'Optimiser',
        unit: 'updates',
        help: 'How often the adapter and the optimiser are written to disk.',
      }),
    ),
  seed: z
    .int()
    .nonnegative()
    .default(0)
    .meta(
      meta({
        label: 'Seed',
        line: 'Epochs, seed',
        section: 'Optimiser',
        help: 'Fixes initial weights, window offsets, order and dropout.',
      }),
    ),
};
