import { ImportChoices, type ImportPreview, type ImportResult } from '../common/contract/project';
import type { Annotation } from '../common/domain/annotation';
import { throwIfCancelled } from '../common/errors';
import { type JobContext, ProgressMeter } from '../common/progress';
import { readFiles } from '../data/formats/readFiles';
import { keepReplaced } from '../data/merge/beside';
import { type ImportPlan, planImport } from '../data/merge/plan';
import type { Changes } from '../data/project/changes';
import { openProject, type ProjectStore } from '../data/project/store';

export { locateVideo } from '../data/merge/locate';

/** What the import job is told. */
export interface ImportInput {
  /** The project's folder. */
  project: string;
  /** Videos, annotations, features, data roots: files or folders. */
  files: readonly string[];
  /** Id of the format to read all of them as; looked for where absent. */
  format?: string | undefined;
  /** Imports the rest where rows are refused. */
  keepValid: boolean;
  /** What a person said about columns, lanes and classes. */
  choices?: ImportChoices;
  /** A folder for files that are replaced, so that the import can be taken back; absent: they are not kept. */
  aside?: string;
}

const noChoices = ImportChoices.parse({});

/** What an import has done, and what it takes to take it back. */
export interface Imported extends ImportResult {
  /**
   * Labels of the videos it touched, and files beside the records as paths in the project; null: nothing was written.
   */
  written: { before: Annotation[]; after: readonly Annotation[]; beside: readonly string[] } | null;
}

/** What an import of these files would do and refuse; nothing is written. Throws UserError `unknown-format`. */
export async function previewImport(
  store: ProjectStore,
  input: Pick<ImportInput, 'files' | 'format' | 'choices'>,
  context: JobContext,
): Promise<ImportPreview> {
  return (await plannedWithProgress(store, input, context)).preview;
}

/**
 * Imports files into a project: all of it reaches the disk together. Where a row is refused nothing is written, unless
 * `keepValid`; the result then counts what was written, and lists what was refused.
 * @throws UserError `unknown-format`, or those of opening and writing the project; Cancelled
 * leaves the project as it was
 */
export async function importFiles(input: ImportInput, context: JobContext): Promise<Imported> {
  const store = await openProject(input.project);
  const { preview, changes, beside } = await plannedWithProgress(store, input, context);
  const { videos, segments, refused, warnings } = preview;
  const writes = refused.length === 0 || input.keepValid;
  if (!writes) return { videos: 0, segments: 0, refused, warnings, written: null };
  const labels = await labelsOf(store, changes);
  throwIfCancelled(context.signal);
  if (input.aside !== undefined) await keepReplaced(store.dir, input.aside, beside);
  await store.apply(changes);
  return { videos, segments, refused, warnings, written: { ...labels, beside } };
}

async function labelsOf(
  store: ProjectStore,
  changes: Changes,
): Promise<{ before: Annotation[]; after: readonly Annotation[] }> {
  const after = changes.annotations ?? [];
  const known = new Set(store.videos.map(({ id }) => id));
  const before: Annotation[] = [];
  for (const one of after) {
    before.push(known.has(one.video) ? await store.annotation(one.video) : { ...one, segments: [], reviewed: [] });
  }
  return { before, after };
}

async function plannedWithProgress(
  store: ProjectStore,
  { files, format, choices = noChoices }: Pick<ImportInput, 'files' | 'format' | 'choices'>,
  context: JobContext,
): Promise<ImportPlan> {
  const onStep = (done: number, total: number, item: string) => {
    throwIfCancelled(context.signal);
    context.report({ stage: 'Reading', done, total, unit: 'files', item });
  };
  const imports = await readFiles(files, { format, ...choices, onStep });
  const total = imports.reduce((sum, i) => sum + i.files.length + i.videos.length, 0);
  const meter = new ProgressMeter(context, 'Checking', total, 'videos');
  const plan = await planImport(store, imports, choices, (done, item) => {
    throwIfCancelled(context.signal);
    meter.update(done, item);
  });
  meter.update(total);
  return plan;
}
