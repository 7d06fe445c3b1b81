import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { checkRecord, parseJson } from '../project/records';
import type { Format } from './format';
import { emptyImport, fileRefusal, type Imported, remark } from './imported';
import { floatValues, readNpy } from './npy';
import { textIfThere } from './text';

/**
 * Feature arrays as NumPy writes them: `<video>.npy`, floats `[steps, dim]`, or `[steps, tokens, dim]` with several
 * visual tokens a step; their folder is the feature set. The rate comes from a `set.json` beside (`{"rate": 4}`; also
 * `name`, `encoder`, `preprocessing`) or from the name (`<video>.feat10hz.npy` is set feat10hz at 10 steps a second);
 * otherwise it must follow from the length of the videos.
 *
 * Annotated extent: features are no annotation; nothing becomes reviewed.
 */
export const features: Format = {
  id: 'features',
  title: 'NumPy features',
  sniff: ({ extension, name, beside }) =>
    name === description ? beside.some((one) => one.endsWith('.npy')) : extension === '.npy' && 'maybe',
  async read(paths) {
    const out = emptyImport('features');
    for (const path of paths) if (basename(path) !== description) await readArray(path, out);
    return out;
  },
};

const description = 'set.json';

/** What a `set.json` beside imported features may say; our own files fit. */
const Described = z.object({
  name: z.string().min(1).optional(),
  rate: z.number().positive().optional(),
  encoder: z.string().default('imported'),
  preprocessing: z.string().default(''),
});

async function readArray(path: string, out: Imported): Promise<void> {
  const file = basename(path);
  try {
    const mark = /^(.+)\.([a-z_-]*?(\d+(?:\.\d+)?)(?:hz|fps))\.npy$/i.exec(file);
    const described = await readDescription(dirname(path));
    await addFeatures(out, path, {
      set: described.name ?? mark?.[2] ?? basename(dirname(path)),
      video: mark?.[1] ?? basename(file, '.npy'),
      rate: described.rate ?? (mark ? Number(mark[3]) : null),
      encoder: described.encoder,
      preprocessing: described.preprocessing,
    });
  } catch (error) {
    out.refusals.push(fileRefusal(file, error));
  }
}

async function readDescription(folder: string): Promise<z.infer<typeof Described>> {
  const text = await textIfThere(join(folder, description));
  return checkRecord(Described, text === null ? {} : parseJson(text, description), description);
}

/** Checks an array (floats, two or three axes, every value finite) and adds it; refused otherwise. */
export async function addFeatures(
  out: Imported,
  path: string,
  about: { set: string; video: string; rate: number | null; encoder: string; preprocessing: string },
): Promise<void> {
  const where = { file: basename(path), line: null, field: null };
  const array = await readNpy(path);
  const { shape } = array;
  const [rows = 0, tokens = 0, dim = 0] = shape.length === 2 ? [shape[0], 1, shape[1]] : shape;
  const values = floatValues(array);
  if (!values || shape.length < 2 || shape.length > 3 || values.length === 0) {
    const found = `${array.dtype} [${shape.join(', ')}]`;
    out.refusals.push(remark(where, `found ${found}, expected floats [steps, dim] or [steps, tokens, dim]`));
    return;
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const width = tokens * dim;
    const row = Math.floor(bad / width);
    out.refusals.push(
      remark({ ...where, field: `row ${row}` }, `column ${bad % width} is ${values[bad]}, expected finite numbers`),
    );
    return;
  }
  out.features.push({ ...about, path, rows, dim, tokens, where });
}
