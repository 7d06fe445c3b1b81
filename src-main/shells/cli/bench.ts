import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { z } from 'zod';
import { type BenchName, benchNames, runBench } from '../../jobs/bench/bench';
import { checkedBy } from './options';
import type { Act } from './output';

/** `gadw bench`: a part timed against a peer, or alone. */
export function addBenchCommand(program: Command, act: Act): void {
  program
    .command('bench')
    .description('time a part against a peer in Python where one with PyTorch is present, alone where not')
    .argument('<name>', benchNames.join(', '), checkedBy(z.enum(benchNames)))
    .option('--python <path>', 'Python with PyTorch, transformers and PEFT', 'python3')
    .option('--rounds <n>', 'interleaved rounds; medians are printed', checkedBy(z.int().min(1)), 3)
    .action(
      act(async (output, name: BenchName, options: { python: string; rounds: number }) => {
        const threadEntry = fileURLToPath(new URL('./thread.cjs', import.meta.url));
        const { python, rounds } = options;
        const result = await runBench(name, { python, rounds, threadEntry }, output.note);
        output.result({ ...result }, result.lines);
      }),
    );
}
