import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { StudyResult } from '../../../../src-main/common/domain/study';
import { writeStudyDocs } from '../../../../src-main/jobs/study/docs';
import { writeStudyResult } from '../../../../src-main/jobs/study/files';
import { studyTable } from '../../../builders/studyTable';
import { smallProject, temporaryFolder, userError, writeFiles } from '../../data/temporaryProject';

const result: StudyResult = {
  version: 1,
  ...studyTable(),
  made: '2026-03-09T12:00:00Z',
  device: 'A processor',
  threads: 2,
  versions: { program: '0.1.0' },
  commit: '0123456789abcdef',
  spentSeconds: 310.4,
};

it('writes the stored results as tables with their runs, time and place, the notes below them', async () => {
  const { dir } = await smallProject();
  const docs = temporaryFolder();
  expect(await userError(writeStudyDocs(dir, docs))).toMatchObject({ code: 'no-results' });
  await writeStudyResult(dir, result);
  writeFiles(docs, { 'study.notes.md': '## What they say\nLittle.\n' });
  expect(await writeStudyDocs(dir, docs)).toEqual(['disc-vs-gen']);
  const text = readFileSync(join(docs, 'study.md'), 'utf8');
  expect(text).toContain('All of them together took 5 min 10 s.');
  expect(text).toContain(
    '`gadw study DIR disc-vs-gen`, at commit 0123456789ab on A processor, 2 threads; program 0.1.0. 3 min 11 s of training and inference; the command was at work for 5 min 10 s.',
  );
  expect(text).toContain('| discriminative | 61.7 ± 1.1 |');
  expect(text).toContain('* GAD: `disc-vs-gen-row2-s0` (38 s), `disc-vs-gen-row2-s1` (missing)\n');
  expect(text.endsWith('## What they say\nLittle.\n')).toBe(true);
  expect(JSON.parse(readFileSync(join(docs, 'study.json'), 'utf8'))).toEqual({ version: 1, results: [result] });
});
