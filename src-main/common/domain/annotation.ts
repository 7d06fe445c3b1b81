import { z } from 'zod';
import { Span } from './span';

/** Where a segment comes from: a person, an import, or a run's accepted prediction. */
export const Origin = z.string().regex(/^(human|import:.+|model:.+)$/);

export const Segment = z.object({
  id: z.string().min(1),
  /** Half-open, in the annotation's timebase. */
  start: z.number(),
  end: z.number(),
  /** Class id of the taxonomy (not an index). */
  classId: z.int().nonnegative(),
  origin: Origin,
  /** Id of a lane of the project; absent: the default lane. */
  lane: z.int().positive().optional(),
  note: z.string().optional(),
});
export type Segment = z.infer<typeof Segment>;

/**
 * A prediction that a person has looked at and put down as wrong; it is not offered again.
 * In the annotation's timebase.
 */
export const RejectedPrediction = Span.extend({ run: z.string().min(1), classId: z.int().nonnegative() });
export type RejectedPrediction = z.infer<typeof RejectedPrediction>;

/**
 * Labels of one video. The timebase is `frames` where the video's clock is known; annotations that came without a video
 * keep their own (`seconds` from the first frame, or `steps` at `rate` a second) until the video is located.
 */
export const Annotation = z
  .object({
    version: z.literal(1),
    video: z.string().min(1),
    timebase: z.enum(['frames', 'seconds', 'steps']),
    /** Steps a second; only with timebase `steps`. */
    rate: z.number().positive().optional(),
    segments: z.array(Segment),
    /** Spans somebody has looked at. Outside them nothing is known: steps there are neither trained nor scored. */
    reviewed: z.array(Span),
    /** Absent: none. */
    rejected: z.array(RejectedPrediction).optional(),
  })
  .superRefine(({ timebase, segments, reviewed, rejected = [] }, context) => {
    if (timebase !== 'frames') return;
    for (const [field, spans] of Object.entries({ segments, reviewed, rejected }))
      spans.forEach((span, i) => {
        for (const side of ['start', 'end'] as const)
          if (!Number.isInteger(span[side]))
            context.addIssue({
              code: 'custom',
              path: [field, i, side],
              message: `expected a whole frame, found ${span[side]}`,
            });
      });
  });
export type Annotation = z.infer<typeof Annotation>;
