import { cp, mkdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../../common/errors';
import { replaceFile } from '../../data/project/atomic';

/**
 * Puts the shipped demo where the user may change it. A folder that holds a project already stays as it is.
 * @param from `resources/demo`; @param to the user's copy
 * @throws UserError `demo-missing`
 */
export async function copyDemo(from: string, to: string): Promise<void> {
  const record = 'project.json';
  if (await exists(join(to, record))) return;
  if (!(await exists(join(from, record)))) {
    throw new UserError(
      'demo-missing',
      `Missing demo: ${from} holds no project.json.`,
      'Make the demo with "gadw demo DIR" and open that folder.',
    );
  }
  await mkdir(to, { recursive: true });
  await cp(from, to, { recursive: true, filter: (path) => basename(path) !== record });
  // project.json comes last: until it is there the folder is no project.
  await cp(join(from, record), join(to, `.${record}.tmp`));
  await replaceFile(join(to, `.${record}.tmp`), join(to, record));
}

const exists = async (path: string) => (await stat(path).catch(() => null)) !== null;
