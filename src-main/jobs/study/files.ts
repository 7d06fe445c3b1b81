import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Study, StudyResult } from '../../common/domain/study';
import { UserError } from '../../common/errors';
import { writeFileAtomic } from '../../data/project/atomic';
import { requireSafeId } from '../../data/project/ids';
import { readRecord, readText, recordText } from '../../data/project/records';
import { resourcesFolder } from '../../data/resources';

/**
 * Where studies lie: `studies/<name>.json` in the project, written by its user or copied from
 * `resources/studies` when it is first run, so that a project keeps what it ran; beside it `<name>.result.json`
 * and the table as `.md`, `.csv` and `.tex`.
 */
const suffix = '.json';
const resultSuffix = '.result.json';

const studiesFolder = (projectDir: string) => join(projectDir, 'studies');
const shippedFolder = () => join(resourcesFolder(), 'studies');

/** Names of the project's studies and of those the program ships, in alphabetical order. */
export async function studyNames(projectDir: string): Promise<string[]> {
  const [own, shipped] = await Promise.all([namesIn(studiesFolder(projectDir)), namesIn(shippedFolder())]);
  return [...new Set([...own, ...shipped])].sort();
}

async function namesIn(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  const studies = files.filter(
    (name) => name.endsWith(suffix) && !name.endsWith(resultSuffix) && !name.startsWith('.'),
  );
  return studies.map((name) => name.slice(0, -suffix.length));
}

/** @throws UserError `unknown-study`, or what is wrong with its file: file, field, what was found and expected */
export async function readStudy(projectDir: string, name: string): Promise<Study> {
  requireSafeId(name, 'study');
  const file = `${name}${suffix}`;
  const found =
    (await readRecord(join(studiesFolder(projectDir), file), `studies/${file}`, Study)) ??
    (await readRecord(join(shippedFolder(), file), `studies/${file}`, Study));
  if (found) return found.record;
  throw new UserError(
    'unknown-study',
    `There is no study ${JSON.stringify(name)}: neither the project nor the program has a studies/${file}.`,
    `Choose one of ${(await studyNames(projectDir)).join(', ')}, or write that file.`,
  );
}

/** Puts a shipped study into the project, where it can be changed; one that is there stays as it is. */
export async function keepStudy(projectDir: string, name: string): Promise<void> {
  const path = join(studiesFolder(projectDir), `${name}${suffix}`);
  if ((await readText(path)) !== null) return;
  const text = await readText(join(shippedFolder(), `${name}${suffix}`));
  if (text !== null) await writeFileAtomic(path, text);
}

/** A file that is written beside the study. @param ending such as `result.json` */
export function studyPath(projectDir: string, name: string, ending: string): string {
  return join(studiesFolder(projectDir), `${name}.${ending}`);
}

/** The table as it was last written, or null. */
export async function readStudyResult(projectDir: string, name: string): Promise<StudyResult | null> {
  const path = studyPath(projectDir, name, 'result.json');
  return (await readRecord(path, `studies/${name}${resultSuffix}`, StudyResult))?.record ?? null;
}

/** Keeps the table of a study beside its runs. @throws those of `writeFileAtomic` */
export function writeStudyResult(projectDir: string, result: StudyResult): Promise<void> {
  return writeFileAtomic(studyPath(projectDir, result.name, 'result.json'), recordText(result));
}
