import { open, readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { UserError } from '../../common/errors';
import { readText } from '../project/records';
import type { Imported } from './imported';

/** A file or folder as a format's `sniff` sees it. */
export interface Candidate {
  path: string;
  name: string;
  /** Lower case, with the dot; empty for a folder. */
  extension: string;
  /** The first 64 KiB as Latin-1; empty for a folder. */
  head: string;
  /** Names in a folder; empty for a file. */
  entries: readonly string[];
}

/** One foreign format. Its docstring states its rule for the annotated extent (`reviewed`). */
export interface Format {
  id: string;
  /** For people: "EPIC-KITCHENS csv". */
  title: string;
  /** True where the path looks like this format; cheap. */
  sniff(candidate: Candidate): boolean;
  /** Reads the files of this format that were given together. */
  read(paths: readonly string[]): Promise<Imported>;
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

/** The text of a file that has to be there. */
export async function textOf(path: string): Promise<string> {
  const text = await readText(path);
  if (text !== null) return text;
  throw new UserError('missing-file', `Missing ${basename(path)}: there is no file ${path}.`, 'Check the path.');
}

/** Looks at a path; null where there is nothing. */
export async function candidateOf(path: string): Promise<Candidate | null> {
  const found = await stat(path).catch(() => null);
  if (!found) return null;
  const name = basename(path);
  if (found.isDirectory()) return { path, name, extension: '', head: '', entries: (await readdir(path)).sort() };
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.toString('latin1', 0, bytesRead);
    return { path, name, extension: extname(name).toLowerCase(), head, entries: [] };
  } finally {
    await file.close();
  }
}
