import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { ImportChoices, type ImportPreview, type ImportResult, type Refusal } from '../../common/contract/project';
import type { SplitName } from '../../common/domain/project';
import { lanesOf } from '../../common/domain/lane';
import { toldContext } from '../../common/domain/run';
import { UserError } from '../../common/errors';
import { textOf } from '../../data/formats/text';
import { checkRecord, parseJson } from '../../data/project/records';
import { createProject, openProject } from '../../data/project/store';
import type { Imported } from '../../jobs/importFiles';
import { importPredictions } from '../../jobs/importPredictions';
import { readReport } from '../../jobs/reports';
import { listPredictions, listRuns, runFolder } from '../../jobs/runFolder';
import { ScoredNow } from '../../jobs/scored';
import { settleLeftRuns } from '../../jobs/settleRun';
import { checkedBy, splitOption } from './options';
import { type Act, counted, type Output, score, table } from './output';
import { runInChild } from './runInChild';

interface ImportOptions {
  format?: string;
  keepValid?: boolean;
  dryRun?: boolean;
  choices?: string;
  annotator?: string;
  predictions?: boolean;
  name?: string;
  split: SplitName;
  rate?: number;
}

/** `gadw init`, `import` and `runs`. */
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
    .option('--dry-run', 'tell what would be imported and what refused; write nothing')
    .option('--choices <file>', 'json of what the window asks for: columns, classes, lanes, formats (docs/formats.md)')
    .option('--annotator <name>', 'the labels are those of another annotator, kept beside the project’s own')
    .option(
      '--predictions',
      'the files are another system’s predictions (official pred/*.txt, .npy scores, ActivityNet json)',
    )
    .option('--name <name>', 'with --predictions: name of the run (default: the file)')
    .addOption(splitOption('with --predictions: the split they belong to'))
    .option('--rate <rate>', 'with --predictions: steps a second', checkedBy(z.number().positive()))
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
  if (options.dryRun === true) return previewData(output, dir, files, options);
  const result =
    options.predictions === true ? await importRun(dir, files, options) : await importData(output, dir, files, options);
  for (const warning of result.warnings) output.note(`Warning: ${refusalLine(warning)}`);
  const { refused } = result;
  if (refused.length > 0 && !keepValid) throw refusal(refused);
  for (const row of refused) output.note(`Refused: ${refusalLine(row)}`);
  output.result({ ...result, refused: refused.length, refusals: refused }, [
    `Imported ${counted(result.videos, 'video')} and ${counted(result.segments, 'segment')}; refused ${counted(refused.length, 'row')}.`,
  ]);
}

/** Why nothing was imported: the first refused rows, each with its place. */
function refusal(refused: readonly Refusal[]): UserError {
  const shown = refused.slice(0, 20).map(refusalLine);
  const more = refused.length - shown.length;
  return new UserError(
    'rows-refused',
    [
      `Nothing was imported; refused ${counted(refused.length, 'row')}:`,
      ...shown,
      ...(more > 0 ? [`and ${more.toLocaleString('en')} more`] : []),
    ].join('\n'),
    'Mend what is listed, or import the rest with --keep-valid.',
  );
}

async function requestOf(files: string[], options: ImportOptions) {
  const { annotator, format } = options;
  const choices = options.choices === undefined ? ImportChoices.parse({}) : await choicesOf(options.choices);
  const theirs = annotator === undefined ? {} : { annotator };
  return { files, format, keepValid: options.keepValid === true, choices: { ...choices, ...theirs } };
}

