import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../common/errors';

let written = 0;

/**
 * Writes a file whole: a temporary file beside it, fsync, rename, fsync of the folder. A crash or failure at any moment
 * leaves the old file or the new one. Missing parent folders are made.
 *
 * @param name how the file is called in an error
 * @throws UserError `disk-full`, `read-only-disk`, `no-permission`, `file-busy` or `path-too-long`
 */
export async function writeFileAtomic(path: string, data: string | Uint8Array, name = path): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${written++}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeSynced(temporary, data);
    await replaceFile(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw saveError(name, error);
  }
}

/**
 * Removes from a folder what writes of killed processes left there. A write under way in another process stays, and so
 * does everything in a folder that cannot be read.
 */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const writer = /^\..+\.(\d+)-\d+\.tmp$/.exec(name)?.[1];
    if (writer && !isRunning(Number(writer))) await rm(join(folder, name), { force: true }).catch(() => undefined);
  }
}

/** Whether this machine runs a process of this number. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

async function writeSynced(path: string, data: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Moves `from` over `to`. Windows refuses while a virus scanner or indexer looks at the
 * target: tried again for a second.
 */
export async function replaceFile(from: string, to: string): Promise<void> {
  for (let wait = 10; ; wait *= 2) {
    try {
      return await rename(from, to);
    } catch (error) {
      const busy = ['EPERM', 'EBUSY', 'EACCES'].includes(errorCode(error));
      if (process.platform !== 'win32' || !busy || wait > 640) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/**
 * Makes a rename in `folder` last through a power cut; Windows and some network disks cannot, and need not, do this.
 */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (!handle) return;
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}

/** The system's error code such as `ENOENT`, or an empty string. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

const failures: Record<string, [code: string, found: string, tip: string]> = {
  ENOSPC: ['disk-full', 'no space is left on the disk', 'Free some space on the disk, then save again.'],
  EDQUOT: ['disk-full', 'the disk quota is used up', 'Free some space within the quota, then save again.'],
  EROFS: [
    'read-only-disk',
    'the disk is read-only',
    'Copy the project to a disk that can be written, then open it there.',
  ],
  EACCES: [
    'no-permission',
    'this account may not write there',
    'Give this account the right to write there, then save again.',
  ],
  EPERM: [
    'no-permission',
    'this account may not write there',
    'Give this account the right to write there, then save again.',
  ],
  EBUSY: ['file-busy', 'another program holds the file', 'Close the program that has the file open, then save again.'],
  ENAMETOOLONG: [
    'path-too-long',
    'the path is too long for this disk',
    'Use a shorter name or a folder nearer to the root.',
  ],
};

/** Whether it is the disk that takes nothing, so that reading may go on. */
export const isUnwritable = (error: unknown): boolean =>
  error instanceof UserError && Object.values(failures).some(([code]) => code === error.code);

/** An expected failure of writing as a `UserError`; anything else is returned as it is. */
export function saveError(path: string, error: unknown): unknown {
  const failure = failures[errorCode(error)];
  if (!failure) return error;
  const [code, found, tip] = failure;
  return new UserError(code, `Could not save ${path}: ${found}. What was there before is unchanged.`, tip, {
    cause: error,
  });
}
