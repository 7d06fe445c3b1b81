import type { Command } from 'commander';
import { z } from 'zod';
import { runBench } from '../../jobs/bench/bench';
import { checkedBy } from './options';
import type { Act } from './output';

export function addBenchCommand(program: Command, act: Act): void {
  program
    .command('bench')
    .description('time a part against a peer in Python where one with PyTorch is present, alone where not')
    .argument('<name>', 'train, infer, evaluate or extract')
    .option('--python <path>', 'Python with PyTorch, transformers and PEFT', 'python3')
    .option('--rounds <n>', 'interleaved rounds; medians are printed', checkedBy(z.int().min(1)), 3)
    .action(
      act(async (output, name: string, options: { python: string; rounds: number }) => {
        const result = await runBench(name, { python: options.python, rounds: options.rounds }, output.note);
        output.result({ ...result }, result.lines);
      }),
    );
}
