import { resolve } from 'node:path';
import type { Command } from 'commander';
import { openProject, type ProjectStore } from '../../data/project/store';
import { writeStudyDocs } from '../../jobs/study/docs';
import { readStudy } from '../../jobs/study/files';
import { studyCells, studyFootnotes } from '../../jobs/study/formats';
import { listStudies } from '../../jobs/study/list';
import { runStudy } from '../../jobs/study/runStudy';
import { wholeNumbers } from './options';
import { type Act, type Output, table } from './output';
import { runJobInChild } from './runInChild';

interface StudyOptions {
  seeds?: number[];
  list?: boolean;
  writeDocs?: boolean;
}

/** `gadw study`: what is left of a study, run by run; Ctrl C keeps what is finished. */
export function addStudyCommand(program: Command, act: Act): void {
  program
    .command('study')
    .description('train and score every row of a study that is not done yet, and print its table; without a name, list')
    .argument('<dir>', 'the project')
    .argument('[name]', 'a study: a file in the project’s folder "studies", or one the program ships')
    .option('--seeds <list>', 'these seeds instead of the study’s, such as 0,1,2', wholeNumbers)
    .option('--list', 'list the studies and how far they are')
    .option('--write-docs', 'write docs/study.md and docs/study.json, below this folder, from all stored results')
    .action(
      act(async (output, dir: string, name: string | undefined, options: StudyOptions) => {
        const store = await openProject(dir);
        if (options.writeDocs === true) return writeDocs(output, store);
        if (options.list === true || name === undefined) return list(output, store);
        return study(output, store, name, options);
      }),
    );
}

/** Exit code 1 where a run failed; the table says which and why. */
async function study(output: Output, store: ProjectStore, name: string, { seeds }: StudyOptions): Promise<void> {
  const described = await readStudy(store.dir, name);
  const stop = new AbortController();
  const interrupted = () => stop.abort();
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  try {
    const work = {
      store,
      name,
      study: seeds ? { ...described, seeds } : described,
      perform: runJobInChild.bind(null, output, store.dir),
    };
    const result = await runStudy(work, { signal: stop.signal, log: output.note });
    const { head, rows } = studyCells(result);
    output.result(result, [...table(head, rows), '', ...studyFootnotes(result)]);
    if (result.rows.some(({ runs }) => runs.some(({ state }) => state === 'failed'))) process.exitCode = 1;
  } finally {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
  }
}

async function list(output: Output, store: ProjectStore): Promise<void> {
  const studies = await listStudies(store);
  output.result(
    { studies },
    table(
      ['Study', 'Runs done', 'What it compares'],
      studies.map(({ name, title, done, total, problem }) => [
        name,
        problem === undefined ? `${done} of ${total}` : '—',
        problem ?? title,
      ]),
    ),
  );
}

async function writeDocs(output: Output, store: ProjectStore): Promise<void> {
  const folder = resolve('docs');
  const studies = await writeStudyDocs(store.dir, folder);
  output.result({ folder, studies }, [`Wrote ${studies.join(', ')} to ${folder}.`]);
}
