import { z } from 'zod';

/** What numbers on disk were computed from, as hashes of contents. */
export const Scored = z.object({
  /** Labels of the videos, and what class ids mean. */
  labels: z.string(),
  /** Decided segments and clips of the run on the split. */
  predictions: z.string(),
});
export type Scored = z.infer<typeof Scored>;

/** Why numbers are no longer those that would be computed now, in a sentence; null where they are. */
export function outdatedReason(split: string, then: Scored, now: Scored): string | null {
  if (then.predictions !== now.predictions) return `The run predicted ${split} again after this was measured.`;
  return then.labels === now.labels ? null : `Labels or classes of ${split} were changed after this was measured.`;
}
