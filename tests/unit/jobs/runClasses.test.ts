import { describe, expect, it } from 'vitest';
import { mergeClasses, renameClass } from '../../../src-main/common/classEditing';
import { emptyTaxonomy, type Taxonomy } from '../../../src-main/common/domain/taxonomy';
import { applyTaxonomyEdit } from '../../../src-main/common/domain/taxonomyEdit';
import { withoutHeldOut } from '../../../src-main/jobs/runClasses';

const kitchen: Taxonomy = {
  ...emptyTaxonomy(),
  nextId: 4,
  classes: [
    ...emptyTaxonomy().classes,
    { id: 1, name: 'cut onion' },
    { id: 2, name: 'slice onion' },
    { id: 3, name: 'stir pot' },
  ],
};
const left = (taxonomy: Taxonomy, names: string) => withoutHeldOut(taxonomy, names).map(({ id }) => id);

describe('held-out classes', () => {
  it('are named as the taxonomy does, whatever the case', () => {
    expect(left(kitchen, ' Cut_Onion, stir  pot,')).toEqual([0, 2]);
    expect(left(kitchen, '')).toEqual([0, 1, 2, 3]);
    for (const name of ['boil egg', 'background'])
      expect(() => left(kitchen, name)).toThrow(`there is no action "${name}" in the taxonomy`);
  });

  it('are found by a name from before they were renamed or merged', () => {
    const renamed = applyTaxonomyEdit(kitchen, renameClass(kitchen, 1, 'dice onion')!);
    expect(left(renamed, 'cut onion')).toEqual([0, 2, 3]);
    const merged = applyTaxonomyEdit(renamed, mergeClasses(renamed, [1], 3, []));
    expect(left(merged, 'cut onion')).toEqual([0, 2]);
    expect(left(merged, 'dice onion')).toEqual([0, 2]);
    // A class of that name now goes before one that had it.
    const taken = applyTaxonomyEdit(renamed, renameClass(renamed, 2, 'cut onion')!);
    expect(left(taken, 'cut onion')).toEqual([0, 1, 3]);
  });
});
