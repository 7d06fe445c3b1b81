import { z } from 'zod';
import { contexts, isContextOpen, type Task, TrainSettings } from '../settings';

/** A class as a run knew it, so that a run stays readable after the taxonomy changes; mapped to the project by id. */
export const RunClass = z.object({
  id: z.int(),
  name: z.string(),
  background: z.literal(true).optional(),
  ambiguous: z.literal(true).optional(),
  /** Only where a run is read as of today, never on disk: the id that its files have for the class. */
  storedAs: z.int().optional(),
  /** Likewise: the run's class that it was merged into since. */
  into: z.int().optional(),
});
export type RunClass = z.infer<typeof RunClass>;

export const RunStatus = z.enum(['new', 'training', 'trained', 'cancelled', 'failed', 'imported']);
export type RunStatus = z.infer<typeof RunStatus>;

/** Settings written before a classifier had an `order` called the text of the class alone "none". */
function renamedContext(settings: unknown): unknown {
  const old = typeof settings === 'object' && settings !== null && !('order' in settings);
  return old && 'context' in settings && settings.context === 'none' ? { ...settings, context: 'label' } : settings;
}

/** `runs/<id>/run.json`: everything needed to repeat the run. */
export const Run = z.object({
  version: z.literal(1),
  id: z.string().min(1),
  name: z.string().min(1),
  created: z.string(),
  status: RunStatus,
  origin: z.enum(['trained', 'imported']),
  /** Null for imported predictions. */
  settings: z.preprocess(renamedContext, TrainSettings.nullable()),
  /** What the context "auto" came to, and of how many; absent before it is chosen. See `context.json` of the run. */
  chosenContext: z.object({ context: z.enum(contexts), candidates: z.int().positive() }).optional(),
  classes: z.array(RunClass),
  /** Video ids as used, per split. */
  splits: z.object({ train: z.array(z.string()), val: z.array(z.string()), test: z.array(z.string()) }),
  /** Steps a second of its predictions. */
  rate: z.number().positive(),
  /** Content hashes: decoder, encoder, feature set, annotations. */
  hashes: z.record(z.string(), z.string()).default({}),
  /** Program, onnxruntime and Node versions. */
  versions: z.record(z.string(), z.string()).default({}),
  /** Commit of the program, where known. */
  commit: z.string().default(''),
  device: z.string().default('cpu'),
  stepsDone: z.int().nonnegative().default(0),
  stepsTotal: z.int().nonnegative().default(0),
  /** Tokens of an action's text, on average; absent where none is written at inference. */
  labelTokens: z.number().optional(),
  /** Labels of the training split as they were; absent in older runs. */
  learnt: z.object({ segments: z.int(), reviewedSeconds: z.number() }).optional(),
  /** Seconds of training. */
  seconds: z.number().nonnegative().default(0),
  error: z.string().optional(),
});
export type Run = z.infer<typeof Run>;

/** The settings a run computes with: the context that was chosen stands where it was left open. */
export function settledSettings({
  settings,
  chosenContext,
}: Pick<Run, 'settings' | 'chosenContext'>): TrainSettings | null {
  return settings && isContextOpen(settings) && chosenContext
    ? { ...settings, context: chosenContext.context }
    : settings;
}

/** What the text of a GAD classifier tells, and where it was chosen of how many; null for other runs. */
export function toldContext({ settings, chosenContext }: Pick<Run, 'settings' | 'chosenContext'>): string | null {
  if (settings?.kind !== 'gad') return null;
  if (!isContextOpen(settings) || !chosenContext) return settings.context;
  return `${chosenContext.context}, chosen from ${chosenContext.candidates}`;
}

/** What a run was trained for; predictions of other systems are of steps. */
export const taskOf = ({ settings }: Pick<Run, 'settings'>): Task => settings?.task ?? 'online detection';

/** Whether a run says something of every step; one of an offline task classifies whole clips. */
export const classifiesSteps = (run: Pick<Run, 'settings'>): boolean => taskOf(run) === 'online detection';

/** Names of the classes of a run that are tasks of videos and no classes of the project, by class id. */
export const taskNames = (run: Pick<Run, 'settings' | 'classes'>): string[] | undefined =>
  taskOf(run) === 'task recognition' ? run.classes.map(({ name }) => name) : undefined;

/** Names of the tasks of runs beside each other, by the id they have there; undefined where a run is not of tasks. */
export function sharedTaskNames(runs: readonly Pick<Run, 'settings' | 'classes'>[]): string[] | undefined {
  const names = runs.map(taskNames);
  if (names.length === 0 || names.includes(undefined)) return undefined;
  return [...new Set(names.flatMap((own) => own ?? []))];
}

/** One line of `runs/<id>/events.jsonl`. */
export const RunEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('step'),
    step: z.int(),
    loss: z.number(),
    classLoss: z.number().nullable(),
    textLoss: z.number().nullable(),
    /** Losses between windows; absent in runs older than they. */
    structureLoss: z.number().nullable().optional(),
    contrastiveLoss: z.number().nullable().optional(),
    /** Of text alone; likewise. */
    textKlLoss: z.number().nullable().optional(),
    learningRate: z.number(),
    gradientNorm: z.number(),
    seconds: z.number(),
  }),
  z.object({ type: z.literal('checkpoint'), step: z.int() }),
  z.object({ type: z.literal('validation'), step: z.int(), scores: z.record(z.string(), z.number()) }),
  z.object({ type: z.literal('log'), time: z.string(), text: z.string() }),
]);
export type RunEvent = z.infer<typeof RunEvent>;
