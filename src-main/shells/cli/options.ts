/**
 * How values of options are read: a value that does not fit is a mistake in usage, said by commander with exit code 2.
 */
import { InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { splitNames } from '../../common/domain/project';
import type { FieldMeta } from '../../common/settings';

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

/** `--split`, by default the test split. */
export function splitOption(description: string): Option {
  return new Option('--split <split>', description).choices(splitNames).default('test');
}

/**
 * The options of a described setting: `learningRate` is `--learning-rate`; what is on or off needs no value, and is
 * turned the other way by `--no-`, of which help shows what differs from the default.
 */
export function settingOptions(key: string, field: z.ZodDefault<z.ZodType>): Option[] {
  const { label, help } = field.meta() as unknown as FieldMeta;
  const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const inner = field.unwrap();
  const initial = field.parse(undefined);
  if (inner instanceof z.ZodBoolean)
    return [
      new Option(`--${name}`, `${label}: ${help}`).hideHelp(initial === true),
      new Option(`--no-${name}`, `${label}, off. ${help}`).hideHelp(initial === false),
    ];
  const choices = inner instanceof z.ZodEnum ? ` One of: ${inner.options.join(', ')}.` : '';
  const described = `${label}: ${help}${choices} (default: ${String(initial)})`;
  return [new Option(`--${name} <value>`, described).argParser(checkedBy(inner))];
}

/** Reads `0,1,2`. */
export function wholeNumbers(text: string): number[] {
  if (/^\d+(,\d+)*$/.test(text)) return [...new Set(text.split(',').map(Number))];
  throw new InvalidArgumentError('Expected whole numbers with commas between them, such as 0,1,2.');
}
