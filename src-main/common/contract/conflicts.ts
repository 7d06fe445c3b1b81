import { z } from 'zod';
import { Conflict, Keep } from '../domain/conflict';
import { AnnotationEdit } from '../domain/edit';
import { TaxonomyEdit } from '../domain/taxonomyEdit';
import { procedure } from './procedure';

const Keys = z.array(z.string()).min(1);

export const conflictProcedures = {
  /** Segments, classes and lanes that were changed here and by another program or window, and are not settled. */
  'conflicts.list': procedure(z.object({}), z.array(Conflict)),
  /** Keeps an edit that labels, or classes, have no room for, as a conflict. Says in which file. */
  'conflicts.keep': procedure(z.union([TaxonomyEdit, AnnotationEdit]), z.object({ file: z.string() })),
  /** What settling conflicts does; nothing is written. `keys` are those that it settles. */
  'conflicts.plan': procedure(
    z.object({ keys: Keys, keep: Keep }),
    z.object({ name: z.string(), edit: TaxonomyEdit.nullable(), keys: z.array(z.string()) }),
  ),
  /** Says that conflicts are settled, or open again. */
  'conflicts.settle': procedure(z.object({ keys: Keys, settled: z.boolean() }), z.object({})),
} as const;
