import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { LineError, UserError } from '../../common/errors';
import { errorCode, writeFileAtomic } from './atomic';
import { jsonErrorAt } from './jsonSyntax';

/** Turns a record of version i + 1 into one of version i + 2; the list's length + 1 is the version written today. */
export type Migration = (record: Record<string, unknown>) => Record<string, unknown>;

/** A text file's content, or null where there is no such file. */
export async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new UserError(
      'unreadable',
      `Could not read ${path}: ${code || String(error)}.`,
      'Give this account the right to read it.',
      {
        cause: error,
      },
    );
  }
}

/**
 * A drive that has gone must not be taken for a project without records.
 * @param doing such as `Could not save videos.json`
 * @throws UserError `project-gone`
 */
export async function requireProject(dir: string, doing: string): Promise<void> {
  if (await stat(join(dir, 'project.json')).catch(() => null)) return;
  throw new UserError(
    'project-gone',
    `${doing}: ${dir} is no longer there.`,
    'Connect the drive, or put the folder back.',
  );
}

/** JSON of a file that people may have edited. @param name how the file is called in the sentence */
export function parseJson(text: string, name: string): unknown {
  const plain = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(plain);
  } catch {
    const at = jsonErrorAt(plain);
    const before = plain.slice(0, at).split('\n');
    const found = /^(?:\w+|\S)/.exec(plain.slice(at, at + 40));
    const column = (before[before.length - 1] ?? '').length + 1;
    throw new LineError(
      before.length,
      'invalid-json',
      `Invalid ${name}: not JSON at line ${before.length}, column ${column}: found ${found ? found[0] : 'the end of the text'}.`,
      'Mend that line, or take the file from a backup.',
    );
  }
}

/** `videos[3].fps`. @param from the field that the path begins in */
export function fieldPath(path: readonly PropertyKey[], from = ''): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, from);
}

/** `, found 0`, where the value is a short one and the schema's own sentence does not say it. */
function found(issue: z.core.$ZodIssue | undefined, record: unknown): string {
  if (!issue || issue.path.length === 0 || /\b(received|found)\b/.test(issue.message)) return '';
  let value = record;
  for (const key of issue.path) value = (value as Record<PropertyKey, unknown>)[key];
  return typeof value === 'object' ? '' : `, found ${JSON.stringify(value)}`;
}

/** Checks a record, naming file and field where it does not fit. */
export function checkRecord<S extends z.ZodType>(schema: S, record: unknown, name: string): z.infer<S> {
  const result = schema.safeParse(record);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = fieldPath(issue?.path ?? []);
  const reason = `${(issue?.message ?? '').replace(/^Invalid (input|option): /, '')}${found(issue, record)}`;
  throw new UserError(
    'invalid-record',
    `Invalid ${name}: ${field === '' ? 'the record' : `field ${field}`}: ${reason}.`,
    'Mend that field, or take the file from a backup.',
  );
}

/**
 * Reads and checks one of the project's text files. A newer version is refused; an older one is brought up to date on
 * disk, with the old file kept beside it as `<name>.v<version>`.
 *
 * @returns the record and the text on disk, or null where there is no file
 */
export async function readRecord<S extends z.ZodType>(
  path: string,
  name: string,
  schema: S,
  migrations: readonly Migration[] = [],
): Promise<{ record: z.infer<S>; text: string } | null> {
  const text = await readText(path);
  if (text === null) return null;
  let value = parseJson(text, name);
  const current = migrations.length + 1;
  const version = versionOf(value);
  if (version > current) {
    throw new UserError(
      'newer-version',
      `${name} has version ${version}, written by a newer program; this one reads versions up to ${current}.`,
      'Update GAD Workbench, then open the project again.',
    );
  }
  if (version === current) return { record: checkRecord(schema, value, name), text };
  for (const migrate of migrations.slice(version - 1)) value = migrate(value as Record<string, unknown>);
  const record = checkRecord(schema, value, name);
  await writeFileAtomic(`${path}.v${version}`, text);
  const migrated = recordText(record);
  await writeFileAtomic(path, migrated);
  return { record, text: migrated };

  function versionOf(json: unknown): number {
    const found = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined;
    if (typeof found === 'number' && Number.isInteger(found) && found >= 1) return found;
    const was = found === undefined ? 'is missing' : `is ${JSON.stringify(found)}`;
    throw new UserError(
      'invalid-record',
      `Invalid ${name}: field version ${was}, expected a whole number from 1.`,
      `Take ${basename(path)} from a backup.`,
    );
  }
}

/**
 * How records stand on disk: two spaces of indentation and a final newline, so that version control shows small diffs.
 */
export function recordText(record: unknown): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
