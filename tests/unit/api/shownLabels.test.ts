import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ShownLabels } from '../../../src-main/api/shownLabels';
import type { Annotation } from '../../../src-main/common/domain/annotation';
import { openProject } from '../../../src-main/data/project/store';
import { segmentConflicts } from '../../builders/segmentConflicts';
import { labels, smallProject } from '../data/temporaryProject';

let open: ShownLabels[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

async function shownProject() {
  const store = await smallProject();
  await store.saveAnnotation(labels('a', [[2, 7, 1]]));
  const listener = { written: vi.fn(), replaced: vi.fn(), unreadable: vi.fn(), conflicts: vi.fn() };
  const shown = new ShownLabels(store, listener);
  open.push(shown);
  await shown.show('a');
  const add = (start: number) => {
    const after = { id: `n${start}`, start, end: start + 1, classId: 2, origin: 'human' as const };
    return shown.edit({ video: 'a', name: 'Add', segments: [{ before: null, after }] });
  };
  const write = (written: Annotation | string) =>
    writeFileSync(
      join(store.dir, 'annotations', 'a.json'),
      typeof written === 'string' ? written : JSON.stringify(written),
    );
  return { store, shown, ...listener, add, write };
}

/** Moves the end of the only segment. */
async function moveEnd(shown: ShownLabels, end: number): Promise<void> {
  const [before] = (await shown.show('a')).segments;
  if (!before) throw new Error('no segment');
  await shown.edit({ video: 'a', name: 'Move edge', segments: [{ before, after: { ...before, end } }] });
}

describe('labels that pages were told', () => {
  it('are not taken for somebody else’s where they were changed here', async () => {
    const { store, shown, replaced, add } = await shownProject();
    await add(10);
    await store.writeEdits('a');
    await add(12);
    await shown.change(
      () => store.saveAnnotation(labels('a', [[2, 8, 1]])),
      () => [],
    );
    await add(14);
    expect(replaced).not.toHaveBeenCalled();
    expect((await store.annotation('a')).segments.map(({ start }) => start)).toEqual([2, 14]);
    expect(await segmentConflicts(store)).toEqual([]);
  });

  it('are told anew where another program has changed them, at the latest at the next edit', async () => {
    const { store, replaced, add, write } = await shownProject();
    write(labels('a', [[3, 5, 2]]));
    await add(10);
    expect(replaced.mock.calls).toEqual([['a']]);
    const again = await (await openProject(store.dir)).annotation('a');
    expect(again.segments.map(({ start }) => start)).toEqual([3, 10]);
  });

  it('are told anew as soon as another program has written them', async () => {
    const { replaced, write } = await shownProject();
    write(labels('a', [[3, 5, 2]]));
    await vi.waitFor(() => expect(replaced.mock.calls).toEqual([['a']]), 10_000);
  });
});

describe('what was edited here', () => {
  it('is kept as a conflict where another program has written over it what it had read before', async () => {
    const { store, shown, conflicts, add, write } = await shownProject();
    await moveEnd(shown, 9);
    await add(10);
    await store.writeEdits('a');
    write(labels('a', [[2, 5, 1]]));
    expect((await shown.show('a')).segments.map(({ end }) => end)).toEqual([5]);
    expect(conflicts).toHaveBeenCalledTimes(1);
    const listed = await segmentConflicts(store);
    expect(listed.map(({ before, mine, theirs }) => [before?.end, mine?.end, theirs.map(({ end }) => end)])).toEqual([
      [7, 9, [5]],
      [undefined, 11, []],
    ]);
    // Once, however often one looks.
    await shown.show('a');
    expect(await segmentConflicts(await openProject(store.dir))).toEqual(listed);
  });

  it('is no conflict where another window of this program has changed it further', async () => {
    const { store, shown, replaced, conflicts } = await shownProject();
    await moveEnd(shown, 9);
    await store.writeEdits('a');
    const other = await openProject(store.dir);
    const two = new ShownLabels(other, {
      written: vi.fn(),
      replaced: vi.fn(),
      unreadable: vi.fn(),
      conflicts: vi.fn(),
    });
    open.push(two);
    await moveEnd(two, 12);
    await shown.show('a');
    await other.writeEdits('a');
    await moveEnd(two, 13);
    await other.writeEdits('a');
    expect((await shown.show('a')).segments[0]?.end).toBe(13);
    expect(replaced).toHaveBeenCalled();
    expect([conflicts.mock.calls, await segmentConflicts(store)]).toEqual([[], []]);
  });

  it('is on top of what another program has written in the half second before it is in the file', async () => {
    const { store, shown, add, write } = await shownProject();
    await moveEnd(shown, 9);
    await add(10);
    write(labels('a', [[2, 5, 1]]));
    expect((await shown.show('a')).segments.map(({ end }) => end)).toEqual([5, 11]);
    await store.writeEdits('a');
    expect((await segmentConflicts(store)).map(({ mine }) => mine?.end)).toEqual([9]);
  });

  it('joins reviewed spans with those of the other program, whatever it had read before', async () => {
    const { store, shown, conflicts, write } = await shownProject();
    const before = await shown.show('a');
    const reviewed = { before: before.reviewed, after: [{ start: 0, end: 10 }] };
    await shown.edit({ video: 'a', name: 'Mark as not reviewed', segments: [], reviewed });
    const [one] = before.segments;
    const rejected = { before: [], after: [{ run: 'gad', classId: 1, start: 2, end: 3 }] };
    await shown.edit({ video: 'a', name: 'Reject', segments: [], rejected });
    await store.writeEdits('a');
    write({ ...before, segments: [{ ...one!, end: 8 }], reviewed: [...before.reviewed, { start: 40, end: 50 }] });
    const now = await shown.show('a');
    expect([now.segments[0]?.end, now.reviewed, now.rejected]).toEqual([
      8,
      [
        { start: 0, end: 10 },
        { start: 40, end: 50 },
      ],
      rejected.after,
    ]);
    expect(await (await openProject(store.dir)).annotation('a')).toEqual(now);
    expect(conflicts).not.toHaveBeenCalled();
  });

  it('waits while the file is rubbish, which is told by line and left as it is', async () => {
    const { store, shown, unreadable, add, write } = await shownProject();
    await add(10);
    await store.writeEdits('a');
    write('{\n  "version": 1,\n  oops\n}');
    await expect(add(12)).rejects.toMatchObject({ code: 'labels-invalid' });
    expect(unreadable.mock.calls[0]?.[1]).toMatchObject({
      message: 'Invalid annotations/a.json: not JSON at line 3, column 3: found oops.',
    });
    await expect(store.writeEdits('a')).rejects.toMatchObject({ code: 'invalid-json' });
    write(labels('a', [[2, 7, 1]]));
    await shown.show('a');
    expect(unreadable.mock.calls.at(-1)).toEqual(['a', null]);
    expect((await segmentConflicts(store)).map(({ mine }) => mine?.start)).toEqual([10]);
  });

  it('is not taken for deleted where the folder has gone', async () => {
    const { store, shown, conflicts } = await shownProject();
    await moveEnd(shown, 9);
    renameSync(store.dir, `${store.dir} away`);
    await expect(shown.show('a')).rejects.toMatchObject({ code: 'project-gone' });
    await expect(moveEnd(shown, 10)).rejects.toMatchObject({ code: 'project-gone' });
    await expect(store.writeEdits('a')).rejects.toMatchObject({ code: 'project-gone' });
    expect(readdirSync(join(store.dir, '..'))).toEqual(['kitchen away']);
    renameSync(`${store.dir} away`, store.dir);
    expect((await shown.show('a')).segments.map(({ end }) => end)).toEqual([9]);
    expect(conflicts).not.toHaveBeenCalled();
  });
});
