/** How values of options are read: a value that does not fit is a mistake in usage, said by commander with exit code 2. */
import { InvalidArgumentError, Option } from 'commander';
import type { z } from 'zod';
import { splitNames } from '../../common/domain/project';

/** Reads an option's text as the number or text the schema asks for. */
export function checkedBy<T>(schema: z.ZodType<T>): (text: string) => T {
  return (text) => {
    const asNumber = text.trim() === '' ? Number.NaN : Number(text);
    const number = schema.safeParse(asNumber);
    if (number.success) return number.data;
    const plain = schema.safeParse(text);
    if (plain.success) return plain.data;
    const { issues } = Number.isNaN(asNumber) ? plain.error : number.error;
    const found = (issues[0]?.message ?? '').replace(/^Invalid \w+: e/, 'E');
    throw new InvalidArgumentError(`${found}.`);
  };
}

export function splitOption(description: string): Option {
  return new Option('--split <split>', description).choices(splitNames).default('test');
}

/** Reads `0,1,2`. */
export function wholeNumbers(text: string): number[] {
  if (/^\d+(,\d+)*$/.test(text)) return [...new Set(text.split(',').map(Number))];
  throw new InvalidArgumentError('Expected whole numbers with commas between them, such as 0,1,2.');
}
