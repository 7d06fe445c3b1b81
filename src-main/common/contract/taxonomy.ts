import { z } from 'zod';
import { TaxonomyEdit } from '../domain/taxonomyEdit';
import { procedure } from './procedure';

/** How often a class is used. */
export const ClassCount = z.object({ id: z.int(), segments: z.int(), videos: z.int() });
export type ClassCount = z.infer<typeof ClassCount>;

/** What merging classes comes to; see `mergeLabels`. */
export const MergePlan = z.object({
  /** For `taxonomy.edit`, once a person has looked at it. */
  edit: TaxonomyEdit,
  /** Those with segments that change. */
  videos: z.array(
    z.object({
      video: z.string(),
      segments: z.int(),
      touching: z.int(),
      overlapping: z.int(),
      doubled: z.int(),
    }),
  ),
});
export type MergePlan = z.infer<typeof MergePlan>;

/** Ids that an edit gave to what is new, and those that it has, as somebody else was faster to give them. */
export const Renumbered = z.object({ classes: z.record(z.string(), z.int()), lanes: z.record(z.string(), z.int()) });
export type Renumbered = z.infer<typeof Renumbered>;

export const taxonomyProcedures = {
  /** One entry a class that is used, over all labels that can be read. */
  'taxonomy.counts': procedure(z.object({}), z.array(ClassCount)),
  /** What would change; nothing is written. */
  'taxonomy.planMerge': procedure(
    z.object({ from: z.array(z.int()).min(1), into: z.int(), join: z.boolean() }),
    MergePlan,
  ),
  /** The edit that removes a lane, its segments going to its neighbour; nothing is written. */
  'taxonomy.planLaneRemoval': procedure(z.object({ lane: z.int().nonnegative() }), TaxonomyEdit),
  /**
   * Changes classes or lanes, and labels with them. When it resolves all of it is on disk, and `taxonomy.changed` is
   * told. Says what was made of the edit where somebody else has changed classes in between, see `rebasedClasses`.
   */
  'taxonomy.edit': procedure(TaxonomyEdit, z.object({ edit: TaxonomyEdit, renumbered: Renumbered })),
} as const;
