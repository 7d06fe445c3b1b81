import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { type FigureFormat, figureFormats } from '../../common/domain/figure';
import type { WrittenFigure } from '../../jobs/figures/figuresJob';
import { checkedBy } from './options';
import type { Act, Output } from './output';
import { runInChild } from './runInChild';

interface FigureOptions {
  formats: FigureFormat[];
  dpi: number;
}

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
