import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonErrorAt } from '../../../../src-main/data/project/jsonSyntax';
import { type Migration, readRecord } from '../../../../src-main/data/project/records';
import { temporaryFolder, userError, writeFiles } from '../temporaryProject';

const Record3 = z.object({ version: z.literal(3), title: z.string(), tags: z.array(z.string()) });
const migrations: Migration[] = [
  ({ name, ...rest }) => ({ ...rest, version: 2, title: name }),
  (record) => ({ ...record, version: 3, tags: [] }),
];

describe('records with a version', () => {
  it('brings an old one up to date and keeps a copy', async () => {
    const dir = temporaryFolder();
    const old = '{"version": 1, "name": "tea"}';
    writeFiles(dir, { 'x.json': old });
    const found = await readRecord(join(dir, 'x.json'), 'x.json', Record3, migrations);
    expect(found?.record).toEqual({ version: 3, title: 'tea', tags: [] });
    expect(JSON.parse(readFileSync(join(dir, 'x.json'), 'utf8'))).toEqual(found?.record);
    expect(readFileSync(join(dir, 'x.json.v1'), 'utf8')).toBe(old);
  });

  it('refuses a newer one and leaves it alone', async () => {
    const dir = temporaryFolder();
    writeFiles(dir, { 'x.json': '{"version": 4}' });
    const error = await userError(readRecord(join(dir, 'x.json'), 'x.json', Record3, migrations));
    expect(error.message).toBe('x.json has version 4, written by a newer program; this one reads versions up to 3.');
    expect(error.tip).toBe('Update GAD Workbench, then open the project again.');
    expect(readFileSync(join(dir, 'x.json'), 'utf8')).toBe('{"version": 4}');
  });
});

describe('where a text stops being JSON', () => {
  it('is its end for every JSON text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, null, 1);
        expect(jsonErrorAt(text)).toBe(text.length);
      }),
      { seed: 1 },
    );
  });

  it.each([
    ['{"a": [1, NaN]}', 10],
    ['{"a": 1,}', 8],
    ["{'a': 1}", 1],
    ['{"a" 1}', 5],
    ['[1, 2', 5],
    ['[1] x', 4],
    ['', 0],
    ['[[], {}, {"a": []}, ]', 20],
  ])('is found in %s', (text, at) => {
    expect(jsonErrorAt(text)).toBe(at);
  });

  it('is found however deep it is nested', () => {
    expect(jsonErrorAt(`${'[{"a":'.repeat(100_000)}NaN`)).toBe(600_000);
  });
});
