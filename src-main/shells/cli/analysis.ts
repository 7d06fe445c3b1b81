/** Commands that look at a project or a run and train nothing. */
import type { Command } from 'commander';
import { overlapReport } from '../../jobs/labelOverlap';
import { type Act, type Output, table } from './output';

export function addAnalysisCommands(program: Command, act: Act): void {
  program
    .command('overlap')
    .description(
      'how much the labels share subwords, which a generative classifier suffers from; 0 not at all, 1 fully',
    )
    .argument('<dir>', 'the project')
    .option('--decoder <id>', 'the decoder whose tokenizer cuts the labels', 'kitchen-lm')
    .action(act(overlap));
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
