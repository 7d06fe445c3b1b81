import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile, saveError, syncFolder, writeFileAtomic } from './atomic';

/**
 * Several files changed as one. All new files are first written under `<project>/.staging`; a marker says that they are
 * complete; only then are they moved into place. A failure or crash before the marker changes nothing; one after it is
 * finished by `finishStaged` when the project is next opened.
 */
export interface StagedFile {
  /** Relative to the project, with forward slashes. */
  path: string;
  data: string | Uint8Array;
}

const FOLDER = '.staging';
const MARKER = 'complete';
const FILES = 'files';

/** Writes all files or none. Call it under the project's lock. */
export async function writeStaged(dir: string, files: AsyncIterable<StagedFile> | Iterable<StagedFile>): Promise<void> {
  const staging = join(dir, FOLDER);
  try {
    await rm(staging, { recursive: true, force: true });
    for await (const { path, data } of files) {
      const parts = path.split('/');
      await writeFileAtomic(join(staging, FILES, ...parts), data, join(dir, ...parts));
    }
    await writeFileAtomic(join(staging, MARKER), '');
  } catch (error) {
    await rm(staging, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
  await finishStaged(dir);
}

/** True where an earlier process stopped between writing files and moving them into place. */
export async function hasStaged(dir: string): Promise<boolean> {
  return (await stat(join(dir, FOLDER)).catch(() => null)) !== null;
}

/** Moves complete files into place and throws incomplete ones away. */
export async function finishStaged(dir: string): Promise<void> {
  const staging = join(dir, FOLDER);
  try {
    if (await stat(join(staging, MARKER)).catch(() => null)) await moveTree(join(staging, FILES), dir);
    await rm(staging, { recursive: true, force: true });
  } catch (error) {
    throw saveError(dir, error);
  }
}

async function moveTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) await moveTree(source, target);
    else await replaceFile(source, target);
  }
  await syncFolder(to);
}
