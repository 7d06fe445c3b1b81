import { join } from 'node:path';
import type { StudyResult } from '../../common/domain/study';
import { UserError } from '../../common/errors';
import { writeFileAtomic } from '../../data/project/atomic';
import { readText } from '../../data/project/records';
import { readStudyResult, studyNames } from './files';
import { studyText } from './formats';

/**
 * Writes `study.json` and `study.md` from the results that a project has stored. What they mean is written by a person,
 * in `study.notes.md`, which is put below the tables.
 * @returns the names of the studies written
 * @throws UserError `no-results`
 */
export async function writeStudyDocs(projectDir: string, folder: string): Promise<string[]> {
  const stored = await Promise.all((await studyNames(projectDir)).map((name) => readStudyResult(projectDir, name)));
  const results = stored.filter((result) => result !== null);
  if (results.length === 0) {
    throw new UserError('no-results', `No study of ${projectDir} has a result.`, 'Run one with "gadw study DIR NAME".');
  }
  const notes = await readText(join(folder, 'study.notes.md'));
  await writeFileAtomic(join(folder, 'study.json'), `${JSON.stringify({ version: 1, results }, null, 1)}\n`);
  await writeFileAtomic(join(folder, 'study.md'), document(results, notes));
  return results.map(({ name }) => name);
}

function document(results: readonly StudyResult[], notes: string | null): string {
  const spent = results.reduce((sum, { spentSeconds }) => sum + spentSeconds, 0);
  return [
    '# Studies',
    '',
    `Written by \`gadw study --write-docs\` from the results of \`gadw study\`; the record is [study.json](study.json). All of them together took ${duration(spent)}. A run belongs to every study that has a row with its settings, and is trained once.`,
    '',
    ...results.flatMap(section),
    ...(notes === null ? [] : [notes]),
  ].join('\n');
}

function section(result: StudyResult): string[] {
  const { name, study, rows, device, threads, versions, commit, spentSeconds } = result;
  const seconds = rows.flatMap(({ runs }) => runs).reduce((sum, run) => sum + run.seconds, 0);
  const programs = Object.entries(versions).map(([program, version]) => `${program} ${version}`);
  return [
    `## ${study.title}`,
    '',
    ...(study.about === '' ? [] : [study.about, '']),
    `\`gadw study DIR ${name}\`, at commit ${commit.slice(0, 12) || 'unknown'} on ${device}, ${threads} threads; ${programs.join(', ')}. ${duration(seconds)} of training and inference; the command was at work for ${duration(spentSeconds)}.`,
    '',
    studyText(result, 'md'),
    'Runs behind the cells of each row:',
    '',
    ...rows.map(({ label, runs }) => {
      const named = runs.map(({ run, state, seconds: took }) =>
        state === 'done' ? `\`${run}\` (${Math.round(took)} s)` : `\`${run}\` (${state})`,
      );
      return `* ${label}: ${named.join(', ')}`;
    }),
    '',
  ];
}

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${Math.round(seconds)} s` : `${minutes} min ${Math.round(seconds % 60)} s`;
}
