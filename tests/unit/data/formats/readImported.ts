import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Imported } from '../../../../src-main/data/formats/imported';
import { readFiles } from '../../../../src-main/data/formats/readFiles';
import { temporaryFolder, writeFiles } from '../temporaryProject';

/**
 * A file of this name and content, read by the format that takes it.
 * @param beside texts in the same folder, by name
 */
export async function readImported(
  name: string,
  content: string | Uint8Array,
  beside: Record<string, string> = {},
): Promise<Imported> {
  const dir = temporaryFolder();
  writeFiles(dir, beside);
  writeFileSync(join(dir, name), content);
  const [one] = await readFiles([join(dir, name)]);
  return one as Imported;
}

export const readJson = (name: string, content: unknown) => readImported(name, JSON.stringify(content));

export const refused = ({ refusals }: Imported) => refusals.map((r) => [r.line, r.message]);
export const warned = ({ warnings }: Imported) => warnings.map((w) => w.message);
export const timed = ({ segments }: Imported) => segments.map((s) => [s.video, s.start, s.end, s.label]);
