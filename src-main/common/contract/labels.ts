import { z } from 'zod';
import { AnnotationEdit } from '../domain/edit';
import { procedure } from './procedure';

/** What lists say of a video's labels. */
export const LabelCounts = z.object({
  segments: z.int().nonnegative(),
  /** Seconds covered by reviewed spans. */
  reviewedSeconds: z.number().nonnegative(),
});
export type LabelCounts = z.infer<typeof LabelCounts>;

/** A segment that was found. Seconds from the first frame; where the frame rate varies they are near. */
const FoundSegment = z.object({
  video: z.string(),
  id: z.string(),
  start: z.number(),
  end: z.number(),
  classId: z.int(),
  note: z.string().optional(),
});
export type FoundSegment = z.infer<typeof FoundSegment>;

export const FoundSegments = z.object({
  /** Of all that match, given or not. */
  total: z.int(),
  segments: z.array(FoundSegment),
});
export type FoundSegments = z.infer<typeof FoundSegments>;

export const labelProcedures = {
  /** Changes labels. When it resolves the edit is on disk, and `labels.changed` has been told to every page. */
  'labels.edit': procedure(AnnotationEdit, z.object({})),
  /** By video; those whose labels cannot be read are left out. A project's first count reads all labels. */
  'labels.counts': procedure(z.object({}), z.record(z.string(), LabelCounts)),
  /** Looks for labels that were changed where the disk tells of no changes; if there are any, search again. */
  'labels.check': procedure(z.object({}), z.object({ changed: z.boolean() })),
  /**
   * Segments of all videos for which class name, verb, noun, note and video's name together hold every word of a text.
   */
  'labels.find': procedure(
    z.object({
      text: z.string(),
      /** Only of its videos; null: of all. */
      split: z.enum(['train', 'val', 'test', 'none']).nullable().default(null),
      /** How many to leave out first. */
      from: z.int().nonnegative().default(0),
      count: z.int().min(1).max(500),
    }),
    FoundSegments,
  ),
} as const;