/** What the window's wizard shows before anything is imported. */
async function previewData(output: Output, dir: string, files: string[], options: ImportOptions): Promise<void> {
  if (options.predictions === true) {
    throw new UserError(
      'nothing-to-try',
      'Unsupported: --dry-run with --predictions.',
      'Leave one of the two out; a run can be deleted.',
    );
  }
  const input = { kind: 'previewImport' as const, ...(await requestOf(files, options)) };
  const preview = (await runInChild({ project: dir, input }, output)) as ImportPreview;
  for (const warning of preview.warnings) output.note(`Warning: ${refusalLine(warning)}`);
  for (const row of preview.refused) output.note(`Refused: ${refusalLine(row)}`);
  const becomes = (into: number | string | null, known: readonly { id: number; name: string }[]) =>
    into === null ? 'left out' : typeof into === 'string' ? into : (known.find(({ id }) => id === into)?.name ?? '');
  const { taxonomy } = await openProject(dir);
  const mapped = [
    ...preview.labels.map((one) => ['class', one.name, String(one.segments), becomes(one.becomes, taxonomy.classes)]),
    ...preview.lanes.map((one) => ['lane', one.name, String(one.segments), becomes(one.becomes, lanesOf(taxonomy))]),
  ];
  const refused = counted(preview.refused.length, 'row');
  output.result(preview, [
    `${preview.format}: ${counted(preview.videos, 'video')} (${preview.newVideos} new), ${counted(preview.segments, 'segment')}, ${counted(preview.featureFiles, 'feature file')}; ${refused} refused. Nothing was written.`,
    ...(mapped.length > 0 ? table(['', 'In the files', 'Segments', 'In the project'], mapped) : []),
  ]);
}

async function importData(output: Output, dir: string, files: string[], options: ImportOptions): Promise<ImportResult> {
  const input = { kind: 'import' as const, ...(await requestOf(files, options)) };
  const { written: _, ...result } = (await runInChild({ project: dir, input }, output)) as Imported;
  return result;
}

/** @throws UserError where the file is not there or does not fit */
async function choicesOf(path: string): Promise<ImportChoices> {
  const text = await textOf(path);
  return checkRecord(ImportChoices, parseJson(text, basename(path)), basename(path));
}

async function importRun(dir: string, files: string[], options: ImportOptions): Promise<ImportResult> {
  const name = options.name ?? basename(files[0] as string).replace(/\.[^.]+$/, '');
  return importPredictions(await openProject(dir), {
    files,
    name,
    split: options.split,
    keepValid: options.keepValid === true,
    ...(options.rate === undefined ? {} : { rate: options.rate }),
  });
}

function refusalLine({ file, line, field, message }: Refusal): string {
  return `${file}${line === null ? '' : `:${line}`}${field === null ? '' : ` (${field})`}: ${message}`;
}

async function runs(output: Output, dir: string): Promise<void> {
  const store = await openProject(dir);
  // A folder that takes nothing can still be listed.
  await settleLeftRuns(store.dir).catch(() => undefined);
  const list = await listRuns(store.dir, (error) => output.note(error.message));
  const now = new ScoredNow(store);
  const rows = await Promise.all(
    list.map(async (run) => {
      const report = await readReport(store.dir, run.id, 'test');
      const predicted = (await listPredictions(runFolder(store.dir, run.id)))['test'] ?? [];
      return { run, report, outdated: await now.outdated(report?.scored, { run: run.id, split: 'test', predicted }) };
    }),
  );
  for (const { run, outdated } of rows)
    if (outdated !== null) output.note(`${run.name}: ${outdated} "gadw evaluate" measures it again.`);
  output.result(
    { runs: rows.map(({ run, report, outdated }) => ({ ...run, report, outdated })) },
    rows.length === 0
      ? ['No runs yet. Train one, or import predictions.']
      : table(
          ['Run', 'Kind', 'Context', 'Status', 'S-F1', 'P-F1', 'Accuracy', 'Top-1', 'Steps/s'],
          rows.map(({ run, report }) => [
            run.name,
            run.settings?.kind ?? 'imported',
            toldContext(run) ?? '—',
            run.status,
            score(report?.segmentF1[0]?.micro),
            score(report?.pointF1[0]?.start),
            score(report?.frameAccuracy),
            score(report?.topOne),
            report?.stepsPerSecond?.toFixed(0) ?? '—',
          ]),
        ),
  );
}
