import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Mark } from '../../../../src-main/common/domain/mark';
import { emptyTaxonomy, type Taxonomy } from '../../../../src-main/common/domain/taxonomy';
import { changeMark, readMarks } from '../../../../src-main/data/project/marks';
import { temporaryFolder, userError, writeFiles } from '../temporaryProject';

const mark: Mark = { video: 'a', start: 1, end: 2.5, classId: 3, inTruth: true, labelError: true, tags: [], note: '' };

const taxonomy: Taxonomy = { ...emptyTaxonomy(), retired: [{ id: 3, name: 'cut onion', into: 4 }] };
const before: Taxonomy = { ...taxonomy, retired: [] };

it('what is said of a moment is kept, changed, and gone once nothing is said', async () => {
  const dir = temporaryFolder();
  const project = { dir, taxonomy: before };
  expect(await readMarks(project)).toEqual([]);
  await changeMark(project, mark);
  await changeMark(project, { ...mark, inTruth: false, note: 'a spoon' });
  await changeMark(project, { ...mark, start: 1.0000001, tags: ['dark'] });
  expect((await readMarks(project)).map(({ tags, note }) => [tags, note])).toEqual([
    [[], 'a spoon'],
    [['dark'], ''],
  ]);
  await changeMark(project, { ...mark, labelError: false });
  expect(await readMarks(project)).toHaveLength(1);
});

it('many writers at once lose nothing', async () => {
  const dir = temporaryFolder();
  const project = { dir, taxonomy: before };
  await Promise.all(Array.from({ length: 8 }, (_, start) => changeMark(project, { ...mark, start })));
  expect((await readMarks(project)).map(({ start }) => start).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

it('a broken file is told with its field, and not overwritten', async () => {
  const dir = temporaryFolder();
  const project = { dir, taxonomy: before };
  const text = JSON.stringify({ version: 1, marks: [{ ...mark, tags: 'dark' }] });
  writeFiles(dir, { 'marks.json': text });
  const error = await userError(changeMark(project, mark));
  expect(error.message).toContain('marks[0].tags');
  expect(await readFile(join(dir, 'marks.json'), 'utf8')).toBe(text);
});

it('what was said of a class that was merged since is said of the class it is today, and back', async () => {
  const project = { dir: temporaryFolder(), taxonomy: before };
  await changeMark(project, mark);
  await changeMark(project, { ...mark, start: 2, note: 'a spoon' });
  const merged = { ...project, taxonomy };
  expect((await readMarks(merged)).map(({ classId }) => classId)).toEqual([4, 4]);
  const after = await changeMark(merged, { ...mark, classId: 4, labelError: false });
  expect(after).toMatchObject([{ start: 2, classId: 4 }]);
  expect(await readMarks(project)).toMatchObject([{ start: 2, classId: 3, note: 'a spoon' }]);
});
