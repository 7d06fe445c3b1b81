import { z } from 'zod';
import { ReviewedSuggestion, ReviewGain, ReviewQueue, ReviewVerdict } from '../domain/review';
import { procedure } from './procedure';

export const reviewProcedures = {
  /** @param most how many suggestions are listed */
  'review.queue': procedure(z.object({ run: z.string(), most: z.int().positive().default(200) }), ReviewQueue),
  /** Keeps what was done with a suggestion; null: it is open again. */
  'review.record': procedure(
    ReviewedSuggestion.omit({ time: true }).extend({ did: ReviewVerdict.nullable() }),
    z.object({}),
  ),
  'review.gain': procedure(z.object({ run: z.string(), split: z.string() }), ReviewGain),
} as const;
