import { beforeEach, describe, expect, it } from 'vitest';
import type { Client, EventOf } from '../../../../src-main/common/contract';
import type { Annotation } from '../../../../src-main/common/domain/annotation';
import { type AnnotationEdit, applyEdit } from '../../../../src-main/common/domain/edit';
import { UserError } from '../../../../src-main/common/errors';
import { addClass, mergeClasses, renameClass } from '../../../../src-main/common/classEditing';
import { rebasedClasses } from '../../../../src-main/common/classRebasing';
import type { ProjectState } from '../../../../src-main/common/contract/project';
import { emptyTaxonomy, type Taxonomy } from '../../../../src-main/common/domain/taxonomy';
import { applyTaxonomyEdit, type TaxonomyEdit } from '../../../../src-main/common/domain/taxonomyEdit';
import { openProject, refresh, useProject } from '../../../../src-renderer/state/project';
import { countEdits, useUnsaved } from '../../../../src-renderer/state/unsaved';
import { setClient } from '../../../../src-renderer/client';
import {
  editClasses,
  editLabels,
  forgetHistory,
  redo,
  saveAgain,
  settle,
  undo,
  useHistory,
} from '../../../../src-renderer/state/history';
import {
  classesChanged,
  forgetLabels,
  labelsChanged,
  loadLabels,
  useLabels,
} from '../../../../src-renderer/state/labels';
import { clearNotice, useNotices } from '../../../../src-renderer/state/notices';

/** The program's end of the edits: its labels, and a disk that takes nothing while it is full. */
const program = { labels: emptyLabels(), taxonomy: kitchen(), full: false, kept: [] as string[] };

function emptyLabels(): Annotation {
  return { version: 1, video: 'a', timebase: 'frames', segments: [], reviewed: [] };
}

const call = async (name: string, input: unknown): Promise<unknown> => {
  if (name === 'video.annotation') return structuredClone(program.labels);
  if (name === 'project.state') return { dir: '/p', taxonomy: structuredClone(program.taxonomy), videos: [] };
  if (program.full) throw new UserError('disk-full', 'Could not save a: no space is left on the disk.', 'Free space.');
  if (name === 'taxonomy.edit') {
    const made = rebasedClasses(input as TaxonomyEdit, program.taxonomy);
    program.taxonomy = applyTaxonomyEdit(program.taxonomy, made.edit);
    for (const change of made.edit.labels) program.labels = applyEdit(program.labels, change);
    classesChanged(structuredClone(made.edit));
    return made;
  }
  if (name === 'conflicts.keep') {
    program.kept.push((input as AnnotationEdit).name);
    return { file: 'taxonomy.refused-1.json' };
  }
  if (name !== 'labels.edit') throw new Error(`unexpected ${name}`);
  program.labels = applyEdit(program.labels, input as AnnotationEdit);
  // Every page hears of it before the answer comes.
  labelsChanged(structuredClone(input) as EventOf<'labels.changed'>);
  return {};
};

function kitchen(): Taxonomy {
  const classes = [
    { id: 1, name: 'cut onion' },
    { id: 2, name: 'slice onion' },
  ];
  return { ...emptyTaxonomy(), nextId: 3, classes: [...emptyTaxonomy().classes, ...classes] };
}

const add =
  (id: string, start: number) =>
  ({ video }: Annotation): AnnotationEdit => ({
    video,
    name: `Add ${id}`,
    segments: [{ before: null, after: { id, start, end: start + 5, classId: 1, origin: 'human' } }],
  });
const shown = () => useLabels.getState().known['a']?.segments.map(({ id }) => id);
const classNames = () => useProject.getState().project?.taxonomy.classes.map(({ name }) => name);
const onDisk = () => program.labels.segments.map(({ id }) => id);

beforeEach(() => {
  program.labels = emptyLabels();
  program.taxonomy = kitchen();
  program.full = false;
  program.kept = [];
  useProject.setState({ project: { dir: '/p', taxonomy: kitchen(), videos: [] } as unknown as ProjectState });
  setClient({ call, on: () => () => undefined } as unknown as Client);
  forgetLabels();
  forgetHistory();
  for (const { key } of useNotices.getState().notices) clearNotice(key);
});

