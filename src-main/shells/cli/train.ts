import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { UserError } from '../../common/errors';
import { presets } from '../../common/presets';
import { type FieldMeta, TrainSettings, TrainSettingsPatch } from '../../common/settings';
import { checkRecord, parseJson, readText } from '../../data/project/records';
import { openProject } from '../../data/project/store';
import { readRun } from '../../jobs/runFolder';
import { checkedBy } from './options';
import type { Act, Output } from './output';
import { runJobInChild } from './runInChild';

interface TrainOptions extends Partial<TrainSettings> {
  run?: string;
  resume?: boolean;
  settings?: string;
  preset?: string;
}

export function addTrainCommand(program: Command, act: Act): void {
  const command = program
    .command('train')
    .description('fine-tune a classifier')
    .argument('<dir>', 'the project')
    .option('--run <id>', 'name of the run (default: kind, seed and time)')
    .option('--resume', 'go on from the run’s last checkpoint')
    .addOption(
      new Option(
        '--preset <name>',
        'settings of a published run, or small ones; --settings and options given here win',
      ).choices(presets.map(({ id }) => id)),
    )
    .option('--settings <file>', 'read settings from a JSON file; options given here win');
  for (const [key, field] of Object.entries(TrainSettings.shape))
    for (const option of settingOptions(key, field)) command.addOption(option);
  command.action(act(train));
}

/**
 * The options of a described setting: `learningRate` is `--learning-rate`; what is on or off needs no value, and is turned
 * the other way by `--no-`, of which help shows what differs from the default.
 */
function settingOptions(key: string, field: z.ZodDefault<z.ZodType>): Option[] {
  const { label, help } = field.meta() as unknown as FieldMeta;
  const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const inner = field.unwrap();
  const initial = field.parse(undefined);
  if (inner instanceof z.ZodBoolean)
    return [
      new Option(`--${name}`, `${label}: ${help}`).hideHelp(initial === true),
      new Option(`--no-${name}`, `${label}, off. ${help}`).hideHelp(initial === false),
    ];
  const choices = inner instanceof z.ZodEnum ? ` One of: ${inner.options.join(', ')}.` : '';
  const described = `${label}: ${help}${choices} (default: ${String(initial)})`;
  return [new Option(`--${name} <value>`, described).argParser(checkedBy(inner))];
}

async function train(output: Output, dir: string, options: TrainOptions): Promise<void> {
  const store = await openProject(dir);
  const { run, resume = false } = options;
  if (resume && run === undefined)
    throw new UserError('run-needed', 'Which run is to be resumed was not said.', 'Name it with --run.');
  const settings =
    resume && run !== undefined
      ? ((await readRun(store.dir, run)).settings ?? TrainSettings.parse({}))
      : await settingsFrom(options);
  const name =
    run ?? `${settings.kind}-s${settings.seed}-${new Date().toISOString().slice(0, 16).replace(/[-:]/g, '')}`;
  const result = await runJobInChild(output, dir, { kind: 'train', run: name, settings, resume, evaluate: false });
  output.result({ run: name, ...result }, [`Trained "${name}".`]);
}

/** A preset's settings, a file over them, options over both. */
async function settingsFrom({ settings: file, preset, ...options }: TrainOptions): Promise<TrainSettings> {
  const known = Object.keys(TrainSettings.shape);
  const given = Object.fromEntries(Object.entries(options).filter(([key]) => known.includes(key)));
  const begun = presets.find(({ id }) => id === preset)?.settings;
  return TrainSettings.parse({ ...begun, ...(file === undefined ? {} : await readSettings(file)), ...given });
}

/** The settings a file names; those it leaves out stay open. */
async function readSettings(file: string): Promise<Partial<TrainSettings>> {
  const text = await readText(file);
  if (text === null) throw new UserError('missing-file', `Missing settings file ${file}.`, 'Check the path.');
  return checkRecord(TrainSettingsPatch, parseJson(text, basename(file)), basename(file));
}
