import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect } from 'vitest';
import { UserError } from '../../../src-main/common/errors';

const tests = resolve(fileURLToPath(import.meta.url), '../../..');

/** The repository's own copy of the tiny Llama checkpoint. */
export const tinyLlama = join(tests, 'golden', 'data', 'tiny-llama');

export function fixture(...parts: string[]): string {
  return join(tests, 'fixtures', ...parts);
}

const made: string[] = [];
afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true });
});

/** A new folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gadw-models-'));
  made.push(folder);
  return folder;
}

/** A copy of the tiny Llama that a test may damage. */
export async function copyOfTinyLlama(): Promise<string> {
  const folder = join(await temporaryFolder(), 'tiny');
  await cp(tinyLlama, folder, { recursive: true });
  return folder;
}

/** Changes a JSON file in place. */
export async function editJson(path: string, edit: (json: Record<string, unknown>) => void): Promise<void> {
  const json = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  edit(json);
  await writeFile(path, JSON.stringify(json));
}

/** The message of the `UserError` that a promise must end in, with the temporary folder written as `DIR`. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  const { message, tip } = error as UserError;
  expect(tip).toMatch(/^[A-Z].*\.$/);
  return made.reduce((text, folder) => text.replaceAll(folder, 'DIR'), message);
}
