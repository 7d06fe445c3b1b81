import type { Command } from 'commander';
import { z } from 'zod';
import type { Moment } from '../../common/contract/retrieval';
import { UserError } from '../../common/errors';
import { openProject, type ProjectStore } from '../../data/project/store';
import { similarMoments } from '../../jobs/retrieval/similar';
import { momentsOfText } from '../../jobs/retrieval/textSearch';
import { readRunToday } from '../../jobs/classesToday';
import { newestTrained } from './jobs';
import { checkedBy } from './options';
import { type Act, type Output, table } from './output';

interface SimilarOptions {
  run?: string;
  video?: string;
  at?: number;
  until?: number;
  text?: string;
  count: number;
}

/** `gadw similar`: moments like a moment or a text, most similar first. */
export function addSimilarCommand(program: Command, act: Act): void {
  const seconds = checkedBy(z.number().nonnegative());
  program
    .command('similar')
    .description('moments like one moment, or for a text, among all that a run has predicted')
    .argument('<dir>', 'the project')
    .option('--run <id>', 'the run (default: the newest)')
    .option('--video <id>', 'with --at: the video of the moment')
    .option('--at <seconds>', 'the moment, from the first frame', seconds)
    .option('--until <seconds>', 'the end of the moment, where it is a stretch', seconds)
    .option('--text <text>', 'moments whose class is like this text, instead of a moment')
    .option('--count <n>', 'moments at most', checkedBy(z.int().min(1).max(200)), 10)
    .action(act(similar));
}

async function similar(output: Output, dir: string, options: SimilarOptions): Promise<void> {
  const store = await openProject(dir);
  const run = options.run ?? (await newestTrained(dir));
  const found = await find(store, run, options);
  const { classes } = await readRunToday(store, run);
  const nameOf = (classId: number) => classes.find(({ id }) => id === classId)?.name ?? `class ${classId}`;
  const row = ({ video, seconds, similarity, classId, probability }: Moment) => [
    video,
    seconds.toFixed(2),
    similarity.toFixed(3),
    nameOf(classId),
    probability?.toFixed(2) ?? '—',
  ];
  output.result(
    { run, ...found },
    table(['Video', 'Seconds', 'Similarity', 'Class', 'Probability'], found.moments.map(row)),
  );
}

async function find(
  store: ProjectStore,
  run: string,
  { video, at, until, text, count }: SimilarOptions,
): Promise<{ moments: Moment[] }> {
  if (text !== undefined && video === undefined && at === undefined) return momentsOfText(store, { run, text, count });
  if (text === undefined && video !== undefined && at !== undefined)
    return { moments: await similarMoments(store, { run, video, start: at, end: until ?? at, count }) };
  throw new UserError(
    'nothing-to-search',
    'Searching moments: expected either --text, or --video and --at.',
    'Name a moment of a video, or a text.',
  );
}
