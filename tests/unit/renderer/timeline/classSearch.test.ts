import { describe, expect, it } from 'vitest';
import { findClasses } from '../../../../src-renderer/timeline/classSearch';

const classes = ['add cream', 'cut onion', 'cut tomato', 'pour milk', 'put on lid'].map((name, i) => ({
  id: i + 1,
  name,
}));
const found = (query: string) => findClasses(classes, query).map(({ entry }) => entry.name);

describe('classes by typing', () => {
  it('are found by letters in their order, those at the starts of words first', () => {
    expect(found('co')[0]).toBe('cut onion');
    expect(found('ct')).toEqual(['cut tomato', 'cut onion']);
    expect(found('milk')).toEqual(['pour milk']);
    expect(found('POM')).toEqual(['pour milk']);
    expect(found('zz')).toEqual([]);
  });

  it('are all there, in their order, before anything is typed', () => {
    expect(found('')).toEqual(classes.map(({ name }) => name));
    expect(found(' ')).toHaveLength(classes.length);
  });

  it('tell which letters were meant, the best ones', () => {
    const [hit] = findClasses(classes, 'co');
    expect(hit?.letters).toEqual([0, 4]);
    expect(findClasses(classes, 'oni')[0]?.letters).toEqual([4, 5, 6]);
  });
});
