import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../src-main/common/domain/annotation';
import { applyEdit, invertEdit } from '../../../src-main/common/domain/edit';
import { emptyTaxonomy, type Taxonomy } from '../../../src-main/common/domain/taxonomy';
import { applyTaxonomyEdit, invertTaxonomyEdit, type TaxonomyEdit } from '../../../src-main/common/domain/taxonomyEdit';
import { addLane, laneTaking, leaveLane, moveLane, removeLane, renameLane } from '../../../src-main/common/laneEditing';

const one = emptyTaxonomy();
const after = (taxonomy: Taxonomy, edit: TaxonomyEdit | null) => (edit ? applyTaxonomyEdit(taxonomy, edit) : taxonomy);
const two = after(one, addLane(one, ' left hand '));
const three = after(two, addLane(two, 'feet'));
const names = ({ lanes }: Taxonomy) => lanes?.map(({ id, name }) => `${id} ${name}`);

describe('lanes', () => {
  it('come below the default one, which then has a name', () => {
    expect(names(two)).toEqual(['0 labels', '1 left hand']);
    expect(names(three)).toEqual(['0 labels', '1 left hand', '2 feet']);
  });

  it.each([
    ['Add lane “arms”', addLane(three, 'arms'), ['0 labels', '1 left hand', '2 feet', '3 arms']],
    [
      'Rename lane “labels” to “right hand”',
      renameLane(three, 0, 'right hand'),
      ['0 right hand', '1 left hand', '2 feet'],
    ],
    ['Move lane “feet”', moveLane(three, 2, 0), ['2 feet', '0 labels', '1 left hand']],
    ['Remove lane “left hand”, its segments to “labels”', removeLane(three, 1, []), ['0 labels', '2 feet']],
    ['Remove lane “labels”, its segments to “left hand”', removeLane(three, 0, []), ['1 left hand', '2 feet']],
  ])('%s, and back', (name, edit, expected) => {
    expect(edit?.name).toBe(name);
    const changed = after(three, edit);
    expect(names(changed)).toEqual(expected);
    const back = applyTaxonomyEdit(changed, invertTaxonomyEdit(edit as TaxonomyEdit));
    expect(names(back)).toEqual(names(three));
  });

  it('leave a project without a list as it was when the first is taken back', () => {
    const back = applyTaxonomyEdit(two, invertTaxonomyEdit(addLane(one, 'left hand')));
    expect(JSON.parse(JSON.stringify(back))).toEqual({ ...one, nextLane: 2 });
  });

  it('never have the id of one that was removed', () => {
    const removed = after(three, removeLane(three, 2, []));
    expect(names(after(removed, addLane(removed, 'arms')))).toEqual(['0 labels', '1 left hand', '3 arms']);
  });

  it.each([
    ['', 'The lane has no name.'],
    ['feet', 'There is a lane “feet” already.'],
    ['reviewed', 'No lane can be called “reviewed”'],
    ['feet (2)', 'No lane can be called “feet (2)”'],
  ])('cannot be called “%s”', (name, message) => {
    expect(() => addLane(three, name)).toThrow(message);
    expect(() => renameLane(three, 1, name)).toThrow(message);
  });

  it('need another one to be removed', () => {
    expect(() => removeLane(one, 0, [])).toThrow('The project has no other lane.');
  });

  it('do nothing where nothing changes', () => {
    expect(renameLane(three, 1, 'left hand')).toBeNull();
    expect(moveLane(three, 2, 9)).toBeNull();
  });

  it('are refused where somebody else has changed them', () => {
    expect(() => applyTaxonomyEdit(three, addLane(two, 'arms'))).toThrow('the lanes have changed');
  });
});

describe('segments of a lane that is removed', () => {
  const segment = { id: 'a', start: 1, end: 5, classId: 1, origin: 'human' };
  const labels: Annotation = {
    version: 1,
    video: 'v',
    timebase: 'frames',
    segments: [segment, { ...segment, id: 'b', lane: 1, note: 'x' }, { ...segment, id: 'c', lane: 2 }],
    reviewed: [],
  };

  it.each([
    [1, [undefined, undefined, 2]],
    [0, [1, 1, 2]],
    [2, [undefined, 1, 1]],
  ])('of lane %i go to its neighbour, and come back', (from, lanes) => {
    const into = laneTaking(three, from).id;
    const edit = leaveLane(labels, { from, into, name: 'x' });
    if (!edit) throw new Error('nothing moved');
    const moved = applyEdit(labels, edit);
    expect(moved.segments.map(({ lane }) => lane)).toEqual(lanes);
    expect(moved.segments.find(({ id }) => id === 'b')?.note).toBe('x');
    expect(applyEdit(moved, invertEdit(edit))).toEqual(labels);
  });
});
