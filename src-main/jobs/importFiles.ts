import { ImportChoices, type ImportPreview, type ImportResult } from '../common/contract/project';
import { throwIfCancelled } from '../common/errors';
import { type JobContext, ProgressMeter } from '../common/progress';
import { readFiles } from '../data/formats/readFiles';
import { type ImportPlan, planImport } from '../data/merge/plan';
import { openProject, type ProjectStore } from '../data/project/store';

export { locateVideo } from '../data/merge/locate';

/** What the import job is told. */
export interface ImportInput {
  /** The project's folder. */
  project: string;
  /** Videos, annotations, features, data roots: files or folders. */
  files: readonly string[];
  /** Id of the format to read all of them as; looked for where absent. */
  format?: string;
  /** Imports the rest where rows are refused. */
  keepValid: boolean;
  /** What a person said about columns, lanes and classes. */
  choices?: ImportChoices;
}

const noChoices = ImportChoices.parse({});

/** What an import of these files would do and refuse; nothing is written. Throws UserError `unknown-format`. */
export async function previewImport(
  store: ProjectStore,
  files: readonly string[],
  format?: string,
  choices = noChoices,
): Promise<ImportPreview> {
  const imports = await readFiles(files, { format, ...choices });
  return (await planImport(store, imports, choices, () => undefined)).preview;
}

/**
 * Imports files into a project: all of it reaches the disk together. Where a row is refused nothing is written, unless
 * `keepValid`; the result then counts what was written, and lists what was refused.
 * @throws UserError `unknown-format`, or those of opening and writing the project; Cancelled leaves the project as it was
 */
export async function importFiles(input: ImportInput, context: JobContext): Promise<ImportResult> {
  const store = await openProject(input.project);
  const plan = await plannedWithProgress(store, input, context);
  const { videos, segments, refused, warnings } = plan.preview;
  const writes = refused.length === 0 || input.keepValid;
  if (!writes) return { videos: 0, segments: 0, refused, warnings };
  throwIfCancelled(context.signal);
  await store.apply(plan.changes);
  return { videos, segments, refused, warnings };
}

async function plannedWithProgress(store: ProjectStore, input: ImportInput, context: JobContext): Promise<ImportPlan> {
  const choices = input.choices ?? noChoices;
  const imports = await readFiles(input.files, { format: input.format, ...choices });
  const total = imports.reduce((sum, i) => sum + i.files.length + i.videos.length, 0);
  const meter = new ProgressMeter(context, 'Importing', total, 'videos');
  const plan = await planImport(store, imports, choices, (done, item) => {
    throwIfCancelled(context.signal);
    meter.update(done, item);
  });
  meter.update(total);
  return plan;
}
