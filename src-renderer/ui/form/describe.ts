/**
 * Described settings as lines of a form: everything a form needs comes from the schema itself (`settings.ts`), so that
 * a new setting appears with its label, help, range and default without a line here.
 */
import { z } from 'zod';
import type { FieldMeta } from '../../../src-main/common/settings';
import { formatSetting } from '../format';

export type Value = string | number | boolean;
export type Values = Record<string, Value>;

export interface Field extends FieldMeta {
  key: string;
  type: 'text' | 'number' | 'choice' | 'switch';
  choices: readonly string[];
  minimum?: number;
  maximum?: number;
  initial: Value;
}

/** Fields that share one line of the form. */
export interface Line {
  label: string;
  fields: Field[];
}

export interface Section {
  name: string;
  lines: Line[];
}

type JsonProperty = FieldMeta & Pick<Field, 'minimum' | 'maximum'> & { type: string; enum?: string[]; default: Value };

/** All fields of a described schema, in its order. */
export function describeFields(schema: z.ZodObject): Field[] {
  // Meta data of a field is merged into its JSON Schema, which zod's type does not say.
  const properties = z.toJSONSchema(schema, { io: 'input' }).properties as unknown as Record<string, JsonProperty>;
  return Object.entries(properties).map(([key, { type, enum: choices = [], default: initial, ...meta }]) => ({
    ...meta,
    key,
    initial,
    choices,
    type: choices.length > 0 ? 'choice' : type === 'boolean' ? 'switch' : type === 'string' ? 'text' : 'number',
  }));
}

export function isShown({ when = {} }: Field, values: Values): boolean {
  return Object.entries(when).every(([key, allowed]) => {
    const value = String(values[key]);
    return 'not' in allowed ? value !== allowed.not : allowed.includes(value);
  });
}

/** Shown fields by section; neighbours with the same `line` share one, at the place of the first. */
export function layOut(fields: readonly Field[], values: Values): Section[] {
  const sections = new Map<string, Map<string, Line>>();
  for (const field of fields) {
    if (!isShown(field, values)) continue;
    const lines = sections.get(field.section) ?? new Map<string, Line>();
    sections.set(field.section, lines);
    const label = field.line ?? field.label;
    const line = lines.get(label) ?? { label, fields: [] };
    lines.set(label, line);
    line.fields.push(field);
  }
  return [...sections].map(([name, lines]) => ({ name, lines: [...lines.values()] }));
}

/** Keys of shown fields whose value is not the base's. */
export function differing(fields: readonly Field[], values: Values, base: Values): string[] {
  return fields.filter((field) => isShown(field, values) && values[field.key] !== base[field.key]).map((f) => f.key);
}

/** What the schema itself objects to, by field: "1 to 512; found 0". */
export function fieldErrors(schema: z.ZodObject, fields: readonly Field[], values: Values): Record<string, string> {
  const checked = schema.safeParse(values);
  if (checked.success) return {};
  return Object.fromEntries(
    checked.error.issues.map((issue) => {
      const key = String(issue.path[0]);
      const field = fields.find((one) => one.key === key);
      return [key, `${expected(issue, field)}; found ${String(values[key] ?? 'nothing')}`];
    }),
  );
}

function expected(issue: z.core.$ZodIssue, field: Field | undefined): string {
  const { minimum, maximum } = field ?? {};
  if (issue.code === 'invalid_type' && issue.expected === 'int') return 'A whole number';
  if (minimum !== undefined && maximum !== undefined) return `${formatSetting(minimum)} to ${formatSetting(maximum)}`;
  if (issue.code === 'too_small') return `${issue.inclusive ? 'At least' : 'More than'} ${issue.minimum}`;
  if (issue.code === 'too_big') return `At most ${issue.maximum}`;
  return issue.message;
}
