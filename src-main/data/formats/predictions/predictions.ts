import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Refusal } from '../../../common/contract/project';
import { fileRefusal, type Place, remark } from '../imported';
import { readActivityNetResults } from './activityNetResults';
import { readOfficialText } from './officialText';
import { classesFile, readPredictionArray } from './predictionArray';

/**
 * What other systems predicted, in the files' own ids, names and numbers: the official code's `pred/<video>.txt`, NumPy
 * arrays of scores or labels a video, ActivityNet results. Nothing is yet joined to a project. Readers refuse what they
 * cannot take, with its place, and read on.
 */
export interface ImportedPredictions {
  tracks: ImportedTrack[];
  refusals: Refusal[];
}

export type ImportedTrack = { video: string; where: Place } & (
  | { kind: 'labels'; labels: NamedStep[] }
  | {
      kind: 'array';
      path: string;
      rows: number;
      /** Number of classes of an array of scores; null for one of labels. */
      columns: number | null;
      /** Names of columns or labels; null where the project's order is meant. */
      classes: string[] | null;
    }
  | { kind: 'detections'; detections: Detection[] }
);

/** The class of one step, by name. */
export interface NamedStep {
  label: string;
  where: Place;
}

/** A segment with a score; segments of a video may overlap. */
export interface Detection {
  /** Seconds from the first frame. */
  start: number;
  end: number;
  label: string;
  score: number;
  where: Place;
}

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
