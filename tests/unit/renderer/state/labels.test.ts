import { beforeEach, describe, expect, it } from 'vitest';
import type { Client, EventOf } from '../../../../src-main/common/contract';
import type { Annotation } from '../../../../src-main/common/domain/annotation';
import { type AnnotationEdit, applyEdit } from '../../../../src-main/common/domain/edit';
import { UserError } from '../../../../src-main/common/errors';
import { setClient } from '../../../../src-renderer/client';
import {
  editLabels,
  forgetLabels,
  labelsChanged,
  loadLabels,
  redo,
  saveAgain,
  settle,
  undo,
  useLabels,
} from '../../../../src-renderer/state/labels';
import { clearNotice, useNotices } from '../../../../src-renderer/state/notices';

/** The program's end of the edits: its labels, and a disk that takes nothing while it is full. */
const program = { labels: emptyLabels(), full: false };

function emptyLabels(): Annotation {
  return { version: 1, video: 'a', timebase: 'frames', segments: [], reviewed: [] };
}

const call = async (name: string, input: unknown): Promise<unknown> => {
  if (name === 'video.annotation') return structuredClone(program.labels);
  if (name !== 'labels.edit') throw new Error(`unexpected ${name}`);
  if (program.full) throw new UserError('disk-full', 'Could not save a: no space is left on the disk.', 'Free space.');
  program.labels = applyEdit(program.labels, input as AnnotationEdit);
  // Every page hears of it before the answer comes.
  labelsChanged(structuredClone(input) as EventOf<'labels.changed'>);
  return {};
};

const add =
  (id: string, start: number) =>
  ({ video }: Annotation): AnnotationEdit => ({
    video,
    name: `Add ${id}`,
    segments: [{ before: null, after: { id, start, end: start + 5, classId: 1, origin: 'human' } }],
  });
const shown = () => useLabels.getState().known['a']?.segments.map(({ id }) => id);
const onDisk = () => program.labels.segments.map(({ id }) => id);

beforeEach(() => {
  program.labels = emptyLabels();
  program.full = false;
  setClient({ call, on: () => () => undefined } as unknown as Client);
  forgetLabels();
  for (const { key } of useNotices.getState().notices) clearNotice(key);
});

describe('labels in the page', () => {
  it('are edited one after the other, undone and redone', async () => {
    await Promise.all([editLabels('a', add('x', 10)), editLabels('a', add('y', 20)), undo(), undo(), redo()]);
    expect([shown(), onDisk()]).toEqual([['x'], ['x']]);
    expect(useLabels.getState()).toMatchObject({ done: [{ name: 'Add x' }], undone: [{ name: 'Add y' }] });
    await editLabels('a', add('z', 30));
    expect(useLabels.getState().undone).toEqual([]);
  });

  it('show what another window does', async () => {
    await loadLabels('a');
    await call('labels.edit', add('theirs', 50)(program.labels));
    expect(shown()).toEqual(['theirs']);
  });

  it('drop an edit that cannot be undone any more, so that those before it can', async () => {
    await editLabels('a', add('x', 10));
    await editLabels('a', add('y', 20));
    await call('labels.edit', {
      video: 'a',
      name: 'Delete',
      segments: [{ before: program.labels.segments[1]!, after: null }],
    });
    await undo();
    expect(useNotices.getState().notices[0]?.error.message).toContain('the labels of a have changed');
    await undo();
    expect(onDisk()).toEqual([]);
  });

  it('are kept here while the disk is full, say so, and reach the disk in order once it is not', async () => {
    await editLabels('a', add('x', 10));
    program.full = true;
    await editLabels('a', add('y', 20));
    await editLabels('a', add('z', 30));
    await undo();
    expect([shown(), onDisk()]).toEqual([['x', 'y'], ['x']]);
    const [notice] = useNotices.getState().notices;
    expect(notice?.error.message).toBe(
      'Could not save a: no space is left on the disk. Your edits are kept in this window.',
    );
    expect(notice?.actions).toEqual(['labels.saveAgain', 'labels.saveElsewhere']);

    // Whatever makes the page read again does not lose them.
    await loadLabels('a');
    expect(shown()).toEqual(['x', 'y']);
    await saveAgain();
    expect(useLabels.getState().unsaved).toHaveLength(3);

    program.full = false;
    await saveAgain();
    expect([shown(), onDisk()]).toEqual([
      ['x', 'y'],
      ['x', 'y'],
    ]);
    expect(useLabels.getState().unsaved).toEqual([]);
    expect(useNotices.getState().notices.map(({ key }) => key)).not.toContain('labels-unsaved');
  });

  it('are settled with what is kept beside them, and both are undone together', async () => {
    const kept: boolean[] = [];
    const keep = async (done: boolean) => {
      kept.push(done);
    };
    await settle('a', 'Keep mine', () => null, keep);
    await settle('a', 'Take theirs', add('x', 10), keep);
    expect([onDisk(), kept]).toEqual([['x'], [true, true]]);
    expect(useLabels.getState().done.map(({ name }) => name)).toEqual(['Keep mine', 'Add x']);
    await undo();
    expect([onDisk(), kept.at(-1)]).toEqual([[], false]);
    await undo();
    expect(kept).toEqual([true, true, false, false]);
    await redo();
    await redo();
    expect([onDisk(), kept.slice(4)]).toEqual([['x'], [true, true]]);
  });
});
