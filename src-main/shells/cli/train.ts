import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { UserError } from '../../common/errors';
import { presets } from '../../common/presets';
import { TrainSettings, TrainSettingsPatch } from '../../common/settings';
import { checkRecord, parseJson, readText } from '../../data/project/records';
import { openProject } from '../../data/project/store';
import { readRun } from '../../jobs/runFolder';
import { settingOptions } from './options';
import type { Act, Output } from './output';
import { runJobInChild } from './runInChild';

interface TrainOptions extends Partial<TrainSettings> {
  run?: string;
  resume?: boolean;
  settings?: string;
  preset?: string;
}

/** `gadw train`, with an option for every described setting. */
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
