import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ImportChoices } from '../../../../src-main/common/contract/project';
import { restoreRecords } from '../../../../src-main/data/merge/restore';
import { openProject, type ProjectStore } from '../../../../src-main/data/project/store';
import { importFiles } from '../../../../src-main/jobs/importFiles';
import { folderDigest, quiet, smallProject, userError, writeFiles } from '../temporaryProject';

const records = ({ project, taxonomy, videos }: ProjectStore) => ({ project, taxonomy, videos });

/** A file with a new video, a new class and a new lane is imported into a project that has labels. */
async function imported() {
  const before = await smallProject();
  await before.saveAnnotation({
    ...(await before.annotation('a')),
    segments: [{ id: 'h1', start: 1, end: 2, classId: 1, origin: 'human', note: 'mine' }],
    reviewed: [{ start: 0, end: 3 }],
  });
  const rows = ['video,start,end,class,tier', 'a,4,5,stir pot,left', 'a,6,7,talk,right', 'late,1,2,stir pot,left'];
  writeFiles(before.dir, { 'x.csv': `${rows.join('\n')}\n` });
  const choices = { ...ImportChoices.parse({}), classes: { talk: 'new' as const } };
  const files = [join(before.dir, 'x.csv')];
  const { written } = await importFiles({ project: before.dir, files, keepValid: false, choices }, quiet);
  const store = await openProject(before.dir);
  const from = { ...records(store), annotations: written?.after ?? [] };
  const to = { ...records(before), annotations: written?.before ?? [] };
  return { store, from, to };
}

describe('an import that is taken back', () => {
  it('leaves labels, videos, lanes, splits and classes as they were, and can be made again', async () => {
    const { store, from, to } = await imported();
    expect(store.taxonomy.lanes?.map(({ name }) => name)).toEqual(['labels', 'left', 'right']);
    await restoreRecords(store, 'Import x.csv', from, to);
    const undone = await openProject(store.dir);
    expect(undone.videos).toEqual(to.videos);
    expect(undone.taxonomy.classes).toEqual(to.taxonomy.classes);
    expect(undone.taxonomy.lanes).toBeUndefined();
    expect(undone.taxonomy.nextId).toBe(from.taxonomy.nextId);
    expect(undone.project).toEqual(to.project);
    expect((await undone.annotation('a')).segments.map(({ note }) => note)).toEqual(['mine']);
    expect((await undone.annotation('a')).reviewed).toEqual([{ start: 0, end: 3 }]);
    await restoreRecords(undone, 'Import x.csv', to, from);
    const again = await openProject(store.dir);
    const { annotations, ...others } = from;
    expect(records(again)).toEqual(others);
    for (const labels of annotations) expect(await again.annotation(labels.video)).toEqual(labels);
  });

  it('is refused where somebody has changed the labels since, and changes nothing', async () => {
    const { store, from, to } = await imported();
    const labels = await store.annotation('late');
    await store.saveAnnotation({ ...labels, segments: [], reviewed: [] });
    const before = folderDigest(store.dir);
    const error = await userError(restoreRecords(store, 'Import x.csv', from, to));
    expect(error.message).toBe('Could not do “Import x.csv”: the labels of late have changed since.');
    expect(folderDigest(store.dir)).toEqual(before);
  });
});
