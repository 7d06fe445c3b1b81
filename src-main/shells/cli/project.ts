import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import type { ImportResult, Refusal } from '../../common/contract/project';
import { SplitName } from '../../common/domain/project';
import { UserError } from '../../common/errors';
import { createProject, openProject } from '../../data/project/store';
import { importFiles } from '../../jobs/importFiles';
import { importPredictions } from '../../jobs/importPredictions';
import { readReport } from '../../jobs/reports';
import { listRuns } from '../../jobs/runFolder';
import type { Act } from './gadw';
import { type Output, score, table } from './output';

interface ImportOptions {
  format?: string;
  keepValid?: boolean;
  predictions?: boolean;
  name?: string;
  split?: string;
  rate?: string;
}

export function addProjectCommands(program: Command, act: Act): void {
  program
    .command('init')
    .description('make a project folder')
    .argument('<dir>', 'a new or empty folder')
    .option('--name <name>', 'name of the project (default: the folder)')
    .option('--single-label', 'two segments of one video must not overlap')
    .action(act(init));
  program
    .command('import')
    .description('import videos, annotations, features or predictions; a refused row writes nothing')
    .argument('<dir>', 'the project')
    .argument('<file...>', 'files or folders')
    .option('--format <format>', 'take the files for this format instead of looking')
    .option('--keep-valid', 'import the rest when rows are refused')
    .option(
      '--predictions',
      'the files are another system’s predictions (official pred/*.txt, .npy scores, ActivityNet json)',
    )
    .option('--name <name>', 'with --predictions: name of the run (default: the file)')
    .option('--split <split>', 'with --predictions: train, val or test', 'test')
    .option('--rate <rate>', 'with --predictions: steps a second')
    .action(act(importAny));
  program
    .command('runs')
    .description('list the runs of a project with their scores')
    .argument('<dir>', 'the project')
    .action(act(runs));
}

async function init(output: Output, dir: string, options: { name?: string; singleLabel?: boolean }): Promise<void> {
  const name = options.name ?? basename(resolve(dir));
  const store = await createProject(dir, { name, singleLabel: options.singleLabel === true });
  output.result({ dir: store.dir, name, singleLabel: store.project.singleLabel }, [
    `Made project "${name}" in ${store.dir}.`,
  ]);
}

async function importAny(output: Output, dir: string, files: string[], options: ImportOptions): Promise<void> {
  const keepValid = options.keepValid === true;
  const result =
    options.predictions === true ? await importRun(dir, files, options) : await importData(output, dir, files, options);
  for (const warning of result.warnings) output.note(`Warning: ${refusalLine(warning)}`);
  for (const refusal of result.refused) output.note(`Refused: ${refusalLine(refusal)}`);
  if (result.refused.length > 0 && !keepValid) {
    throw new UserError(
      'rows-refused',
      `Nothing was imported: ${result.refused.length.toLocaleString('en')} of the rows were refused.\n${result.refused.slice(0, 20).map(refusalLine).join('\n')}`,
      'Mend the rows above, or import the rest with --keep-valid.',
    );
  }
  output.result({ ...result, refused: result.refused.length, refusals: result.refused }, [
    `Imported ${result.videos.toLocaleString('en')} videos and ${result.segments.toLocaleString('en')} segments; ${result.refused.length} rows refused.`,
  ]);
}

async function importData(output: Output, dir: string, files: string[], options: ImportOptions): Promise<ImportResult> {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return importFiles(
    {
      project: dir,
      files,
      keepValid: options.keepValid === true,
      ...(options.format === undefined ? {} : { format: options.format }),
    },
    { report: output.progress, log: output.note, signal: controller.signal },
  );
}

async function importRun(dir: string, files: string[], options: ImportOptions): Promise<ImportResult> {
  const split = SplitName.safeParse(options.split);
  if (!split.success)
    throw new UserError(
      'invalid-split',
      `Invalid split "${options.split}"; expected train, val or test.`,
      'Name one of them with --split.',
    );
  const name = options.name ?? basename(files[0] as string).replace(/\.[^.]+$/, '');
  return importPredictions(await openProject(dir), {
    files,
    name,
    split: split.data,
    keepValid: options.keepValid === true,
    ...(options.rate === undefined ? {} : { rate: Number(options.rate) }),
  });
}

function refusalLine({ file, line, field, message }: Refusal): string {
  return `${file}${line === null ? '' : `:${line}`}${field === null ? '' : ` (${field})`}: ${message}`;
}

async function runs(output: Output, dir: string): Promise<void> {
  const store = await openProject(dir);
  const list = await listRuns(store.dir, (error) => output.note(error.message));
  const rows = await Promise.all(
    list.map(async (run) => ({ run, report: await readReport(store.dir, run.id, 'test') })),
  );
  output.result(
    { runs: rows.map(({ run, report }) => ({ ...run, report })) },
    rows.length === 0
      ? ['No runs yet. Train one, or import predictions.']
      : table(
          ['Run', 'Kind', 'Status', 'S-F1', 'P-F1', 'Accuracy', 'Steps/s'],
          rows.map(({ run, report }) => [
            run.name,
            run.settings?.kind ?? 'imported',
            run.status,
            score(report?.segmentF1[0]?.micro),
            score(report?.pointF1[0]?.start),
            score(report?.frameAccuracy),
            report?.stepsPerSecond?.toFixed(0) ?? '—',
          ]),
        ),
  );
}
