import { z } from 'zod';
import { StudyTable } from '../domain/study';
import { JobRecord } from './jobs';
import { procedure } from './procedure';

export const StudySummary = z.object({
  name: z.string(),
  title: z.string(),
  about: z.string(),
  /** Runs that are trained, predicted and scored, of all that it asks for. */
  done: z.int(),
  total: z.int(),
  /** What is wrong with its file, one sentence; such a study has no table. */
  problem: z.string().optional(),
});
export type StudySummary = z.infer<typeof StudySummary>;

const StudyName = z.object({ study: z.string() });

export const studyProcedures = {
  /** The project's studies and those the program ships. */
  'studies.list': procedure(z.object({}), z.array(StudySummary)),
  'studies.table': procedure(StudyName, StudyTable),
  /** Puts what is left of each run into the queue; runs that are there already are left out. */
  'studies.queue': procedure(StudyName, z.array(JobRecord)),
  /** Takes its jobs out of the queue; the running one keeps what it has. */
  'studies.stop': procedure(StudyName, z.array(JobRecord)),
  'studies.export': procedure(
    StudyName.extend({ format: z.enum(['md', 'csv', 'tex']) }),
    z.object({ file: z.string(), text: z.string() }),
  ),
} as const;
