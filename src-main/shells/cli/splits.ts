import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { splitNames, Splits } from '../../common/domain/project';
import { textOf } from '../../data/formats/text';
import { checkRecord, parseJson } from '../../data/project/records';
import { checkSplits, proposeSplits } from '../../data/project/splits';
import { openProject } from '../../data/project/store';
import { checkedBy } from './options';
import { type Act, type Output, table } from './output';

interface SplitOptions {
  propose?: number;
  file?: string;
}

/** `gadw splits`: the splits counted, proposed or read from a file. */
export function addSplitsCommand(program: Command, act: Act): void {
  program
    .command('splits')
    .description('count the videos to train on, to choose by and to test on (--json names them); or say which they are')
    .argument('<dir>', 'the project')
    .option('--propose <seed>', '70, 15 and 15 % of the videos, together where one participant did them', seedOf)
    .addOption(
      new Option('--file <file>', 'json with ids of videos: {"train": […], "val": […], "test": […]}').conflicts(
        'propose',
      ),
    )
    .action(act(splits));
}

const seedOf = checkedBy(z.int().nonnegative());

async function splits(output: Output, dir: string, { propose, file }: SplitOptions): Promise<void> {
  const store = await openProject(dir);
  const chosen =
    file !== undefined ? await splitsOf(file) : propose === undefined ? null : proposeSplits(store.videos, propose);
  if (chosen) {
    checkSplits(chosen, store.videos);
    await store.saveProject({ ...store.project, splits: chosen });
  }
  const { source, ...ids } = store.project.splits;
  const inNone = store.videos.filter(({ id }) => splitNames.every((name) => !ids[name].includes(id)));
  const counts = [...splitNames.map((name) => [name, String(ids[name].length)]), ['none', String(inNone.length)]];
  output.result({ ...ids, source }, table(['Split', 'Videos'], counts));
}

/** @throws UserError where the file is not there or does not fit */
async function splitsOf(path: string): Promise<Splits> {
  const name = basename(path);
  return { ...checkRecord(Splits, parseJson(await textOf(path), name), name), source: 'edited' };
}
