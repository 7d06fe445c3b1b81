import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { writableFormats } from '../../data/formats/registry';
import { openProject } from '../../data/project/store';
import { exportLabels, previewExport } from '../../jobs/exportLabels';
import { type Act, counted, type Output } from './output';

interface ExportOptions {
  format: string;
  videos?: string[];
  runs?: string[];
  annotators?: string[];
  labels: boolean;
  out?: string;
  dryRun?: boolean;
  overwrite?: boolean;
}

export function addExportCommand(program: Command, act: Act): void {
  program
    .command('export')
    .description('write the labels of a project as files of another program, saying what those cannot hold')
    .argument('<dir>', 'the project')
    .addOption(
      new Option('--format <format>', 'what to write').choices(writableFormats.map((f) => f.id)).makeOptionMandatory(),
    )
    .option('--videos <video...>', 'only these videos (default: all)')
    .option('--runs <run...>', 'decided segments of these runs, too, as lanes of their own')
    .option(
      '--annotators <name...>',
      'labels of these other annotators, too; with --no-labels and one name, theirs alone',
    )
    .option('--no-labels', 'leave out the project’s own labels')
    .option('--out <folder>', 'where the files go (default: a folder "export" in the project)')
    .option('--dry-run', 'say what would be written and lost, write nothing')
    .option('--overwrite', 'replace files that are there')
    .action(act(exportAny));
}

async function exportAny(output: Output, dir: string, options: ExportOptions): Promise<void> {
  const store = await openProject(dir);
  const { format, videos, runs = [], annotators = [], labels } = options;
  const request = { format, labels, runs, annotators, ...(videos === undefined ? {} : { videos }) };
  const folder = options.out === undefined ? resolve(store.dir, 'export', format) : resolve(options.out);
  const preview = options.dryRun === true;
  const report = preview
    ? await previewExport(store, request)
    : await exportLabels(store, request, folder, options.overwrite === true);
  const what = `${counted(report.segments, 'segment')} of ${counted(report.videos, 'video')} to ${counted(report.files.length, 'file')}`;
  output.result({ ...report, folder, written: !preview }, [
    ...report.losses,
    preview ? `Would write ${what} in ${folder}.` : `Wrote ${what} in ${folder}.`,
  ]);
}
