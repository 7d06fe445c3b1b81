import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonErrorAt, linesOfFields } from '../../../../src-main/data/project/jsonSyntax';
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

describe('the line of a field', () => {
  it('is where its value is written, for every JSON text', () => {
    /** Every leaf is another number, which stands in one line of the text only. */
    let leaves = 0;
    const text = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.constant(null).map(() => ++leaves),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1 }), tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    fc.assert(
      fc.property(text, fc.constantFrom(1, 2), (value, indent) => {
        const written = JSON.stringify(value, null, indent);
        const lines = written.split('\n');
        const expected = new Map<string, number>();
        const visit = (at: unknown, path: string): void => {
          if (typeof at === 'number') {
            if (path !== '')
              expected.set(path, lines.findIndex((line) => new RegExp(`(: |^ *)${at},?$`).test(line)) + 1);
          } else if (Array.isArray(at)) at.forEach((item, index) => visit(item, `${path}[${index}]`));
          else
            for (const [key, item] of Object.entries(at as object)) visit(item, path === '' ? key : `${path}.${key}`);
        };
        visit(value, '');
        expect(linesOfFields(written, new Set(expected.keys()))).toEqual(expected);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  const text = '{\n"a.b": [\n{"c": 1},\n{"d\\u00e9": 2}\n], "e": {}\n}';
  it.each([
    ['a.b', 2],
    ['a.b[0].c', 3],
    ['a.b[1].dé', 4],
    ['a.b[1].missing.deeper', 4],
    ['a.b[7]', 2],
    ['e.missing', 5],
  ])('%s is in line %d', (field, line) => {
    expect(linesOfFields(text, new Set([field]))).toEqual(new Map([[field, line]]));
  });

  it('is not known of what nothing holds', () => {
    expect(linesOfFields(text, new Set(['other', 'a']))).toEqual(new Map());
  });

  it('is found in a text of one line, and however deep it is nested', () => {
    const wide = JSON.stringify({ rows: Array.from({ length: 50_000 }, (_, row) => ({ row })) });
    const all = new Set(Array.from({ length: 50_000 }, (_, row) => `rows[${row}].row`));
    expect(new Set(linesOfFields(wide, all).values())).toEqual(new Set([1]));
    const deep = `{"x": ${'['.repeat(100_000)}${']'.repeat(100_000)},\n"y": 1}`;
    expect(linesOfFields(deep, new Set(['y']))).toEqual(new Map([['y', 2]]));
  });
});
