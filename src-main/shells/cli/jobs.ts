import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import type { SplitName } from '../../common/domain/project';
import type { Report } from '../../common/domain/report';
import { UserError } from '../../common/errors';
import { openProject } from '../../data/project/store';
import { listPredictions, listRuns, runFolder } from '../../jobs/runFolder';
import { checkedBy, splitOption } from './options';
import { type Act, counted, type Output, score, table } from './output';
import { runJobInChild } from './runInChild';
import { stream } from './stream';
import { addTrainCommand } from './train';

interface SplitOptions {
  run?: string;
  split: SplitName;
}

/** `gadw extract`, `train`, `infer`, `evaluate` and `demo`, each in a child with its progress on stderr. */
export function addJobCommands(program: Command, act: Act): void {
  program
    .command('extract')
    .description('extract features of the project’s videos; goes on after the last finished one')
    .argument('<dir>', 'the project')
    .option('--set <name>', 'feature set', 'efficientnet-lite0')
    .option('--encoder <id>', 'encoder', 'efficientnet-lite0')
    .option('--rate <rate>', 'steps a second', checkedBy(z.number().positive().max(120)), 4)
    .action(act(extract));
  addTrainCommand(program, act);
  program
    .command('infer')
    .description('run a trained classifier over a split or chosen videos')
    .argument('<dir>', 'the project')
    .option('--run <id>', 'the run (default: the newest)')
    .addOption(splitOption('the split'))
    .option('--videos <id...>', 'these videos instead of a split')
    .option(
      '--stream <source>',
      'classify a video as it comes: a file, - for a pipe, a URL, or a camera as DEVICE:NAME',
    )
    .option('--real-time', 'with --stream: a file comes as fast as it is played')
    .action(act(infer));
  program
    .command('evaluate')
    .description('score a run’s predictions against the annotations')
    .argument('<dir>', 'the project')
    .option('--run <id>', 'the run (default: all that have predictions)')
    .addOption(splitOption('the split'))
    .option('--official', 'repeat the quirks of the published metrics')
    .action(act(evaluate));
  program
    .command('demo')
    .description('make the toy kitchen again: render, extract, train three classifiers, infer, evaluate')
    .argument('<dir>', 'a new or empty folder')
    .option('--seed <seed>', 'seed of the three trainings', checkedBy(z.int()), 0)
    .action(act(demo));
}

async function extract(
  output: Output,
  dir: string,
  options: { set: string; encoder: string; rate: number },
): Promise<void> {
  const result = await runJobInChild(output, dir, {
    kind: 'extract',
    set: options.set,
    encoder: options.encoder,
    rate: options.rate,
  });
  output.result(result, [`Features of ${counted(Number(result['videos']), 'video')} are in set "${options.set}".`]);
}

interface InferOptions extends SplitOptions {
  videos?: string[];
  stream?: string;
  realTime?: boolean;
}

async function infer(output: Output, dir: string, options: InferOptions): Promise<void> {
  const id = options.run ?? (await newestTrained(dir));
  const { stream: source, realTime = false } = options;
  if (source !== undefined) return stream(output, dir, { run: id, source, realTime });
  const where = options.videos ? { videos: options.videos } : { split: options.split };
  const result = await runJobInChild(output, dir, { kind: 'infer', run: id, ...where });
  output.result({ run: id, ...result }, [`Predictions of "${id}" are written.`]);
}

async function evaluate(output: Output, dir: string, options: SplitOptions & { official?: boolean }): Promise<void> {
  const split = options.split;
  const store = await openProject(dir);
  const ids = options.run === undefined ? await runsWithPredictions(store.dir, split) : [options.run];
  if (ids.length === 0)
    throw new UserError(
      'no-predictions',
      `No run has predictions on ${split}.`,
      `Make them with "gadw infer ${dir} --split ${split}".`,
    );
  const reports: Report[] = [];
  for (const id of ids)
    reports.push(
      (await runJobInChild(output, dir, {
        kind: 'evaluate',
        run: id,
        split,
        official: options.official === true,
      })) as unknown as Report,
    );
  output.result({ split, rows: reports.map(reportRow) }, reportTable(reports));
}

async function demo(output: Output, dir: string, options: { seed: number }): Promise<void> {
  const result = await runJobInChild(output, dir, { kind: 'demo', seed: options.seed });
  const reports = result['reports'] as Report[];
  output.result({ dir: resolve(dir), rows: reports.map(reportRow) }, reportTable(reports));
}

/** Id of the run that commands take where none is named. @throws UserError `no-runs` */
export async function newestTrained(dir: string): Promise<string> {
  const trained = (await listRuns((await openProject(dir)).dir, () => undefined)).filter(
    (candidate) => candidate.origin === 'trained',
  );
  const newest = trained[trained.length - 1];
  if (newest) return newest.id;
  throw new UserError('no-runs', 'There is no trained run in this project.', 'Train one with "gadw train".');
}

async function runsWithPredictions(projectDir: string, split: SplitName): Promise<string[]> {
  const ids: string[] = [];
  for (const { id } of await listRuns(projectDir, () => undefined)) {
    if ((await listPredictions(runFolder(projectDir, id)))[split] !== undefined) ids.push(id);
  }
  return ids;
}

function reportRow(report: Report) {
  return {
    run: report.run,
    segmentF1: report.segmentF1[0]?.micro ?? null,
    pointF1: report.pointF1[0]?.start ?? null,
    frameAccuracy: report.frameAccuracy,
    meanAveragePrecision: report.meanAveragePrecision,
    topOne: report.topOne,
    topOneClassMean: report.topOneClassMean,
    stepsPerSecond: report.stepsPerSecond,
  };
}

function reportTable(reports: readonly Report[]): string[] {
  const rows = reports
    .map(reportRow)
    .map((row) => [
      row.run,
      score(row.segmentF1),
      score(row.pointF1),
      score(row.frameAccuracy),
      score(row.meanAveragePrecision),
      score(row.topOne),
      score(row.topOneClassMean),
      row.stepsPerSecond === null ? '—' : row.stepsPerSecond.toFixed(0),
    ]);
  return table(['Run', 'S-F1', 'P-F1', 'Accuracy', 'mAP', 'Top-1', 'Class mean', 'Steps/s'], rows);
}
