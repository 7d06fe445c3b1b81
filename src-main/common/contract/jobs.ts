import { z } from 'zod';
import { SplitName } from '../domain/project';
import { TrainSettings } from '../settings';
import { procedure } from './procedure';

/** What each kind of job is told; the project folder is added by whoever starts it. */
export const JobInput = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('extract'),
    set: z.string().min(1),
    encoder: z.string().min(1),
    rate: z.number().positive().max(120),
    videos: z.array(z.string()).optional(),
  }),
  z.object({
    kind: z.literal('train'),
    run: z.string().min(1),
    settings: TrainSettings,
    resume: z.boolean().default(false),
    evaluate: z.boolean().default(true),
    /** The split evaluated on; absent: test, or val where there is no test split. */
    split: SplitName.optional(),
  }),
  z.object({
    kind: z.literal('infer'),
    run: z.string().min(1),
    split: SplitName.optional(),
    videos: z.array(z.string()).optional(),
  }),
  z.object({
    kind: z.literal('evaluate'),
    run: z.string().min(1),
    split: SplitName,
    official: z.boolean().default(false),
  }),
  z.object({ kind: z.literal('openSet'), run: z.string().min(1), split: SplitName }),
  /** `text`: path of a text file that is measured beside the program's own. */
  z.object({ kind: z.literal('forgetting'), run: z.string().min(1), text: z.string().min(1).optional() }),
  z.object({ kind: z.literal('demo'), seed: z.int().default(0) }),
]);
export type JobInput = z.infer<typeof JobInput>;
export type JobKind = JobInput['kind'];

export const JobProgress = z.object({
  stage: z.string(),
  done: z.number(),
  total: z.number(),
  unit: z.string(),
  rate: z.number().optional(),
  secondsLeft: z.number().optional(),
  item: z.string().optional(),
});

export const JobState = z.enum(['queued', 'running', 'stopping', 'done', 'failed', 'cancelled']);
export type JobState = z.infer<typeof JobState>;

/** Everything a screen needs to draw a job. */
export const JobRecord = z.object({
  id: z.string(),
  title: z.string(),
  input: JobInput,
  state: JobState,
  progress: JobProgress.nullable(),
  error: z.object({ message: z.string(), tip: z.string(), report: z.string().optional() }).nullable(),
  /** Whether "Resume" makes sense: a checkpoint or finished videos exist. */
  resumable: z.boolean(),
  created: z.string(),
});
export type JobRecord = z.infer<typeof JobRecord>;

export const TrainEstimate = z.object({
  windows: z.int(),
  updates: z.int(),
  memoryBytes: z.number(),
  /** Why training cannot start, one sentence each, with the setting it belongs to. */
  problems: z.array(z.object({ field: z.string(), message: z.string() })),
});
export type TrainEstimate = z.infer<typeof TrainEstimate>;

export const jobProcedures = {
  'jobs.list': procedure(z.object({}), z.array(JobRecord)),
  'jobs.start': procedure(JobInput, JobRecord),
  'jobs.cancel': procedure(z.object({ id: z.string() }), JobRecord),
  'jobs.resume': procedure(z.object({ id: z.string() }), JobRecord),
  'jobs.dismiss': procedure(z.object({ id: z.string() }), z.array(JobRecord)),
  'train.estimate': procedure(TrainSettings, TrainEstimate),
  /** A free run id made of the settings and a number: "gad-previous-s0". */
  'train.suggestId': procedure(TrainSettings, z.object({ id: z.string() })),
} as const;
