/**
 * The one typed contract between the page and the program. Electron carries it over a MessagePort, `gadw serve` over a
 * WebSocket; both go through `rpc.ts`. Every input is checked where it arrives, every output where it was made.
 */
import { z } from 'zod';
import { AnnotationEdit } from '../domain/edit';
import { RunEvent } from '../domain/run';
import { TaxonomyEdit } from '../domain/taxonomyEdit';
import type { CallContext } from '../progress';
import { agreementProcedures } from './agreement';
import { appProcedures, Keymap } from './app';
import { figureProcedures } from './figures';
import { conflictProcedures } from './conflicts';
import { errorProcedures } from './errors';
import { embeddingProcedures, GrowingLayout } from './embeddings';
import { JobProgress, JobRecord, jobProcedures } from './jobs';
import { LabelCounts, labelProcedures } from './labels';
import { projectProcedures } from './project';
import { retrievalProcedures } from './retrieval';
import { reviewProcedures } from './review';
import { runProcedures } from './runs';
import { statisticsProcedures } from './statistics';
import { studyProcedures } from './studies';
import { taxonomyProcedures } from './taxonomy';

export const procedures = {
  ...appProcedures,
  ...projectProcedures,
  ...labelProcedures,
  ...conflictProcedures,
  ...taxonomyProcedures,
  ...runProcedures,
  ...retrievalProcedures,
  ...errorProcedures,
  ...agreementProcedures,
  ...reviewProcedures,
  ...jobProcedures,
  ...studyProcedures,
  ...figureProcedures,
  ...statisticsProcedures,
  ...embeddingProcedures,
} as const;
export type Procedures = typeof procedures;
export type ProcedureName = keyof Procedures;
/** What a caller passes (defaults may be left out). */
export type InputOf<N extends ProcedureName> = z.input<Procedures[N]['input']>;
/** What a handler receives (defaults filled in). */
export type CheckedInputOf<N extends ProcedureName> = z.output<Procedures[N]['input']>;
export type OutputOf<N extends ProcedureName> = z.output<Procedures[N]['output']>;

export const events = {
  /** A job changed; coalesced to at most ten a second for each job. */
  'job.changed': JobRecord,
  /** New lines of a run's events.jsonl. */
  'run.events': z.object({ run: z.string(), from: z.int(), events: z.array(RunEvent) }),
  /** A map of states as it grows. */
  'embeddings.growing': GrowingLayout,
  /** How far a copy is that `video.playingCopy` makes. */
  'video.copying': z.object({ video: z.string(), progress: JobProgress }),
  /** How far a preview or an import is. */
  'project.importing': z.object({ stage: z.string(), done: z.int(), total: z.int(), item: z.string() }),
  /** Labels were edited, by whichever page. */
  'labels.changed': AnnotationEdit,
  /** Classes were edited, by whichever page, and labels with them. */
  'taxonomy.changed': TaxonomyEdit,
  /** Another program has left out classes of these names; labels are of them, so that they were put back. */
  'taxonomy.restored': z.object({ names: z.array(z.string()) }),
  /** What lists say of a video's labels, after an edit of them. */
  'labels.counted': LabelCounts.extend({ video: z.string() }),
  /** Another program has changed the labels of a video that pages were told; they ask again. */
  'labels.replaced': z.object({ video: z.string() }),
  /** The labels' file cannot be read or written; null: it can again. */
  'labels.trouble': z.object({
    video: z.string(),
    error: z.object({ message: z.string(), tip: z.string() }).nullable(),
  }),
  /** Edits were kept that another program's change left no room for, or such were settled. */
  'conflicts.changed': z.object({}),
  /** Something of the open project changed; the page asks again for what it shows. */
  'project.changed': z.object({
    what: z.array(z.enum(['project', 'videos', 'annotations', 'features', 'runs', 'models'])),
  }),
  'keymap.changed': Keymap,
  /** The shell asks the page to do an action by its id (application menu, a folder dropped on the dock). */
  'app.action': z.object({ id: z.string(), argument: z.string().optional() }),
} as const;
export type EventName = keyof typeof events;
export type EventOf<N extends EventName> = z.output<(typeof events)[N]>;

/** The typed caller every shell gives the page. */
export interface Client {
  /** @param context told how far a call is that takes long, and asked whether it is given up */
  call<N extends ProcedureName>(name: N, input: InputOf<N>, context?: CallContext): Promise<OutputOf<N>>;
  /** Returns its own `off`. */
  on<N extends EventName>(name: N, listener: (event: EventOf<N>) => void): () => void;
}

/** The handlers behind the contract, one for each procedure. */
export type Handlers = {
  [N in ProcedureName]: (input: CheckedInputOf<N>, context: CallContext) => Promise<OutputOf<N>>;
};
