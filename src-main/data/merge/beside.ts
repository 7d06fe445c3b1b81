/**
 * Files that an import writes beside the records: arrays of features, another annotator's labels. To take the import
 * back, each changes places with the one that it replaced, which waits in a folder of the project; none is deleted.
 */
import { copyFile, link, mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../../common/errors';
import { errorCode, replaceFile, saveError } from '../project/atomic';

/** Relative to the project, with forward slashes. */
type Paths = readonly string[];

/** Keeps what is to be replaced, which is always a new file in its place. @param aside where it waits */
export async function keepReplaced(dir: string, aside: string, paths: Paths): Promise<void> {
  for (const path of paths) {
    const [here, kept] = [join(dir, path), join(aside, path)];
    if (!(await stat(here).catch(() => null))) continue;
    await mkdir(dirname(kept), { recursive: true });
    // A second name costs no room where the disk has such.
    await link(here, kept)
      .catch(() => copyFile(here, kept))
      .catch((error: unknown) => {
        throw saveError(kept, error);
      });
  }
}

/** Another text whenever one of the files has changed, or others have come into the folder of a feature set of them. */
export async function besideStamp(dir: string, paths: Paths): Promise<string> {
  const files = paths.map(async (path) => {
    const info = await stat(join(dir, path), { bigint: true }).catch(() => null);
    return info && `${path} ${info.size} ${info.mtimeNs}`;
  });
  const sets = paths.filter((path) => path.endsWith('/set.json')).map((path) => readdir(join(dir, dirname(path))));
  const names = sets.map((read) => read.then((found) => found.sort().join()).catch(() => null));
  return JSON.stringify(await Promise.all([...files, ...names]));
}

/** Has each file change places with the one that waits for it, where there is one. @throws UserError of writing */
export async function changePlaces(dir: string, aside: string, paths: Paths): Promise<void> {
  for (const path of paths) {
    const [here, there] = [join(dir, path), join(aside, path)];
    const between = `${there}.leaving`;
    try {
      for (const folder of [dirname(here), dirname(there)]) await mkdir(folder, { recursive: true });
      const [leaves, comes] = [await moveIfThere(here, between), await moveIfThere(there, here)];
      if (leaves) await replaceFile(between, there);
      if (!comes) await removeEmpty(dirname(here));
    } catch (error) {
      throw saveError(here, error);
    }
  }
}

/** What an import that stands has replaced is gone, as before. */
export const forgetReplaced = (aside: string): Promise<void> => rm(aside, { recursive: true, force: true });

async function moveIfThere(from: string, to: string): Promise<boolean> {
  if (!(await stat(from).catch(() => null))) return false;
  await replaceFile(from, to);
  return true;
}

async function removeEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOTEMPTY') throw error;
  });
}

export function changedBeside(name: string): UserError {
  const tip = 'Take back what was done since, or mend it by hand.';
  const what = 'the features or the labels of the annotator have changed since';
  return new UserError('edit-conflict', `Could not do “${name}”: ${what}.`, tip);
}
