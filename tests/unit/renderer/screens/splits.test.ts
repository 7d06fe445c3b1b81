import { expect, it } from 'vitest';
import { movedCount, withMoved } from '../../../../src-renderer/screens/project/splits';

const splits = { train: ['a', 'b'], val: ['c'], test: ['d'], source: 'proposed (seed 0)' };

it('a moved video stands in one split only', () => {
  expect(withMoved(splits, ['a', 'd'], 'val')).toEqual({
    train: ['b'],
    val: ['c', 'a', 'd'],
    test: [],
    source: 'edited',
  });
});

it('"none" takes it out, and moving to where it stands changes nothing but the order', () => {
  expect(withMoved(splits, ['c'], 'none')).toMatchObject({ train: ['a', 'b'], val: [], test: ['d'] });
  expect(withMoved(splits, ['a'], 'train').train).toEqual(['b', 'a']);
});

it('counts the videos that a proposal puts elsewhere, takes out or brings in', () => {
  expect(movedCount(splits, splits)).toBe(0);
  expect(movedCount(splits, { train: ['a', 'c'], val: ['b'], test: [], source: '' })).toBe(3);
  expect(movedCount({ train: [], val: [], test: [], source: '' }, splits)).toBe(4);
});
