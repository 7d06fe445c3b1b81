import { expect, it, onTestFinished, vi } from 'vitest';
import { RecordWatch } from '../../../src-main/api/recordWatch';
import { openProject } from '../../../src-main/data/project/store';
import { smallProject, video } from '../data/temporaryProject';

it('notices videos and classes of another program, and not its own', async () => {
  const store = await smallProject();
  const changed = vi.fn(async () => void (await store.reload()));
  const watch = new RecordWatch(store, changed);
  onTestFinished(() => watch.close());
  await store.saveTaxonomy({ ...store.taxonomy, nextId: 4 });
  const other = await openProject(store.dir);
  await other.saveVideos([...other.videos, video('c')]);
  await vi.waitFor(() => expect(store.videos).toHaveLength(3), 10_000);
  await other.saveTaxonomy({ ...other.taxonomy, nextId: 9 });
  await vi.waitFor(() => expect(store.taxonomy.nextId).toBe(9), 10_000);
  expect(changed).toHaveBeenCalledTimes(2);
});
