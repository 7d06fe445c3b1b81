/** Commands that look at a project or a run and train nothing. */
import type { Command } from 'commander';
import { resolve } from 'node:path';
import type { ForgettingReport } from '../../common/domain/forgetting';
import type { OpenSetReport } from '../../common/domain/openSet';
import type { SplitName } from '../../common/domain/project';
import { overlapReport } from '../../jobs/labelOverlap';
import { splitOption } from './options';
import { type Act, counted, type Output, score, table } from './output';
import { runInChild } from './runInChild';

export function addAnalysisCommands(program: Command, act: Act): void {
  program
    .command('overlap')
    .description(
      'how much the labels share subwords, which a generative classifier suffers from; 0 not at all, 1 fully',
    )
    .argument('<dir>', 'the project')
    .option('--decoder <id>', 'the decoder whose tokenizer cuts the labels', 'kitchen-lm')
    .action(act(overlap));
  program
    .command('open-set')
    .description('how a run meets the classes that were held out of its training: scores, few examples, texts')
    .argument('<dir>', 'the project')
    .requiredOption('--run <id>', 'the run, trained with --held-out')
    .addOption(splitOption('the split'))
    .action(act(openSet));
  program
    .command('forgetting')
    .description(
      'what training took from the language model: perplexity of plain text and completions, before and after',
    )
    .argument('<dir>', 'the project')
    .requiredOption('--run <id>', 'the trained run')
    .option('--text <file>', 'a text of your own, measured beside those of the program')
    .action(act(forgetting));
}

async function forgetting(output: Output, dir: string, { run, text }: { run: string; text?: string }): Promise<void> {
  const input = { kind: 'forgetting' as const, run, ...(text === undefined ? {} : { text: resolve(text) }) };
  const report = (await runInChild({ project: resolve(dir), input }, output)) as ForgettingReport;
  output.result({ ...report }, forgettingLines(report));
}

function forgettingLines({ decoder, updates, texts, completions }: ForgettingReport): string[] {
  return [
    `${decoder} before training and after ${counted(updates, 'update')}.`,
    '',
    ...table(
      ['Text', 'Tokens', 'Perplexity before', 'After', 'Ratio'],
      texts.map(({ name, tokens, before, after }) => [
        name,
        String(tokens),
        before.perplexity.toFixed(2),
        after.perplexity.toFixed(2),
        (after.perplexity / before.perplexity).toFixed(3),
      ]),
    ),
    ...completions.flatMap(({ opening, before, after }) => [
      '',
      opening,
      `  before: ${oneLine(before)}`,
      `  after:  ${oneLine(after)}`,
    ]),
  ];
}

const oneLine = (text: string) => text.trim().replaceAll('\n', '⏎');

async function openSet(output: Output, dir: string, { run, split }: { run: string; split: SplitName }): Promise<void> {
  const input = { kind: 'openSet' as const, run, split };
  const report = (await runInChild({ project: resolve(dir), input }, output)) as OpenSetReport;
  output.result({ ...report }, openSetLines(report));
}

function openSetLines({ unknown, steps, scores, fewShot, zeroShot }: OpenSetReport): string[] {
  const accuracy = (value: OpenSetReport['fewShot'][number]['known']) =>
    value === null ? '—' : `${score(value.mean)} ± ${score(value.deviation)}`;
  return [
    `Unknown: ${unknown.join(', ')}. ${counted(steps.unknown, 'step')} against ${counted(steps.action, 'step')} of known actions and ${counted(steps.background, 'step')} of background.`,
    '',
    ...table(
      ['Score', 'AUROC', 'FPR95', 'AUROC with background', 'FPR95 with background'],
      scores.map((row) => [
        row.score,
        score(row.actions.auroc),
        score(row.actions.fpr95),
        score(row.known.auroc),
        score(row.known.fpr95),
      ]),
    ),
    '',
    ...table(
      ['Examples', 'Among new', 'Among all', 'Known actions'],
      fewShot.map((row) => [String(row.examples), ...[row.amongNew, row.amongAll, row.known].map(accuracy)]),
    ),
    ...(zeroShot === null
      ? []
      : ['', `By text alone: ${score(zeroShot.amongNew)} among new, ${score(zeroShot.amongAll)} among all.`]),
  ];
}

async function overlap(output: Output, dir: string, { decoder }: { decoder: string }): Promise<void> {
  const report = await overlapReport(dir, decoder);
  const rows = report.classes.map(({ name, tokens, overlap: own, nearest, nearestShare }) => [
    name,
    tokens.map((token) => token.trim()).join('·'),
    own.toFixed(3),
    nearest === null ? '—' : nearest,
    nearestShare.toFixed(2),
  ]);
  output.result({ ...report }, [
    `Label overlap ${report.overall.toFixed(3)}, ${report.tokensPerLabel.toFixed(1)} tokens a label (${decoder}).`,
    ...table(['Class', 'Tokens', 'Overlap', 'Nearest', 'Shared'], rows),
  ]);
}
