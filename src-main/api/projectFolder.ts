import { basename, dirname, extname, resolve } from 'node:path';
import { UserError } from '../common/errors';
import { readText } from '../data/project/records';

/**
 * The project's folder, for whatever a person or the system gives as the project: the folder, its project.json, or a
 * `.gadw` file, whose one line is the folder's path from there.
 * @throws UserError `missing-file`
 */
export async function projectFolder(path: string): Promise<string> {
  if (basename(path) === 'project.json') return resolve(dirname(path));
  if (extname(path).toLowerCase() !== '.gadw') return resolve(path);
  const line = await readText(path);
  if (line !== null) return resolve(dirname(path), line.trim());
  throw new UserError('missing-file', `Missing project file ${path}.`, 'Open the project’s folder instead.');
}
