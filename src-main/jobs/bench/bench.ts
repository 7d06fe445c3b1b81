/**
 * Benches: how long this program takes for a part of its work, and how many times longer a peer takes for the
 * same. A peer is a script in `tests/bench`, run by a Python that has its packages; it gets the same files and as
 * many threads, does the work in turn with us, and must arrive at the same numbers, or the bench fails. Ratios
 * are medians over the rounds.
 */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../common/errors';
import { compete } from './compete';
import type { Bench } from './definition';
import { prepareEmbedding } from './embed';
import { environment } from './environment';
import { prepareEvaluation } from './evaluate';
import { prepareExtraction } from './extract';
import { prepareGeneration } from './generate';
import { prepareInference } from './infer';
import { prepareKinds } from './kinds';
import { type BenchResult, resultLines } from './resultLines';
import { prepareTraining } from './train';

export const benchNames = ['train', 'infer', 'generate', 'kinds', 'evaluate', 'extract', 'embed'] as const;
export type BenchName = (typeof benchNames)[number];

type Prepare = (folder: string, threads: number) => Promise<Bench>;

const benches = (threadEntry: string): Readonly<Record<BenchName, Prepare>> => ({
  train: prepareTraining,
  infer: prepareInference,
  generate: prepareGeneration,
  kinds: prepareKinds,
  evaluate: prepareEvaluation,
  extract: prepareExtraction,
  embed: (folder, threads) => prepareEmbedding(folder, threads, threadEntry),
});

/**
 * @param options.python the program to run peers with; where it is missing or lacks a package there is no peer
 * @param options.threadEntry the built entry of threads
 * @param note told what goes on
 * @throws UserError `bench-rounds`, and those of `compete`
 */
export async function runBench(
  name: BenchName,
  options: { python: string; rounds: number; threadEntry: string },
  note: (line: string) => void,
): Promise<BenchResult> {
  const { rounds } = options;
  if (!Number.isInteger(rounds) || rounds < 1) throw invalidRounds(rounds);
  return withFolder(async (folder) => {
    const known = await environment();
    note(`Preparing ${name}.`);
    const bench = await benches(options.threadEntry)[name](folder, known.threads);
    const contest = await compete(bench, options, note);
    const { ratio = null, peer = null } = contest.comparisons[0] ?? {};
    const versions = { ...known.versions, ...contest.versions };
    const result = { name, what: bench.what, rounds, ratio, peer, ...known, ...contest, versions };
    return { ...result, lines: resultLines(result) };
  });
}

/** Hands out a folder that is gone afterwards, even when the bench is interrupted: it may hold more than a gigabyte. */
async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'gadw-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const interrupted = () => {
    remove();
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  try {
    return await work(folder);
  } finally {
    process.off('SIGINT', interrupted);
    remove();
  }
}

function invalidRounds(rounds: number): UserError {
  return new UserError(
    'bench-rounds',
    `Invalid number of rounds ${rounds}; expected 1 or more.`,
    'Leave --rounds out for 3.',
  );
}
