import { beforeEach, describe, expect, it } from 'vitest';
import { mergeClasses, renameClass } from '../../../../src-main/common/classEditing';
import type { Client } from '../../../../src-main/common/contract';
import type { ProjectState } from '../../../../src-main/common/contract/project';
import type { Annotation } from '../../../../src-main/common/domain/annotation';
import { type AnnotationEdit, applyEdit } from '../../../../src-main/common/domain/edit';
import { emptyTaxonomy, type Taxonomy } from '../../../../src-main/common/domain/taxonomy';
import { applyTaxonomyEdit, type TaxonomyEdit } from '../../../../src-main/common/domain/taxonomyEdit';
import { mergeLabels } from '../../../../src-main/common/mergeLabels';
import { setClient } from '../../../../src-renderer/client';
import { addClass } from '../../../../src-renderer/state/classes';
import { editClasses, editLabels, forgetHistory, redo, undo, useHistory } from '../../../../src-renderer/state/history';
import { classesChanged, forgetLabels, labelsChanged, useLabels } from '../../../../src-renderer/state/labels';
import { useProject } from '../../../../src-renderer/state/project';

const kitchen: Taxonomy = {
  ...emptyTaxonomy(),
  nextId: 3,
  classes: [...emptyTaxonomy().classes, { id: 1, name: 'cut onion' }, { id: 2, name: 'slice onion' }],
};
const labels: Annotation = {
  version: 1,
  video: 'a',
  timebase: 'frames',
  segments: [{ id: 'x', start: 0, end: 5, classId: 1, origin: 'human' }],
  reviewed: [],
};

/** The program's end: its classes and labels. */
const program = { taxonomy: kitchen, labels };

const call = async (name: string, input: unknown): Promise<unknown> => {
  if (name === 'video.annotation') return structuredClone(program.labels);
  if (name === 'project.state') return { dir: '/p', taxonomy: program.taxonomy };
  if (name === 'labels.edit') {
    program.labels = applyEdit(program.labels, input as AnnotationEdit);
    labelsChanged(structuredClone(input) as AnnotationEdit);
  } else if (name === 'taxonomy.edit') {
    const edit = input as TaxonomyEdit;
    program.taxonomy = applyTaxonomyEdit(program.taxonomy, edit);
    for (const change of edit.labels) program.labels = applyEdit(program.labels, change);
    // Every page hears of it before the answer comes.
    classesChanged(structuredClone(edit));
  } else if (name === 'conflicts.keep') return { file: 'taxonomy.refused-1.json' };
  else throw new Error(`unexpected ${name}`);
  return {};
};

const names = () => useProject.getState().project?.taxonomy.classes.map(({ name }) => name);
const shown = () => useLabels.getState().known['a']?.segments.map(({ id, classId }) => `${id} ${classId}`);

beforeEach(() => {
  Object.assign(program, { taxonomy: kitchen, labels });
  setClient({ call, on: () => () => undefined } as unknown as Client);
  forgetLabels();
  forgetHistory();
  useProject.setState({ project: { dir: '/p', taxonomy: kitchen } as ProjectState });
});

describe('classes in the page', () => {
  it('are edited in one history with labels, undone and redone', async () => {
    const add = { id: 'y', start: 5, end: 8, classId: 2, origin: 'human' };
    await editLabels('a', ({ video }) => ({ video, name: 'Add', segments: [{ before: null, after: add }] }));
    const how = { from: new Set([1]), into: 2, join: false, name: 'Merge' };
    await editClasses((now) => mergeClasses(now, [1], 2, [mergeLabels(program.labels, how)!.edit]));
    expect([names(), shown()]).toEqual([
      ['background', 'slice onion'],
      ['x 2', 'y 2'],
    ]);
    expect(useHistory.getState().done.at(-1)?.name).toBe('Merge “cut onion” into “slice onion”');
    await undo();
    expect([names(), shown()]).toEqual([
      ['background', 'cut onion', 'slice onion'],
      ['x 1', 'y 2'],
    ]);
    await undo();
    expect(shown()).toEqual(['x 1']);
    await redo();
    await redo();
    expect([names(), shown()]).toEqual([
      ['background', 'slice onion'],
      ['x 2', 'y 2'],
    ]);
  });

  it('are added once, whoever asks', async () => {
    const [first, second] = await Promise.all([addClass('dice onion'), addClass('Dice_onion')]);
    expect([first, second, await addClass('cut onion')]).toEqual([3, 3, 1]);
    expect(useHistory.getState().done).toHaveLength(1);
  });

  it('are shown as they are where an edit came too late, which is not in the history', async () => {
    program.taxonomy = applyTaxonomyEdit(kitchen, renameClass(kitchen, 1, 'chop onion')!);
    await expect(editClasses((now) => renameClass(now, 1, 'dice onion'))).rejects.toThrow('the classes have changed');
    expect(names()).toContain('chop onion');
    expect(useHistory.getState().done).toEqual([]);
  });
});
