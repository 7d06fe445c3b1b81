import { describe, expect, it } from 'vitest';
import { classLooks, slotsOfVerbs } from '../../../src-main/common/classColours';
import {
  addClass,
  deleteClasses,
  mergeClasses,
  pinVerb,
  renameClass,
  setHotkey,
  setWord,
} from '../../../src-main/common/classEditing';
import type { Annotation } from '../../../src-main/common/domain/annotation';
import { applyEdit } from '../../../src-main/common/domain/edit';
import { emptyTaxonomy, meaningOf, type Taxonomy } from '../../../src-main/common/domain/taxonomy';
import { applyTaxonomyEdit, invertTaxonomyEdit, type TaxonomyEdit } from '../../../src-main/common/domain/taxonomyEdit';
import { Rng } from '../../../src-main/common/rng';
import { checkAnnotation, checkTaxonomy } from '../../../src-main/data/project/check';
import { randomClassEdit } from '../../builders/randomClassEdits';

const seed = Number(process.env['CLASS_SEED'] ?? Date.now() % 100_000);
process.stdout.write(`CLASS_SEED=${seed}\n`);

const kitchen: Taxonomy = {
  ...emptyTaxonomy(),
  nextId: 4,
  classes: [
    { id: 0, name: 'background', background: true },
    { id: 1, name: 'cut onion', hotkey: '1' },
    { id: 2, name: 'slice onion', hotkey: '2' },
    { id: 3, name: 'stir pot' },
  ],
};

interface State {
  taxonomy: Taxonomy;
  labels: Annotation[];
}

function done({ taxonomy, labels }: State, edit: TaxonomyEdit): State {
  const changes = new Map(edit.labels.map((change) => [change.video, change]));
  const after = labels.map((one) => {
    const change = changes.get(one.video);
    return change ? applyEdit(one, change) : one;
  });
  return { taxonomy: applyTaxonomyEdit(taxonomy, edit), labels: after };
}

function labelsOf(video: string, rng: Rng): Annotation {
  const segments = Array.from({ length: 20 }, (_, i) => {
    const start = 5 * rng.below(40);
    return { id: `${i}`, start, end: start + 5 + 5 * rng.below(4), classId: 1 + rng.below(3), origin: 'human' };
  }).sort((a, b) => a.start - b.start || a.end - b.end);
  return { version: 1, video, timebase: 'frames', segments, reviewed: [] };
}

/** Without what only ever grows; segments of one span stand in no order. */
const shown = ({ taxonomy: { classes, verbSlots }, labels }: State) => ({
  classes,
  verbSlots,
  segments: labels.map(({ segments }) => segments.slice().sort((a, b) => (a.id < b.id ? -1 : 1))),
});

describe('edits of classes', () => {
  it('come back to the very start when all are undone, and to the end when all are done again', () => {
    for (let round = 0; round < 40; round++) {
      const rng = new Rng(seed, `round ${round}`);
      const start: State = { taxonomy: kitchen, labels: ['a', 'b', 'c'].map((video) => labelsOf(video, rng)) };
      const history: TaxonomyEdit[] = [];
      let now = start;
      for (let i = 0; i < 40; i++) {
        const edit = randomClassEdit(now.taxonomy, now.labels, rng, `thing ${i}`);
        if (!edit) continue;
        const before = now.taxonomy;
        now = done(now, edit);
        history.push(edit);
        checkTaxonomy(now.taxonomy, before);
        for (const one of now.labels) checkAnnotation(one, now.taxonomy, false, one.video);
      }
      const end = now;
      for (const edit of history.slice().reverse()) now = done(now, invertTaxonomyEdit(edit));
      expect(shown(now)).toEqual(shown(start));
      for (const edit of history) now = done(now, edit);
      expect(shown(now)).toEqual(shown(end));
    }
  });

  it('are refused where the classes are not what they leave', () => {
    const edit = renameClass(kitchen, 1, 'dice onion');
    const changed = applyTaxonomyEdit(kitchen, renameClass(kitchen, 1, 'chop onion') as TaxonomyEdit);
    expect(() => applyTaxonomyEdit(changed, edit as TaxonomyEdit)).toThrow('the classes have changed');
  });

  it('never hand out an id again, and say what one that is gone means today', () => {
    let taxonomy = applyTaxonomyEdit(kitchen, mergeClasses(kitchen, [1], 2, []));
    taxonomy = applyTaxonomyEdit(taxonomy, mergeClasses(taxonomy, [2], 3, []));
    taxonomy = applyTaxonomyEdit(taxonomy, addClass(taxonomy, { name: 'cut onion' }).edit);
    expect(taxonomy.classes.map(({ id }) => id)).toEqual([0, 3, 4]);
    expect([0, 1, 2, 3, 4].map(meaningOf(taxonomy))).toEqual([0, 3, 3, 3, 4]);
    const forged = { ...taxonomy, classes: [...taxonomy.classes, { id: 2, name: 'new' }], retired: [] };
    expect(() => checkTaxonomy(forged, { ...taxonomy, retired: [] })).toThrow('never reused');
  });

  it('swap keys, and say with whom', () => {
    const edit = setHotkey(kitchen, 3, '1') as TaxonomyEdit;
    expect(edit.name).toBe('Give “stir pot” key 1, in exchange with “cut onion”');
    expect(applyTaxonomyEdit(kitchen, edit).classes.map(({ hotkey }) => hotkey)).toEqual([
      undefined,
      undefined,
      '2',
      '1',
    ]);
    const swapped = applyTaxonomyEdit(kitchen, setHotkey(kitchen, 2, '1') as TaxonomyEdit);
    expect(swapped.classes.map(({ hotkey }) => hotkey)).toEqual([undefined, '2', '1', undefined]);
  });

  it('leave the colours of all other verbs', () => {
    const fill = (taxonomy: Taxonomy, id: number) => classLooks(taxonomy, 'dark').get(id)?.fill;
    const gone = applyTaxonomyEdit(kitchen, deleteClasses(kitchen, [1]));
    expect([fill(gone, 2), fill(gone, 3)]).toEqual([fill(kitchen, 2), fill(kitchen, 3)]);
    const renamed = applyTaxonomyEdit(kitchen, setWord(kitchen, 1, 'verb', 'dice') as TaxonomyEdit);
    expect(slotsOfVerbs(renamed)).toEqual({ dice: 'A', slice: 'B', stir: 'C' });
    const pinned = applyTaxonomyEdit(kitchen, pinVerb(kitchen, 'cut', 'C') as TaxonomyEdit);
    expect(slotsOfVerbs(pinned)).toEqual({ cut: 'C', slice: 'B', stir: 'A' });
  });

  it('refuse names that are taken and edits of the background', () => {
    expect(() => addClass(kitchen, { name: 'Cut_Onion' })).toThrow('There is a class “cut onion” already.');
    expect(() => renameClass(kitchen, 1, '  ')).toThrow('no name');
    expect(() => deleteClasses(kitchen, [0])).toThrow('is the background');
    expect(() => mergeClasses(kitchen, [1], 0, [])).toThrow('is the background');
    expect(() => mergeClasses(kitchen, [1, 2], 2, [])).toThrow('into itself');
    expect(renameClass(kitchen, 1, 'Cut onion')?.classes[0]?.after?.name).toBe('Cut onion');
  });
});
