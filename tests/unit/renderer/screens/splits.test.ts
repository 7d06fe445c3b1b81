import { expect, it } from 'vitest';
import { withMoved } from '../../../../src-renderer/screens/project/splits';

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
