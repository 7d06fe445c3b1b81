import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ImportChoices } from '../../../../src-main/common/contract/project';
import { besideStamp, changePlaces, forgetReplaced } from '../../../../src-main/data/merge/beside';
import { writeNpy } from '../../../../src-main/data/formats/npy';
import { importFiles } from '../../../../src-main/jobs/importFiles';
import { folderDigest, quiet, smallProject, temporaryFolder, writeFiles } from '../temporaryProject';

const theirs = (...rows: string[]) => `video,start,end,class\n${rows.join('\n')}\n`;

/** A project, and imports into it of which what they replace is kept in `aside`. */
async function importing() {
  const { dir } = await smallProject();
  const given = temporaryFolder();
  const aside = join(temporaryFolder(), 'aside');
  const bring = async (annotator: string | undefined, ...names: string[]) => {
    const choices = { ...ImportChoices.parse({}), ...(annotator !== undefined && { annotator }) };
    const files = names.map((name) => join(given, name));
    const { written, refused } = await importFiles({ project: dir, files, keepValid: false, choices, aside }, quiet);
    expect(refused).toEqual([]);
    return written?.beside ?? [];
  };
  return { dir, given, aside, bring };
}

async function writeArray(path: string, value: number): Promise<void> {
  await writeNpy(path, { dtype: 'float32', shape: [40, 2], data: new Float32Array(80).fill(value) });
}

describe('files beside the records of an import that is taken back', () => {
  it('labels of another annotator go, those that were replaced come back, and both can be done again', async () => {
    const { dir, given, aside, bring } = await importing();
    writeFiles(given, { 'first.csv': theirs('a,1,2,cut onion') });
    writeFiles(given, { 'second.csv': theirs('a,3,4,stir pot', 'b,5,6,stir pot') });
    await bring('Mira', 'first.csv');
    const before = folderDigest(join(dir, 'annotators'));
    const paths = await bring('Mira', 'second.csv');
    const after = folderDigest(join(dir, 'annotators'));
    expect(paths).toEqual(['annotators/Mira/a.json', 'annotators/Mira/b.json']);
    await changePlaces(dir, aside, paths);
    expect(folderDigest(join(dir, 'annotators'))).toEqual(before);
    await changePlaces(dir, aside, paths);
    expect(folderDigest(join(dir, 'annotators'))).toEqual(after);
  });

  it('an annotator who came with the import is there no more', async () => {
    const { dir, given, aside, bring } = await importing();
    writeFiles(given, { 'first.csv': theirs('a,1,2,cut onion') });
    const paths = await bring('Mira', 'first.csv');
    await changePlaces(dir, aside, paths);
    expect(existsSync(join(dir, 'annotators', 'Mira'))).toBe(false);
    expect(existsSync(join(aside, 'annotators', 'Mira', 'a.json'))).toBe(true);
  });

  it('a feature set goes with its arrays and comes back; one that was there keeps what it had', async () => {
    const { dir, given, aside, bring } = await importing();
    writeFiles(given, { 'rgb/set.json': '{"rate": 2}' });
    await writeArray(join(given, 'rgb', 'a.npy'), 1);
    const first = await bring(undefined, 'rgb');
    expect(first).toEqual(['features/rgb/a.npy', 'features/rgb/set.json']);
    await forgetReplaced(aside);
    const before = folderDigest(join(dir, 'features'));
    await writeArray(join(given, 'rgb', 'a.npy'), 2);
    await writeArray(join(given, 'rgb', 'b.npy'), 3);
    const second = await bring(undefined, 'rgb');
    const after = folderDigest(join(dir, 'features'));
    await changePlaces(dir, aside, second);
    expect(folderDigest(join(dir, 'features'))).toEqual(before);
    await changePlaces(dir, aside, second);
    expect(folderDigest(join(dir, 'features'))).toEqual(after);
    await changePlaces(dir, aside, second);
    await forgetReplaced(aside);
    await changePlaces(dir, aside, first);
    expect(existsSync(join(dir, 'features', 'rgb'))).toBe(false);
  });

  it('are known to have changed when one is written anew, or one more comes into a set that would go', async () => {
    const { dir, given, bring } = await importing();
    writeFiles(given, { 'rgb/set.json': '{"rate": 2}' });
    await writeArray(join(given, 'rgb', 'a.npy'), 1);
    const paths = await bring(undefined, 'rgb');
    const stamp = await besideStamp(dir, paths);
    expect(await besideStamp(dir, paths)).toBe(stamp);
    await writeFile(join(dir, 'features', 'rgb', 'b.npy'), 'another');
    const more = await besideStamp(dir, paths);
    expect(more).not.toBe(stamp);
    await writeFile(join(dir, 'features', 'rgb', 'a.npy'), 'longer than nothing');
    expect(await besideStamp(dir, paths)).not.toBe(more);
  });
});
