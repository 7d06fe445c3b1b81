import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countAllLabels, countLabels } from '../../../../src-main/data/project/labelCounts';
import { openProject } from '../../../../src-main/data/project/store';
import { labels, smallProject } from '../temporaryProject';

async function labelled() {
  const store = await smallProject();
  const annotation = labels('a', [
    [1, 2.5, 2],
    [3, 4, 1],
  ]);
  await store.saveAnnotation({
    ...annotation,
    timebase: 'seconds',
    reviewed: [
      { start: 0, end: 4 },
      { start: 3, end: 6 },
    ],
  });
  return store;
}

describe('counts of labels', () => {
  it('are those of every video, spans reviewed twice counted once', async () => {
    const counts = await countAllLabels(await labelled());
    expect(counts.get('a')).toMatchObject({ segments: 2, reviewedSeconds: 6 });
    expect(counts.get('b')).toMatchObject({ segments: 0, reviewedSeconds: 0 });
  });

  it('follow edits, in the journal or in the file, and what another program writes', async () => {
    const store = await labelled();
    await countAllLabels(store);
    const after = await store.edit({
      video: 'a',
      name: 'Add',
      segments: [{ before: null, after: { id: 'new', start: 8, end: 9, classId: 1, origin: 'human' } }],
    });
    expect(await countLabels(store, store.video('a'), after)).toEqual({ segments: 3, reviewedSeconds: 6 });
    expect((await countAllLabels(store)).get('a')).toMatchObject({ segments: 3 });
    await store.writeEdits('a');
    expect((await countAllLabels(await openProject(store.dir))).get('a')).toMatchObject({ segments: 3 });

    const file = join(store.dir, 'annotations', 'a.json');
    const other = { ...JSON.parse(readFileSync(file, 'utf8')), segments: [] };
    writeFileSync(file, JSON.stringify(other));
    expect((await countAllLabels(store)).get('a')).toMatchObject({ segments: 0, reviewedSeconds: 6 });
  });

  it('do without a cache, and with one that is broken', async () => {
    const store = await labelled();
    const before = await countAllLabels(store);
    const cache = join(store.dir, '.cache', 'labelCounts.json');
    writeFileSync(cache, '{"a": 3');
    expect(await countAllLabels(store)).toEqual(before);
    rmSync(cache);
    expect(await countAllLabels(store)).toEqual(before);
  });

  it('of labels that cannot be read are none, and come back with them', async () => {
    const store = await labelled();
    const file = join(store.dir, 'annotations', 'a.json');
    const text = readFileSync(file);
    writeFileSync(file, 'torn');
    expect((await countAllLabels(store)).get('a')).toBeUndefined();
    writeFileSync(file, text);
    expect((await countAllLabels(store)).get('a')).toMatchObject({ segments: 2 });
  });
});
