import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import type { JobInput } from '../../common/contract/jobs';
import { SplitName, splitNames } from '../../common/domain/project';
import type { Report } from '../../common/domain/report';
import { UserError } from '../../common/errors';
import { type FieldMeta, TrainSettings } from '../../common/settings';
import { openProject } from '../../data/project/store';
import { listPredictions, listRuns, readRun, runFolder } from '../../jobs/runFolder';
import type { Act } from './gadw';
import { type Output, score, table } from './output';
import { runInChild } from './runInChild';

interface SplitOptions {
  run?: string;
  split: string;
}

export function addJobCommands(program: Command, act: Act): void {
  program
    .command('extract')
    .description('extract features of the project’s videos; goes on after the last finished one')
    .argument('<dir>', 'the project')
    .option('--set <name>', 'feature set', 'efficientnet-lite0')
    .option('--encoder <id>', 'encoder', 'efficientnet-lite0')
    .option('--rate <rate>', 'steps a second', '4')
    .action(act(extract));
  const train = program
    .command('train')
    .description('fine-tune a classifier')
    .argument('<dir>', 'the project')
    .option('--run <id>', 'name of the run')
    .option('--resume', 'go on from the run’s last checkpoint')
    .option('--settings <file>', 'read settings from a JSON file; options given here win');
  for (const [key, field] of Object.entries(TrainSettings.shape)) {
    const { label, help } = field.meta() as unknown as FieldMeta;
    const standard = z.parse(field as z.ZodType, undefined);
    train.option(`--${kebab(key)} <value>`, `${label}: ${help} (default: ${String(standard)})`);
  }
  train.action(act(trainRun));
  program
    .command('infer')
    .description('run a trained classifier over a split or chosen videos')
    .argument('<dir>', 'the project')
    .option('--run <id>', 'the run (default: the newest)')
    .option('--split <split>', splitNames.join(', '), 'test')
    .option('--videos <id...>', 'these videos instead of a split')
    .action(act(infer));
  program
    .command('evaluate')
    .description('score a run’s predictions against the annotations')
    .argument('<dir>', 'the project')
    .option('--run <id>', 'the run (default: all that have predictions)')
    .option('--split <split>', splitNames.join(', '), 'test')
    .option('--official', 'repeat the quirks of the published metrics')
    .action(act(evaluate));
  program
    .command('demo')
    .description('make the toy kitchen again: render, extract, train three classifiers, infer, evaluate')
    .argument('<dir>', 'a new or empty folder')
    .option('--seed <seed>', 'seed of the three trainings', '0')
    .action(act(demo));
}

async function extract(
  output: Output,
  dir: string,
  options: { set: string; encoder: string; rate: string },
): Promise<void> {
  const result = await run(output, dir, {
    kind: 'extract',
    set: options.set,
    encoder: options.encoder,
    rate: Number(options.rate),
  });
  output.result(result, [`Features of ${String(result['videos'])} videos are in set "${options.set}".`]);
}

async function trainRun(
  output: Output,
  dir: string,
  options: Record<string, string | boolean | undefined>,
): Promise<void> {
  const store = await openProject(dir);
  const resume = options['resume'] === true;
  const id = typeof options['run'] === 'string' ? options['run'] : undefined;
  if (resume && id === undefined)
    throw new UserError('run-needed', 'Which run is to be resumed was not said.', 'Name it with --run.');
  const settings = resume
    ? ((await readRun(store.dir, id as string)).settings ?? TrainSettings.parse({}))
    : await settingsFrom(options);
  const name = id ?? `${settings.kind}-s${settings.seed}-${new Date().toISOString().slice(0, 16).replace(/[-:]/g, '')}`;
  const result = await run(output, dir, { kind: 'train', run: name, settings, resume, evaluate: false });
  output.result({ run: name, ...result }, [`Trained "${name}".`]);
}

/** File first, options over it, both checked by the one schema. */
async function settingsFrom(options: Record<string, string | boolean | undefined>): Promise<TrainSettings> {
  const given: Record<string, unknown> =
    typeof options['settings'] === 'string'
      ? (JSON.parse(await readFile(options['settings'], 'utf8')) as Record<string, unknown>)
      : {};
  for (const [key, field] of Object.entries(TrainSettings.shape)) {
    const value = options[key];
    if (typeof value === 'string') given[key] = fromText(value, z.parse(field as z.ZodType, undefined));
  }
  const checked = TrainSettings.strict().safeParse(given);
  if (checked.success) return checked.data;
  throw new UserError(
    'invalid-settings',
    `Invalid settings: ${z.prettifyError(checked.error)}`,
    'See "gadw train --help" for what each accepts.',
  );
}

function fromText(text: string, standard: unknown): unknown {
  if (typeof standard === 'number') return Number(text);
  if (typeof standard === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

async function infer(output: Output, dir: string, options: SplitOptions & { videos?: string[] }): Promise<void> {
  const id = options.run ?? (await newestTrained(dir));
  const where = options.videos ? { videos: options.videos } : { split: splitOf(options.split) };
  const result = await run(output, dir, { kind: 'infer', run: id, ...where });
  output.result({ run: id, ...result }, [`Predictions of "${id}" are written.`]);
}

async function evaluate(output: Output, dir: string, options: SplitOptions & { official?: boolean }): Promise<void> {
  const split = splitOf(options.split);
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
      (await run(output, dir, {
        kind: 'evaluate',
        run: id,
        split,
        official: options.official === true,
      })) as unknown as Report,
    );
  output.result({ split, rows: reports.map(reportRow) }, reportTable(reports));
}

async function demo(output: Output, dir: string, options: { seed: string }): Promise<void> {
  const result = await run(output, dir, { kind: 'demo', seed: Number(options.seed) });
  const reports = result['reports'] as Report[];
  output.result({ dir: resolve(dir), rows: reports.map(reportRow) }, reportTable(reports));
}

async function newestTrained(dir: string): Promise<string> {
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

async function run(output: Output, dir: string, input: JobInput): Promise<Record<string, unknown>> {
  return ((await runInChild({ project: resolve(dir), input }, output)) ?? {}) as Record<string, unknown>;
}

function splitOf(text: string): SplitName {
  const split = SplitName.safeParse(text);
  if (split.success) return split.data;
  throw new UserError(
    'invalid-split',
    `Invalid split "${text}"; expected ${splitNames.join(', ')}.`,
    'Name one of them with --split.',
  );
}

function reportRow(report: Report) {
  return {
    run: report.run,
    segmentF1: report.segmentF1[0]?.micro ?? null,
    pointF1: report.pointF1[0]?.start ?? null,
    frameAccuracy: report.frameAccuracy,
    meanAveragePrecision: report.meanAveragePrecision,
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
      row.stepsPerSecond === null ? '—' : row.stepsPerSecond.toFixed(0),
    ]);
  return table(['Run', 'S-F1', 'P-F1', 'Accuracy', 'mAP', 'Steps/s'], rows);
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
