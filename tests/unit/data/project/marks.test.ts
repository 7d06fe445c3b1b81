import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Mark } from '../../../../src-main/common/domain/mark';
import { changeMark, readMarks } from '../../../../src-main/data/project/marks';
import { temporaryFolder, userError, writeFiles } from '../temporaryProject';

const mark: Mark = { video: 'a', start: 1, end: 2.5, classId: 3, inTruth: true, labelError: true, tags: [], note: '' };

it('what is said of a moment is kept, changed, and gone once nothing is said', async () => {
  const dir = temporaryFolder();
  expect(await readMarks(dir)).toEqual([]);
  await changeMark(dir, mark);
  await changeMark(dir, { ...mark, inTruth: false, note: 'a spoon' });
  await changeMark(dir, { ...mark, start: 1.0000001, tags: ['dark'] });
  expect((await readMarks(dir)).map(({ tags, note }) => [tags, note])).toEqual([
    [[], 'a spoon'],
    [['dark'], ''],
  ]);
  await changeMark(dir, { ...mark, labelError: false });
  expect(await readMarks(dir)).toHaveLength(1);
});

it('many writers at once lose nothing', async () => {
  const dir = temporaryFolder();
  await Promise.all(Array.from({ length: 8 }, (_, start) => changeMark(dir, { ...mark, start })));
  expect((await readMarks(dir)).map(({ start }) => start).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

it('a broken file is told with its field, and not overwritten', async () => {
  const dir = temporaryFolder();
  const text = JSON.stringify({ version: 1, marks: [{ ...mark, tags: 'dark' }] });
  writeFiles(dir, { 'marks.json': text });
  const error = await userError(changeMark(dir, mark));
  expect(error.message).toContain('marks[0].tags');
  expect(await readFile(join(dir, 'marks.json'), 'utf8')).toBe(text);
});
