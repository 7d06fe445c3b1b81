import { z } from 'zod';
import { AnnotationEdit } from '../domain/edit';
import { procedure } from './procedure';

export const labelProcedures = {
  /** Changes labels. When it resolves the edit is on disk, and `labels.changed` has been told to every page. */
  'labels.edit': procedure(AnnotationEdit, z.object({})),
} as const;
