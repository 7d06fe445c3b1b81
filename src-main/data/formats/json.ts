import { z } from 'zod';
import type { Refusal } from '../../common/contract/project';
import { linesOfFields } from '../project/jsonSyntax';
import { fieldPath, parseJson } from '../project/records';
import { type Imported, type Place, readEach, remark } from './imported';
import { textOf } from './text';

/** JSON as other programs write it: what does not fit is refused by itself, and the rest of the file is read. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object of any keys: zod's own record leaves `__proto__` out without a word. */
export const Fields = z.custom<Fields>(isFields, 'expected an object');

/**
 * Reads each JSON file into `out`; one that cannot be read at all becomes a refusal. Readers name
 * fields, whose lines are looked up.
 */
export function readEachJson(
  paths: readonly string[],
  out: Imported,
  read: (json: unknown, file: string, out: Imported) => void,
): Promise<Imported> {
  const { videos, segments, refusals, warnings } = out;
  return readEach(paths, out, async (path, file) => {
    const text = await textOf(path);
    const json = parseJson(text, file);
    const before = [videos.length, segments.length, refusals.length, warnings.length] as const;
    read(json, file, out);
    const labelled = [...videos.slice(before[0]), ...segments.slice(before[1])].map(({ where }) => where);
    giveLines(text, [...labelled, ...refusals.slice(before[2]), ...warnings.slice(before[3])]);
  });
}

/** Gives places that name a field of this text its line. */
export function giveLines(text: string, places: readonly Place[]): void {
  const open = places.filter(({ line, field }) => line === null && field !== null);
  if (open.length === 0) return;
  const lines = linesOfFields(text, new Set(open.map(({ field }) => field as string)));
  for (const place of open) place.line = lines.get(place.field as string) ?? null;
}

/** A part of a file that fits its schema; null, refused with the field, where it does not. */
export function fitting<S extends z.ZodType>(
  schema: S,
  value: unknown,
  where: Place,
  refusals: Refusal[],
): z.infer<S> | null {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0] as z.core.$ZodIssue;
  const field = fieldPath(path, where.field ?? '');
  refusals.push(remark({ ...where, field }, message.replace(/^Invalid input: /, '')));
  return null;
}
