import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileRefusal, remark } from '../imported';
import { readActivityNetResults } from './activityNetResults';
import type { ImportedPredictions } from './imported';
import { readOfficialText } from './officialText';
import { classesFile, readPredictionArray } from './predictionArray';

const readers: Readonly<Record<string, (path: string, out: ImportedPredictions) => Promise<void>>> = {
  '.txt': readOfficialText,
  '.npy': readPredictionArray,
  '.json': readActivityNetResults,
};

/** Reads files and folders of files; a folder's list of classes (`classes.txt`) belongs to the arrays beside it. */
export async function readPredictions(paths: readonly string[]): Promise<ImportedPredictions> {
  const out: ImportedPredictions = { tracks: [], refusals: [] };
  for (const path of await filesOf(paths)) {
    const read = readers[extname(path).toLowerCase()];
    const where = { file: basename(path), line: null, field: null };
    try {
      if (read) await read(path, out);
      else out.refusals.push(remark(where, `its format is not known; expected ${Object.keys(readers).join(', ')}`));
    } catch (error) {
      out.refusals.push(fileRefusal(where.file, error));
    }
  }
  return out;
}

async function filesOf(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const isFolder = (await stat(path).catch(() => null))?.isDirectory() ?? false;
    if (!isFolder) files.push(path);
    else {
      const names = (await readdir(path)).sort().filter((name) => name !== classesFile && !name.startsWith('.'));
      files.push(...names.map((name) => join(path, name)));
    }
  }
  return files;
}
