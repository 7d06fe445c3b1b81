import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UserKeymap } from '../../../src-main/api/keymap';

const folder = () => mkdtemp(join(tmpdir(), 'gadw-keymap-'));

it('keeps keys and what has none, from one start of the program to the next', async () => {
  const user = await folder();
  expect(await new UserKeymap(user).read()).toEqual({});
  await new UserKeymap(user).write({ 'label.split': 'Z', 'view.palette': null });
  expect(await new UserKeymap(user).read()).toEqual({ 'label.split': 'Z', 'view.palette': null });
});

it('does not write over a file that it cannot read', async () => {
  const user = await folder();
  const path = join(user, 'keymap.json');
  await writeFile(path, '{ "version": 1, "keys": { "label.split": 3 } }');
  const before = await readFile(path, 'utf8');
  await expect(new UserKeymap(user).read()).rejects.toThrow('Invalid keymap.json: field keys.label.split');
  await expect(new UserKeymap(user).write({})).rejects.toThrow('Invalid keymap.json');
  expect(await readFile(path, 'utf8')).toBe(before);
});
