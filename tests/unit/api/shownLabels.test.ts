import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ShownLabels } from '../../../src-main/api/shownLabels';
import { openProject } from '../../../src-main/data/project/store';
import { labels, smallProject } from '../data/temporaryProject';

let open: ShownLabels | null = null;
afterEach(() => open?.close());

async function shownProject() {
  const store = await smallProject();
  await store.saveAnnotation(labels('a', [[2, 7, 1]]));
  const replaced = vi.fn();
  const shown = new ShownLabels(store, replaced);
  open = shown;
  await shown.show('a');
  const add = (start: number) => {
    const after = { id: `n${start}`, start, end: start + 1, classId: 2, origin: 'human' as const };
    return shown.edit({ video: 'a', name: 'Add', segments: [{ before: null, after }] });
  };
  return { store, shown, replaced, add };
}

describe('labels that pages were told', () => {
  it('are not taken for somebody else’s where they were changed here', async () => {
    const { store, shown, replaced, add } = await shownProject();
    await add(10);
    await store.writeEdits('a');
    await add(12);
    await shown.change(() => store.saveAnnotation(labels('a', [[2, 8, 1]])));
    await add(14);
    expect(replaced).not.toHaveBeenCalled();
    expect((await store.annotation('a')).segments.map(({ start }) => start)).toEqual([2, 14]);
  });

  it('are told anew where another program has changed them, at the latest at the next edit', async () => {
    const { store, replaced, add } = await shownProject();
    writeFileSync(join(store.dir, 'annotations', 'a.json'), JSON.stringify(labels('a', [[3, 5, 2]])));
    await add(10);
    expect(replaced.mock.calls).toEqual([['a']]);
    const again = await (await openProject(store.dir)).annotation('a');
    expect(again.segments.map(({ start }) => start)).toEqual([3, 10]);
  });

  it('are told anew as soon as another program has written them', async () => {
    const { store, replaced } = await shownProject();
    writeFileSync(join(store.dir, 'annotations', 'a.json'), JSON.stringify(labels('a', [[3, 5, 2]])));
    await vi.waitFor(() => expect(replaced.mock.calls).toEqual([['a']]), 10_000);
  });
});
