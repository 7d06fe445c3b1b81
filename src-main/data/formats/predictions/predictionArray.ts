import { basename, dirname, join } from 'node:path';
import { readText } from '../../project/records';
import { remark } from '../imported';
import { readNpyHeader } from '../npy';
import type { ImportedPredictions } from './imported';

export const classesFile = 'classes.txt';

/**
 * `<video>.npy` (also `<video>.scores.npy`, `<video>.labels.npy`): floats `[steps, classes]`, or whole numbers
 * `[steps]` that are indices of classes. The classes are the lines of `classes.txt` beside the array, else those of the
 * project in their order. Only the shape is read here; the numbers are taken from the file when they are wanted.
 */
export async function readPredictionArray(path: string, out: ImportedPredictions): Promise<void> {
  const file = basename(path);
  const where = { file, line: null, field: null };
  const { dtype, shape } = await readNpyHeader(path);
  const [rows = 0, columns = null] = shape;
  if (shape.length !== (dtype.startsWith('float') ? 2 : 1) || dtype === 'bool') {
    const found = `${dtype} [${shape.join(', ')}]`;
    out.refusals.push(remark(where, `found ${found}, expected floats [steps, classes] or whole numbers [steps]`));
    return;
  }
  const list = await readText(join(dirname(path), classesFile));
  const classes = list === null ? null : list.split(/\r?\n/).filter((line) => line.trim() !== '');
  const video = file.replace(/(\.(scores|labels))?\.npy$/i, '');
  out.tracks.push({ video, where, kind: 'array', path, rows, columns, classes });
}
