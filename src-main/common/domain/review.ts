import { z } from 'zod';
import { Span } from './span';
import { ScoreComparison, ScoreInterval } from './statistics';

/**
 * Why a moment is worth a look; the rule is `analysis/suggestions/suggestions.ts`. `boundary` and `unsure` ask for
 * labels where nobody has looked, `check` for a second look at a label.
 */
export const suggestionKinds = ['boundary', 'unsure', 'check'] as const;
export const SuggestionKind = z.enum(suggestionKinds);
export type SuggestionKind = z.infer<typeof SuggestionKind>;

export const suggestionTitles: Record<SuggestionKind, string> = {
  boundary: 'Unsure edge',
  unsure: 'Unsure span',
  check: 'Check the label',
};

export const Suggestion = z.object({
  /** The same as long as the run's predictions are. */
  key: z.string(),
  video: z.string(),
  kind: SuggestionKind,
  /** Seconds from the first frame. */
  span: Span,
  /** 0 to 1. */
  score: z.number(),
  /** A sentence: what the run is unsure of. */
  why: z.string(),
  /** Class that the run says here; behind the edge of a boundary. */
  classId: z.int(),
  /** Class that is annotated; null where nobody has looked. */
  truthClassId: z.int().nullable(),
  /** Class before the edge of a boundary, else null. */
  beforeClassId: z.int().nullable(),
});
export type Suggestion = z.infer<typeof Suggestion>;

export const ReviewVerdict = z.enum(['accepted', 'rejected', 'reviewed']);
export type ReviewVerdict = z.infer<typeof ReviewVerdict>;

/** A suggestion that somebody has gone through. */
export const ReviewedSuggestion = Suggestion.pick({ key: true, video: true, kind: true, span: true }).extend({
  run: z.string(),
  did: ReviewVerdict,
  time: z.string(),
});
export type ReviewedSuggestion = z.infer<typeof ReviewedSuggestion>;

/** `review.json` of a project. */
export const ReviewLog = z.object({ version: z.literal(1), done: z.array(ReviewedSuggestion) });
export type ReviewLog = z.infer<typeof ReviewLog>;

/** What a run asks people to look at, the most useful first. */
export const ReviewQueue = z.object({
  run: z.string(),
  items: z.array(Suggestion),
  /** Gone through so far, and open, also beyond the items listed. */
  settled: z.int(),
  open: z.int(),
  notes: z.array(z.string()),
});
export type ReviewQueue = z.infer<typeof ReviewQueue>;

/** What going through a run's queue gained, as far as that is known. */
export const ReviewGain = z.object({
  run: z.string(),
  split: z.string(),
  accepted: z.int(),
  rejected: z.int(),
  reviewed: z.int(),
  /** The run trained since with the same settings; null where there is none. */
  after: z.string().nullable(),
  /** S-F1 of both on the split and their difference; null where it cannot be compared. */
  scores: z
    .object({
      before: ScoreInterval.nullable(),
      after: ScoreInterval.nullable(),
      difference: ScoreComparison.nullable(),
    })
    .nullable(),
  /** What the later run learnt from beyond the earlier one; null where a run does not tell. */
  more: z.object({ segments: z.int(), reviewedSeconds: z.number() }).nullable(),
  /** All of it for people. */
  sentences: z.array(z.string()),
});
export type ReviewGain = z.infer<typeof ReviewGain>;
