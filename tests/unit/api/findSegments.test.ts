import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../src-main/common/domain/annotation';
import { openProject } from '../../../src-main/data/project/store';
import { programHere } from '../../builders/programHere';
import { labels, smallProject } from '../data/temporaryProject';

/** A program that has the project open and has read its labels, beside another one that writes to them. */
async function searched() {
  const store = await smallProject();
  await store.saveAnnotation(labels('a', [[1, 2, 1]]));
  const { client } = await programHere(store.dir);
  await client.call('labels.counts', {});
  const find = async () => {
    const { segments } = await client.call('labels.find', { text: 'onion', count: 100 });
    return segments.map(({ start }) => start);
  };
  expect(await find()).toEqual([1]);
  const path = (name: string) => join(store.dir, 'annotations', name);
  const write = (name: string, written: Annotation) => writeFileSync(path(name), JSON.stringify(written));
  return { store, client, find, path, write };
}

describe('a search behind what another program has written', () => {
  it('finds it once it has looked', async () => {
    const { client, find, write } = await searched();
    write('a.json', labels('a', [[3, 5, 1]]));
    await client.call('labels.check', {});
    expect(await find()).toEqual([3]);
    expect(await client.call('labels.check', {})).toEqual({ changed: false });
  });

  // Elsewhere the system tells of changes a moment later, and the page looks for itself with
  // each search that it begins.
  it.runIf(process.platform === 'linux')(
    'finds it at once where the disk tells: a file, a renamed one, none, an edit',
    async () => {
      const { store, find, path, write } = await searched();
      write('a.json', labels('a', [[3, 5, 1]]));
      expect(await find()).toEqual([3]);
      write('.a.json.new', labels('a', [[4, 5, 1]]));
      renameSync(path('.a.json.new'), path('a.json'));
      expect(await find()).toEqual([4]);
      const other = await openProject(store.dir);
      const after = { id: 'new', start: 8, end: 9, classId: 1, origin: 'human' };
      await other.edit({ video: 'a', name: 'Add', segments: [{ before: null, after }] });
      expect(await find()).toEqual([4, 8]);
      rmSync(path('.a.journal'));
      rmSync(path('a.json'));
      expect(await find()).toEqual([]);
    },
  );
});
