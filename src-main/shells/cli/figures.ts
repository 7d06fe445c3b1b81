import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { type FigureFormat, figureFormats } from '../../common/domain/figure';
import type { SplitName } from '../../common/domain/project';
import type { WrittenFigure } from '../../jobs/figures/figuresJob';
import { drawnFolder } from '../../jobs/figures/recipes';
import { checkedBy, splitOption } from './options';
import type { Act, Output } from './output';
import { runInChild } from './runInChild';

interface FigureOptions {
  formats: FigureFormat[];
  dpi: number;
}

/** `gadw figures` and `gadw report`. */
export function addFigureCommands(program: Command, act: Act): void {
  program
    .command('figures')
    .description('draw the project’s figures again, or one of them, into its folder figures/out')
    .argument('<dir>', 'the project')
    .argument('[name]', 'the figure: a recipe in the project’s folder "figures"')
    .option('--formats <list>', `of ${figureFormats.join(', ')}; tex and md write tables only`, formats, [
      'svg',
      'pdf',
      'csv',
      'tex',
    ])
    .option('--dpi <n>', 'pixels an inch of png', checkedBy(z.int().min(36).max(2400)), 600)
    .action(act(figures));
  program
    .command('report')
    .description('one page of a comparison that opens from disk: scores, figures, errors, the worst moments')
    .argument('<dir>', 'the project')
    .requiredOption('--runs <ids...>', 'the runs; the others are compared with the first')
    .addOption(splitOption('the split'))
    .option('--out <file>', 'the page (default: report.html in the project’s folder figures/out)')
    .action(act(report));
}

async function report(
  output: Output,
  dir: string,
  { runs, split, out }: { runs: string[]; split: SplitName; out?: string },
): Promise<void> {
  const path = out === undefined ? join(drawnFolder(resolve(dir)), 'report.html') : resolve(out);
  const input = { kind: 'report' as const, runs, split, out: path };
  const written = (await runInChild({ project: resolve(dir), input }, output)) as { path: string; bytes: number };
  output.result(written, [written.path]);
}

function formats(text: string): FigureFormat[] {
  const chosen = text.split(',');
  const unknown = chosen.find((format) => !(figureFormats as readonly string[]).includes(format));
  if (unknown === undefined) return figureFormats.filter((format) => chosen.includes(format));
  throw new InvalidArgumentError(
    `Expected some of ${figureFormats.join(', ')} with commas between them, found "${unknown}".`,
  );
}

async function figures(output: Output, dir: string, name: string | undefined, options: FigureOptions): Promise<void> {
  const input = { kind: 'figures' as const, names: name === undefined ? null : [name], ...options };
  const written = (await runInChild({ project: resolve(dir), input }, output)) as WrittenFigure[];
  output.result({ figures: written }, [
    ...written.flatMap(({ files }) => files),
    ...(written.length === 0 ? ['The project has no figures yet. Make one on the Figures screen.'] : []),
  ]);
}