describe('labels in the page', () => {
  it('are edited one after the other, undone and redone', async () => {
    await Promise.all([editLabels('a', add('x', 10)), editLabels('a', add('y', 20)), undo(), undo(), redo()]);
    expect([shown(), onDisk()]).toEqual([['x'], ['x']]);
    expect(useHistory.getState()).toMatchObject({ done: [{ name: 'Add x' }], undone: [{ name: 'Add y' }] });
    await editLabels('a', add('z', 30));
    expect(useHistory.getState().undone).toEqual([]);
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
    expect(useUnsaved.getState().edits).toHaveLength(3);

    program.full = false;
    await saveAgain();
    expect([shown(), onDisk()]).toEqual([
      ['x', 'y'],
      ['x', 'y'],
    ]);
    expect(useUnsaved.getState().edits).toEqual([]);
    expect(useNotices.getState().notices.map(({ key }) => key)).not.toContain('labels-unsaved');
  });

  it('and their classes wait together, in order, while the disk is full', async () => {
    await editLabels('a', add('x', 10));
    const before = program.labels.segments[0]!;
    const ofX = { video: 'a', name: 'Merge', segments: [{ before, after: { ...before, classId: 2 } }] };
    const merge = mergeClasses(program.taxonomy, [1], 2, [ofX]);
    program.full = true;
    await editClasses(() => merge);
    await editClasses((now) => renameClass(now, 2, 'dice onion'));
    await editLabels('a', add('y', 20));
    expect(classNames()).toEqual(['background', 'dice onion']);
    expect(useLabels.getState().known['a']?.segments.map(({ classId }) => classId)).toEqual([2, 1]);
    expect(program.taxonomy).toEqual(kitchen());

    // Nothing that is read meanwhile, and no other project, takes their place.
    await refresh.project();
    expect(classNames()).toEqual(['background', 'dice onion']);
    await expect(openProject('/q')).rejects.toThrow('Could not open another project: edits in this window');

    program.full = false;
    await saveAgain();
    expect(program.taxonomy.classes).toEqual(useProject.getState().project?.taxonomy.classes);
    expect(program.taxonomy.retired).toMatchObject([{ name: 'cut onion', into: 2 }]);
    expect(onDisk()).toEqual(['x', 'y']);
    expect(useUnsaved.getState().edits).toEqual([]);
    await undo();
    await undo();
    await undo();
    expect(classNames()).toEqual(['background', 'cut onion', 'slice onion']);
    expect(program.labels.segments).toEqual([before]);
  });

  it('that others have changed meanwhile hold back no edit for ever', async () => {
    await editLabels('a', add('x', 10));
    program.full = true;
    const moved = { ...program.labels.segments[0]!, end: 18 };
    const before = program.labels.segments[0]!;
    await editLabels('a', ({ video }) => ({ video, name: 'Move edge', segments: [{ before, after: moved }] }));
    await editLabels('a', add('y', 20));
    program.full = false;
    program.labels = emptyLabels();
    await saveAgain();
    expect([shown(), onDisk(), program.kept]).toEqual([['y'], ['y'], ['Move edge']]);
    expect(useUnsaved.getState().edits).toEqual([]);
    expect(useHistory.getState().done.map(({ name }) => name)).toEqual(['Add x', 'Add y']);
    expect(useNotices.getState().notices).toEqual([]);
  });

  it('that another window was faster than are kept to be merged, and not done', async () => {
    await editLabels('a', add('x', 10));
    const before = program.labels.segments[0]!;
    program.labels = { ...emptyLabels(), segments: [{ ...before, end: 16 }] };
    const move = { video: 'a', name: 'Move edge', segments: [{ before, after: { ...before, end: 18 } }] };
    await editLabels('a', () => move);
    expect(program.kept).toEqual(['Move edge']);
    expect(useLabels.getState().known['a']?.segments.map(({ end }) => end)).toEqual([16]);
    expect(useHistory.getState().done.map(({ name }) => name)).toEqual(['Add x']);
    // Undoing what does not fit any more is no change that somebody wants to keep.
    await undo();
    expect(program.kept).toEqual(['Move edge']);
  });

  it('of classes that another window was faster than are kept, and the sentence says so', async () => {
    const rename = renameClass(kitchen(), 1, 'dice onion');
    program.taxonomy = applyTaxonomyEdit(program.taxonomy, renameClass(kitchen(), 1, 'chop onion')!);
    await expect(editClasses(() => rename)).rejects.toMatchObject({
      tip: 'Your change is kept: Annotate offers to merge the two.',
    });
    expect(program.kept).toHaveLength(1);
    expect(classNames()).toContain('chop onion');
  });

  it('of a class that waited get the id that it has on disk, where another program has given its own away', async () => {
    program.full = true;
    await editClasses((now) => addClass(now, { name: 'grate cheese' }).edit);
    await editClasses((now) => addClass(now, { name: 'peel egg' }).edit);
    for (const [id, classId] of [
      ['x', 3],
      ['y', 4],
    ] as const)
      await editLabels('a', (labels) => {
        const { segments, ...edit } = add(id, 10 * classId)(labels);
        return { ...edit, segments: segments.map(({ before, after }) => ({ before, after: { ...after!, classId } })) };
      });
    program.taxonomy = applyTaxonomyEdit(program.taxonomy, addClass(program.taxonomy, { name: 'wash pot' }).edit);
    program.full = false;
    await saveAgain();
    expect(
      program.taxonomy.classes
        .map(({ id, name }) => `${id} ${name}`)
        .sort()
        .slice(3),
    ).toEqual(['3 wash pot', '4 grate cheese', '5 peel egg']);
    expect(program.labels.segments.map(({ id, classId }) => `${id} ${classId}`)).toEqual(['x 4', 'y 5']);
    expect(useLabels.getState().known['a']?.segments).toEqual(program.labels.segments);
    for (let i = 0; i < 4; i++) await undo();
    expect([onDisk(), classNames()?.slice(3)]).toEqual([[], ['wash pot']]);
  });

  it('are settled with what is kept beside them, and both are undone together', async () => {
    const kept: boolean[] = [];
    const keep = async (done: boolean) => {
      kept.push(done);
    };
    await settle('a', 'Keep mine', () => null, keep);
    await settle('a', 'Take theirs', add('x', 10), keep);
    expect([onDisk(), kept]).toEqual([['x'], [true, true]]);
    expect(useHistory.getState().done.map(({ name }) => name)).toEqual(['Keep mine', 'Add x']);
    await undo();
    expect([onDisk(), kept.at(-1)]).toEqual([[], false]);
    await undo();
    expect(kept).toEqual([true, true, false, false]);
    await redo();
    await redo();
    expect([onDisk(), kept.slice(4)]).toEqual([['x'], [true, true]]);
  });

  it('are settled while the disk is full, in order with what is kept beside them, and undone', async () => {
    const kept: boolean[] = [];
    const keep = async (done: boolean) => {
      if (program.full) throw new UserError('disk-full', 'Could not save the review.', 'Free space.');
      kept.push(done);
    };
    program.full = true;
    await settle('a', 'Take theirs', add('x', 10), keep);
    await settle('a', 'Take theirs', add('y', 20), keep);
    expect([shown(), useHistory.getState().done.map(({ name }) => name)]).toEqual([
      ['x', 'y'],
      ['Add x', 'Add y'],
    ]);
    expect(countEdits(useUnsaved.getState().edits)).toBe(2);
    await undo();
    expect([shown(), onDisk(), kept]).toEqual([['x'], [], []]);
    program.full = false;
    await saveAgain();
    expect([onDisk(), kept, useUnsaved.getState().edits]).toEqual([['x'], [true, true, false], []]);
  });

  it('that were settled and fit no more are a conflict, and what is kept beside them is not', async () => {
    await editLabels('a', add('x', 10));
    program.full = true;
    const kept: string[] = [];
    const before = program.labels.segments[0]!;
    const remove = { video: 'a', name: 'Delete x', segments: [{ before, after: null }] };
    await settle(
      'a',
      'Take theirs',
      () => remove,
      async () => void kept.push('first'),
    );
    await settle('a', 'Take theirs', add('y', 20), async () => void kept.push('second'));
    program.full = false;
    program.labels = emptyLabels();
    await saveAgain();
    expect([onDisk(), kept, useUnsaved.getState().edits]).toEqual([['y'], ['second'], []]);
    expect(useHistory.getState().done.map(({ name }) => name)).toEqual(['Add x', 'Add y']);
  });
});
