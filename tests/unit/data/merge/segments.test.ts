import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProject } from '../../../../src-main/data/project/store';
import { importFiles } from '../../../../src-main/jobs/importFiles';
import { quiet, smallProject, temporaryFolder, writeFiles } from '../temporaryProject';

const table = (...rows: string[]) => `${['video,start,end,class', ...rows].join('\n')}\n`;

async function bring(project: string, ...texts: string[]) {
  const dir = temporaryFolder();
  writeFiles(dir, Object.fromEntries(texts.map((text, i) => [`${i}.csv`, text])));
  const files = texts.map((_, i) => join(dir, `${i}.csv`));
  const result = await importFiles({ project, files, keepValid: false }, quiet);
  return { result, labels: (await (await openProject(project)).annotation('a')).segments };
}

describe('segments of a file', () => {
  it('that stand in the project already are left out, and told', async () => {
    const { dir } = await smallProject();
    const first = table('a,1,2,cut onion', 'a,3,4,stir pot');
    const before = await bring(dir, first);
    // The same rows from a file of another name, one of them with another class, and one more.
    const { result, labels } = await bring(dir, table(), table('a,1,2,cut onion', 'a,3,4,cut onion', 'a,5,6,stir pot'));
    expect(result.segments).toBe(2);
    expect(labels).toHaveLength(4);
    expect(labels.filter(({ start }) => start === 1)).toEqual(before.labels.filter(({ start }) => start === 1));
    expect(result.warnings.map(({ message }) => message)).toContain(
      '1 of 3 segments of "a" is in the project already and is left out.',
    );
  });

  it('may be twice in the file itself', async () => {
    const { dir } = await smallProject();
    const { result, labels } = await bring(dir, table('a,1,2,cut onion', 'a,1,2,cut onion'));
    expect([result.segments, labels.length, result.warnings]).toEqual([2, 2, []]);
  });
});
