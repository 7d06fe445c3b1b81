import { z } from 'zod';
import { meta } from './fieldMeta';

/** What is learnt from: features, windows and classes. */
export const dataSettings = {
  features: z
    .string()
    .default('efficientnet-lite0')
    .meta(
      meta({
        label: 'Features',
        section: 'Data',
        help: 'The feature set whose rows the connector reads. Sets of one rate can be joined: rgb+flow.',
      }),
    ),
  short: z
    .int()
    .min(1)
    .max(4096)
    .default(20)
    .meta(
      meta({
        label: 'Short window',
        line: 'Short, long window',
        section: 'Data',
        unit: 'steps',
        help: 'Steps up to the one that is classified.',
        when: { task: ['online detection'] },
      }),
    ),
  long: z
    .int()
    .min(0)
    .max(8192)
    .default(44)
    .meta(
      meta({
        label: 'Long window',
        line: 'Short, long window',
        section: 'Data',
        unit: 'steps',
        help: 'Steps before the short window. 0 leaves it out.',
        when: { task: ['online detection'] },
      }),
    ),
  clipSteps: z
    .int()
    .min(1)
    .max(8192)
    .default(64)
    .meta(
      meta({
        label: 'Longest clip',
        section: 'Data',
        unit: 'steps',
        help: 'Of a longer clip as many steps are taken, evenly spaced. The published runs on COIN take 1200.',
        when: { task: { not: 'online detection' } },
      }),
    ),
  shortEvery: z
    .int()
    .min(1)
    .max(64)
    .default(1)
    .meta(
      meta({
        label: 'Short sampling',
        line: 'Short, long sampling',
        section: 'Data',
        unit: 'steps',
        help: 'Take every n-th step of the short window.',
        when: { task: ['online detection'] },
      }),
    ),
  longEvery: z
    .int()
    .min(1)
    .max(64)
    .default(1)
    .meta(
      meta({
        label: 'Long sampling',
        line: 'Short, long sampling',
        section: 'Data',
        unit: 'steps',
        help: 'Take every n-th step of the long window.',
        when: { task: ['online detection'] },
      }),
    ),
  stride: z
    .int()
    .min(1)
    .max(4096)
    .default(4)
    .meta(
      meta({
        label: 'Stride in training',
        section: 'Data',
        unit: 'steps',
        help: 'Distance between the classified steps of two training windows. Each epoch starts at a new random offset. Inference always classifies every step.',
        when: { task: ['online detection'] },
      }),
    ),
  backgroundWeight: z
    .number()
    .min(0)
    .max(10)
    .default(0.5)
    .meta(
      meta({
        label: 'Background weight',
        section: 'Data',
        help: 'Weight of windows whose class is background in the class loss.',
        when: { task: ['online detection'] },
      }),
    ),
  balance: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta(
      meta({
        label: 'Balance of actions',
        section: 'Data',
        help: 'Actions weigh (1 / their training windows) to this power in the class loss, 1 in the mean: 0 leaves all alike, as the GAD paper does, 1 lets rare actions count as much as frequent ones. Range 0 to 1.',
      }),
    ),
  backgroundRatio: z
    .number()
    .min(0)
    .max(1000)
    .default(0)
    .meta(
      meta({
        label: 'Background at most',
        section: 'Data',
        unit: 'a window',
        help: 'Windows of background for every window of an action, at most: where there are more, a part is drawn by the seed, another in every epoch. 0 takes all, as the GAD paper does.',
        when: { task: ['online detection'] },
      }),
    ),
  heldOut: z
    .string()
    .default('')
    .meta(
      meta({
        label: 'Held-out classes',
        section: 'Data',
        help: 'Names of classes, separated by commas, that the run does not know: no window is trained on their steps, so that they measure how it meets unknown actions ("gadw open-set").',
        when: { task: ['online detection'] },
      }),
    ),
};
