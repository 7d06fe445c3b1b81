import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { npyBytes } from '../../../../src-main/data/formats/npy';
import { readFiles } from '../../../../src-main/data/formats/readFiles';
import { temporaryFolder, writeFiles } from '../temporaryProject';
import { refused, timed, warned } from './readImported';

const floats = (shape: number[]) =>
  npyBytes({ dtype: 'float32', shape, data: new Float32Array(shape.reduce((a, b) => a * b)).fill(1) });

describe('a file that two formats could claim', () => {
  it('is asked about, and read as it is said', async () => {
    const dir = temporaryFolder();
    writeFiles(dir, { '2024_clip.csv': '1,0.5,2.5\n2,3,4\n' });
    const path = join(dir, '2024_clip.csv');
    const [found] = await readFiles([path]);
    expect(found && refused(found)).toEqual([
      [null, 'Could be CrossTask csv or csv table: its format has to be said.'],
    ]);
    expect(found?.asked.map((one) => [one.path, one.formats.map(({ id }) => id)])).toEqual([
      [path, ['crosstask', 'csv']],
    ]);
    const said = await readFiles([path], { formats: { [path]: 'csv' } });
    expect(said.map(({ format, asked }) => [format, asked])).toEqual([['csv', []]]);
  });

  it('is what its neighbours tell', async () => {
    const dir = temporaryFolder();
    const tasks = '2024\nTea\nhttp://x\n2\npour,stir\n\n';
    writeFiles(dir, { '2024_clip.csv': '1,0.5,2.5\n', 'tasks_primary.txt': tasks, 'classes.txt': 'a\nb\n' });
    const [found] = await readFiles([join(dir, '2024_clip.csv')]);
    expect(found && timed(found)).toEqual([['clip', 0.5, 2.5, 'pour']]);
    writeFileSync(join(dir, 'scores.npy'), floats([3, 2]));
    const [array] = await readFiles([join(dir, 'scores.npy')]);
    expect(array?.asked[0]?.formats.map(({ id }) => id)).toEqual(['frame-labels', 'features']);
  });
});

describe('a folder', () => {
  it('is the files in it; those of no format are told together', async () => {
    const dir = temporaryFolder();
    writeFiles(dir, {
      'a.srt': '1\n00:00:01,000 --> 00:00:02,000\ncut\n',
      'b.csv': 'start,end,class\n1,2,stir\n',
      'README.md': 'words\n',
      '.hidden': 'x',
      'inner/c.srt': '',
    });
    const found = await readFiles([dir]);
    expect(found.map((one) => [one.format, one.segments.length])).toEqual([
      ['srt', 1],
      ['csv', 1],
      ['unknown', 0],
    ]);
    expect(warned(found[2] as never)).toEqual(['2 names of no known format left out: README.md, inner.']);
    expect(refused(found[2] as never)).toEqual([]);
  });

  it('named as a table is no table, and a device is no file', async () => {
    const dir = temporaryFolder();
    mkdirSync(join(dir, 'x.csv'));
    expect((await readFiles([join(dir, 'x.csv')])).map(refused)).toEqual([[[null, 'Is an empty folder.']]]);
    if (process.platform === 'win32') return;
    expect((await readFiles(['/dev/zero'])).map(refused)).toEqual([[[null, 'Could not read zero: it is no file.']]]);
  });
});
