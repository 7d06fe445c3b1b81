import { basename } from 'node:path';
import { UserError } from '../../common/errors';
import { activityNet } from './activityNet';
import { boris } from './boris';
import { borisTable } from './borisTable';
import { coin } from './coin';
import { cvat } from './cvat';
import { crossTask } from './crossTask';
import { elan } from './elan';
import { epicKitchens } from './epicKitchens';
import { features } from './features';
import { candidateOf, type Format, type ReadOptions, type WritableFormat } from './format';
import { frameLabels } from './frameLabels';
import { emptyImport, type Imported, remark } from './imported';
import { labelStudio } from './labelStudio';
import { msTcn } from './msTcn';
import { official } from './official';
import { csv, tsv } from './plainTable';
import { subRip } from './subRip';
import { via } from './via';
import { vidat } from './vidat';
import { videoFiles } from './videoFiles';
import { webVtt } from './webVtt';

/** Those that can be written, too. */
export const writableFormats: readonly WritableFormat[] = [
  coin,
  activityNet,
  via,
  vidat,
  labelStudio,
  elan,
  cvat,
  boris,
  epicKitchens,
  crossTask,
  borisTable,
  msTcn,
  webVtt,
  subRip,
  frameLabels,
  csv,
  tsv,
];

/**
 * The foreign formats, one file each. A reader turns files into `Imported` and knows nothing of projects; it never throws
 * for what a file says, it refuses rows and reads on. The first format that recognises a path takes it.
 */
export const formats: readonly Format[] = [official, ...writableFormats, features, videoFiles];

/**
 * Reads files given together, each by its format; files of one format are read as one.
 * @param formatId reads all of them as this format, whatever they look like
 * @throws UserError `unknown-format` where `formatId` is none of `formats`
 */
export async function readFiles(
  paths: readonly string[],
  formatId?: string,
  options: ReadOptions = {},
): Promise<Imported[]> {
  const forced = formatId === undefined ? undefined : formats.find((f) => f.id === formatId);
  if (formatId !== undefined && !forced) {
    throw new UserError(
      'unknown-format',
      `Unsupported format ${JSON.stringify(formatId)}.`,
      `Use one of ${formats.map((f) => f.id).join(', ')}.`,
    );
  }
  const groups = new Map<Format, string[]>();
  const unknown = emptyImport('unknown');
  for (const path of paths) {
    const candidate = await candidateOf(path);
    const where = { file: basename(path), line: null, field: null };
    const format = candidate ? (forced ?? formats.find((f) => f.sniff(candidate))) : undefined;
    if (!candidate) unknown.refusals.push(remark(where, `there is no such file (${path})`));
    else if (!format) unknown.refusals.push(remark(where, `its format is not known; expected ${known()}`));
    else groups.set(format, [...(groups.get(format) ?? []), path]);
  }
  const read = await Promise.all([...groups].map(([format, files]) => format.read(files, options)));
  return unknown.refusals.length > 0 ? [...read, unknown] : read;
}

/** @throws UserError `unknown-format` where no format of this id can be written */
export function writableFormat(id: string): WritableFormat {
  const found = writableFormats.find((format) => format.id === id);
  if (found) return found;
  throw new UserError(
    'unknown-format',
    `Unsupported format ${JSON.stringify(id)}.`,
    `Use one of ${writableFormats.map((f) => f.id).join(', ')}.`,
  );
}

const known = () => formats.map((f) => f.title).join(', ');
