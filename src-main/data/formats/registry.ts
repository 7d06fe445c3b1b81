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
import type { Format, WritableFormat } from './format';
import { frameLabels } from './frameLabels';
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
 * The foreign formats, one file each. A reader turns files into `Imported` and knows nothing of projects; it never
 * throws for what a file says, it refuses rows and reads on.
 */
export const formats: readonly Format[] = [official, ...writableFormats, features, videoFiles];

/** @throws UserError `unknown-format` */
export function formatOf(id: string): Format {
  return found(formats, id);
}

/** @throws UserError `unknown-format` where no format of this id can be written */
export function writableFormat(id: string): WritableFormat {
  return found(writableFormats, id);
}

function found<F extends Format>(among: readonly F[], id: string): F {
  const format = among.find((one) => one.id === id);
  if (format) return format;
  throw new UserError(
    'unknown-format',
    `Unsupported format ${JSON.stringify(id)}.`,
    `Use one of ${among.map((one) => one.id).join(', ')}.`,
  );
}
