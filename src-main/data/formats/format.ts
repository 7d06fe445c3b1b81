import { open, readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { ColumnMapping } from '../../common/contract/project';
import { UserError } from '../../common/errors';
import { errorCode } from '../project/atomic';
import type { ExportedFile, ExportedProject, Holding, Losses } from './exported';
import type { Imported } from './imported';
import { utf16Of } from './text';

/** A file or folder as a format's `sniff` sees it. */
export interface Candidate {
  path: string;
  name: string;
  isFolder: boolean;
  /** Lower case, with the dot; empty for a folder. */
  extension: string;
  /** The first 64 KiB, as Latin-1 where they are not UTF-16, without a byte order mark; empty for a folder. */
  head: string;
  /** Names in a folder; empty for a file. */
  entries: readonly string[];
  /** Names in the same folder. */
  beside: readonly string[];
}

/** What a person may say about files before they are read. */
export interface ReadOptions {
  /** Columns of plain tables; found from their names where absent. */
  columns?: ColumnMapping | undefined;
}

/** One foreign format. Its docstring states its rule for the annotated extent (`reviewed`). */
export interface Format {
  id: string;
  /** For people: "EPIC-KITCHENS csv". */
  title: string;
  /**
   * Whether the path is of this format; cheap. `maybe`, where it could as well be of another: that one is taken where
   * it is sure, and a person is asked where none is.
   */
  sniff(candidate: Candidate): boolean | 'maybe';
  /** Reads the files of this format that were given together. */
  read(paths: readonly string[], options: ReadOptions): Promise<Imported>;
}

/**
 * A format that can be written, too. What is read back from its files are the segments they
 * were made from, to the frame.
 */
export interface WritableFormat extends Format {
  /** What the files hold beside segments; the rest of a project is told as lost. */
  holds: readonly Holding[];
  /**
   * The files, each made when it is asked for; what they cannot hold is told to `losses`, all of it once they are made.
   */
  write(project: ExportedProject, losses: Losses): Iterable<ExportedFile>;
}

const HEAD_BYTES = 65_536;

/** A file by itself, or the files of a folder whose names are wanted, sorted. */
export async function filesOf(path: string, wanted: (name: string) => boolean): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  return (await readdir(path))
    .filter(wanted)
    .sort()
    .map((name) => join(path, name));
}

function headText(bytes: Buffer): string {
  const utf16 = utf16Of(bytes);
  if (utf16) return new TextDecoder(utf16).decode(bytes);
  return bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '');
}

/**
 * Looks at a path; null where there is nothing.
 * @param beside names in the same folder
 * @throws UserError `unreadable` where it is neither a file nor a folder, or may not be read
 */
export async function candidateOf(path: string, beside: readonly string[]): Promise<Candidate | null> {
  const found = await stat(path).catch(() => null);
  if (!found) return null;
  const name = basename(path);
  try {
    const about = { path, name, isFolder: found.isDirectory(), beside };
    if (about.isFolder) return { ...about, extension: '', head: '', entries: (await readdir(path)).sort() };
    if (!found.isFile()) throw new Error('it is no file');
    return { ...about, extension: extname(name).toLowerCase(), head: await headOf(path), entries: [] };
  } catch (error) {
    const why = errorCode(error) || (error as Error).message;
    throw new UserError('unreadable', `Could not read ${name}: ${why}.`, 'Give this account the right to read it.', {
      cause: error,
    });
  }
}

async function headOf(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return headText(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
