import { z } from 'zod';
import { Scored } from './scored';

/** Percent; null where one side has no step. */
const Separation = z.object({ auroc: z.number().nullable(), fpr95: z.number().nullable() });
const Accuracy = z.object({ mean: z.number(), deviation: z.number().nullable() });

/** `runs/<id>/open-set/<split>.json`: how a run meets classes that it does not know. Everything in percent. */
export const OpenSetReport = z.object({
  version: z.literal(1),
  run: z.string(),
  split: z.string(),
  /** Absent in reports of earlier versions. */
  scored: Scored.optional(),
  /** Names of the classes that occur in the split and that the run does not know. */
  unknown: z.array(z.string()),
  /** Steps of known actions, of the background, and of unknown classes. */
  steps: z.object({ action: z.int(), background: z.int(), unknown: z.int() }),
  /** Each score against steps of known actions, and against all known steps. */
  scores: z.array(z.object({ score: z.string(), actions: Separation, known: Separation })),
  /** By number of examples a class; null accuracies where a class has fewer in the training split. */
  fewShot: z.array(
    z.object({
      examples: z.int(),
      amongNew: Accuracy.nullable(),
      amongAll: Accuracy.nullable(),
      /** Of known actions, once the new classes stand beside them. */
      known: Accuracy.nullable(),
    }),
  ),
  /** Steps of unknown classes whose own text is the likeliest; null for a classifier that writes nothing. */
  zeroShot: z.object({ amongNew: z.number(), amongAll: z.number() }).nullable(),
});
export type OpenSetReport = z.infer<typeof OpenSetReport>;
