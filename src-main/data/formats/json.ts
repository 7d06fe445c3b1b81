import { z } from 'zod';
import type { Refusal } from '../../common/contract/project';
import { parseJson } from '../project/records';
import { type Place, remark } from './imported';
import { textOf } from './text';

/** JSON as other programs write it: what does not fit is refused by itself, and the rest of the file is read. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object of any keys: zod's own record leaves `__proto__` out without a word. */
export const Fields = z.custom<Fields>(isFields, 'expected an object');

/** @throws UserError of `textOf` and `parseJson` */
export async function jsonOf(path: string, file: string): Promise<unknown> {
  return parseJson(await textOf(path), file);
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
  const field = [where.field, ...path].filter((part) => part !== null).join('.');
  refusals.push(remark({ ...where, field }, message.replace(/^Invalid input: /, '')));
  return null;
}
