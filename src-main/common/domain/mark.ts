import { z } from 'zod';

/**
 * What a person says of a moment while looking through errors. The moment is a true segment, else what a run predicted
 * where nothing is; it keeps its mark whichever run is looked at.
 */
export const Mark = z.object({
  video: z.string(),
  /** Seconds from the first frame. */
  start: z.number(),
  end: z.number(),
  classId: z.int(),
  /** Whether the segment is in the truth. */
  inTruth: z.boolean(),
  labelError: z.boolean().default(false),
  tags: z.array(z.string().min(1)).default([]),
  note: z.string().default(''),
});
export type Mark = z.infer<typeof Mark>;

/** `marks.json` of a project. */
export const MarkList = z.object({ version: z.literal(1), marks: z.array(Mark) });
export type MarkList = z.infer<typeof MarkList>;

/** One text for marks of the same moment; times are the same to a millisecond. */
export function markKey({ video, start, end, classId, inTruth }: Omit<Mark, 'labelError' | 'tags' | 'note'>): string {
  return [video, inTruth ? 'truth' : 'predicted', start.toFixed(3), end.toFixed(3), classId].join('/');
}

/** Marks with one changed, or without it where it says nothing. */
export function withMark(marks: readonly Mark[], changed: Mark): Mark[] {
  const others = marks.filter((mark) => markKey(mark) !== markKey(changed));
  const isEmpty = !changed.labelError && changed.tags.length === 0 && changed.note === '';
  return isEmpty ? others : [...others, changed];
}
