import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { type LayoutChecks, layoutMethods, LayoutSettings, pointFields } from '../../common/domain/embedding';
import { writeFileAtomic } from '../../data/project/atomic';
import { openProject } from '../../data/project/store';
import type { Layout } from '../../jobs/embedding/layoutFiles';
import { newestTrained } from './jobs';
import { checkedBy, splitOption } from './options';
import { type Act, counted, type Output, table } from './output';
import { runInChild } from './runInChild';

interface EmbedOptions extends Partial<LayoutSettings> {
  out?: string;
  threads?: number;
}

/** `gadw embed`: a map of the states that decide, and how far it can be believed. */
export function addEmbedCommand(program: Command, act: Act): void {
  const { perplexity, seed, perClass, layer } = LayoutSettings.shape;
  program
    .command('embed')
    .description('map the states by which a run decides into the plane, and tell how far the map can be believed')
    .argument('<dir>', 'the project')
    .option('--run <id>', 'the run (default: the newest)')
    .addOption(splitOption('the split'))
    .option('--method <name>', layoutMethods.join(', '), checkedBy(z.enum(layoutMethods)), 't-SNE' as const)
    .option('--perplexity <n>', 'how many neighbours a point is drawn to, about', checkedBy(perplexity.unwrap()), 30)
    .option('--seed <n>', 'draws steps and axes', checkedBy(seed.unwrap()), 0)
    .option('--per-class <n>', 'steps, or clips, of a class at most', checkedBy(perClass.unwrap()), 200)
    .option(
      '--layer <n>',
      'states behind so many layers (default: those that decided)',
      checkedBy(layer.unwrap().unwrap()),
    )
    .option('--threads <n>', 'threads (default: all); the map is the same', checkedBy(z.int().min(1).max(64)))
    .option(
      '--out <file>',
      'write the points as CSV: video, step, seconds (of clips start and end in seconds), truth, predicted, x, y',
    )
    .action(act(embed));
}

async function embed(output: Output, dir: string, { out, threads, ...options }: EmbedOptions): Promise<void> {
  const settings = LayoutSettings.parse({ ...options, run: options.run ?? (await newestTrained(dir)) });
  const input = { kind: 'layout' as const, ...settings, threads };
  const layout = (await runInChild({ project: resolve(dir), input }, output)) as Layout;
  const { record } = layout;
  if (out !== undefined) await writeFileAtomic(out, await asCsv(dir, layout));
  const placed = record.placed === 0 ? '' : `, ${counted(record.placed, 'point')} placed afterwards`;
  const unit = record.task === 'online detection' ? 'step' : 'clip';
  output.result({ ...record, ...(out !== undefined && { out }) }, [
    `${record.settings.method} of ${counted(record.points, unit)} of ${counted(record.videos.length, 'video')}${placed}.`,
    ...(record.checks ? checkLines(record.checks) : [`Too few ${unit}s to judge the map.`]),
  ]);
}

function checkLines({ near, divergence, ...shares }: LayoutChecks): string[] {
  return table(
    ['Check', 'Value'],
    [
      ...(divergence === null ? [] : [['Kullback-Leibler divergence, nats', divergence.toFixed(3)]]),
      [`Trustworthiness, ${near} neighbours`, shares.trustworthiness.toFixed(3)],
      ['Neighbours kept', shares.neighboursKept.toFixed(3)],
      ['Neighbours of the same class, in the map', shares.sameClass.toFixed(3)],
      ['Neighbours of the same class, among the states', shares.sameClassOfStates.toFixed(3)],
    ],
  );
}

async function asCsv(dir: string, { record, fields, positions }: Layout): Promise<string> {
  const { task, tasks, rate, videos } = record;
  const { classes } = (await openProject(dir)).taxonomy;
  const names = new Map(tasks ? tasks.map((name, id) => [id, name]) : classes.map(({ id, name }) => [id, name]));
  const ofSteps = task === 'online detection';
  const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = Array.from({ length: record.points }, (_, i) => {
    const at = pointFields.length * i;
    const [video = 0, start = 0, end = 0, truth = 0, predicted = 0] = fields.subarray(at, at + pointFields.length);
    const times = ofSteps ? [start, (start + 0.5) / rate] : [start / rate, end / rate];
    const named = [truth, predicted].map((id) => quoted(names.get(id) ?? `class ${id}`));
    const place = [positions[2 * i], positions[2 * i + 1]].map((value) => (value as number).toPrecision(7));
    return [quoted(videos[video] ?? ''), ...times, ...named, ...place].join(',');
  });
  const times = ofSteps ? 'step,seconds' : 'start,end';
  return `${[`video,${times},truth,predicted,x,y`, ...lines].join('\n')}\n`;
}
