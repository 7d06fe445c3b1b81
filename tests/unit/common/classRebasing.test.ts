import { describe, expect, it } from 'vitest';
import {
  addClass,
  deleteClasses,
  mergeClasses,
  pinVerb,
  renameClass,
  setHotkey,
  setWord,
} from '../../../src-main/common/classEditing';
import { combined, partOf, partsIn, withSlotsByRank } from '../../../src-main/common/classParts';
import { rebasedClasses, rebasedLabels } from '../../../src-main/common/classRebasing';
import type { Annotation } from '../../../src-main/common/domain/annotation';
import { type AnnotationEdit, applyEdit, isSame } from '../../../src-main/common/domain/edit';
import { emptyTaxonomy, type Taxonomy } from '../../../src-main/common/domain/taxonomy';
import { applyTaxonomyEdit, invertTaxonomyEdit, type TaxonomyEdit } from '../../../src-main/common/domain/taxonomyEdit';
import { UserError } from '../../../src-main/common/errors';
import { addLane, moveLane, removeLane, renameLane } from '../../../src-main/common/laneEditing';
import { Rng } from '../../../src-main/common/rng';
import { checkTaxonomy } from '../../../src-main/data/project/check';
import { randomClassEdit } from '../../builders/randomClassEdits';
import { randomLaneEdit } from '../../builders/randomLaneEdits';

const seed = Number(process.env['CLASS_SEED'] ?? Date.now() % 100_000);
process.stdout.write(`CLASS_SEED=${seed}\n`);

const plain: Taxonomy = {
  ...emptyTaxonomy(),
  nextId: 4,
  classes: [
    { id: 0, name: 'background', background: true },
    { id: 1, name: 'cut onion', hotkey: '1' },
    { id: 2, name: 'stir pot', hotkey: '2' },
    { id: 3, name: 'pour milk' },
  ],
};
const after = (taxonomy: Taxonomy, edit: TaxonomyEdit | null) => (edit ? applyTaxonomyEdit(taxonomy, edit) : taxonomy);
const kitchen = after(
  after(plain, addLane(plain, 'left hand')),
  addLane(after(plain, addLane(plain, 'left hand')), 'feet'),
);

type Make = (taxonomy: Taxonomy) => TaxonomyEdit | null;
const add =
  (name: string): Make =>
  (now) =>
    addClass(now, { name }).edit;
const rename =
  (id: number, name: string): Make =>
  (now) =>
    renameClass(now, id, name);
const key =
  (id: number, hotkey: string): Make =>
  (now) =>
    setHotkey(now, id, hotkey);

/** Both make theirs of the same classes; the second comes to those that the first has left. */
function second(first: Make, other: Make): Taxonomy {
  const now = after(kitchen, first(kitchen));
  const made = rebasedClasses(other(kitchen) as TaxonomyEdit, now);
  const both = applyTaxonomyEdit(now, made.edit);
  checkTaxonomy(both, now);
  expect(shown(applyTaxonomyEdit(both, invertTaxonomyEdit(made.edit)))).toEqual(shown(now));
  return both;
}

/** Without what only ever grows. */
const shown = ({ classes, verbSlots, lanes }: Taxonomy) => ({ classes, verbSlots, lanes });
const say = ({ classes }: Taxonomy) =>
  classes.slice(1).map(({ id, name, hotkey }) => [id, name, hotkey].join(' ').trim());
const saidLanes = ({ lanes }: Taxonomy) => lanes?.map(({ id, name }) => `${id} ${name}`);

describe('edits of classes that two make at once', () => {
  it.each<[string, Make, Make, string[]]>([
    [
      'a name and a key of one class',
      rename(1, 'dice onion'),
      key(1, '7'),
      ['1 dice onion 7', '2 stir pot 2', '3 pour milk'],
    ],
    [
      'names of two classes',
      rename(1, 'dice onion'),
      rename(2, 'stir soup'),
      ['1 dice onion 1', '2 stir soup 2', '3 pour milk'],
    ],
    [
      'the same name',
      rename(1, 'dice onion'),
      rename(1, 'dice onion'),
      ['1 dice onion 1', '2 stir pot 2', '3 pour milk'],
    ],
    [
      'two new classes',
      add('wash pot'),
      add('peel egg'),
      ['1 cut onion 1', '2 stir pot 2', '3 pour milk', '4 wash pot', '5 peel egg'],
    ],
    ['one new class', add('wash pot'), add('Wash_pot'), ['1 cut onion 1', '2 stir pot 2', '3 pour milk', '4 wash pot']],
    [
      'a class that is merged and another that is named',
      (now) => mergeClasses(now, [1], 2, []),
      rename(2, 'stir soup'),
      ['2 stir soup 2', '3 pour milk'],
    ],
  ])('both stand: %s', (_, first, other, expected) => {
    expect(say(second(first, other))).toEqual(expected);
  });

  it.each<[string, Make, Make]>([
    ['two names of one class', rename(1, 'dice onion'), rename(1, 'chop onion')],
    ['one name for two classes', rename(1, 'dice onion'), rename(2, 'dice onion')],
    ['the name of a class that is new', add('dice onion'), rename(2, 'dice onion')],
    ['one key for two classes', key(1, '7'), key(3, '7')],
    ['a class that is deleted and named', (now) => deleteClasses(now, [1]), rename(1, 'dice onion')],
    ['a class that is named and deleted', rename(1, 'dice onion'), (now) => deleteClasses(now, [1])],
    ['two colours of one verb', (now) => pinVerb(now, 'cut', 'C'), (now) => pinVerb(now, 'cut', 'D')],
    ['one colour for two verbs', (now) => pinVerb(now, 'cut', 'F'), (now) => pinVerb(now, 'stir', 'F')],
    ['two names of one lane', (now) => renameLane(now, 1, 'right'), (now) => renameLane(now, 1, 'other')],
    ['one name for two lanes', (now) => renameLane(now, 1, 'right'), (now) => renameLane(now, 2, 'right')],
    ['two orders', (now) => moveLane(now, 2, 0), (now) => moveLane(now, 0, 1)],
  ])('clash: %s', (_, first, other) => {
    const now = after(kitchen, first(kitchen));
    const theirs = other(kitchen) as TaxonomyEdit;
    expect(() => rebasedClasses(theirs, now)).toThrow('have changed since they were shown');
  });

  it('of verbs and lanes stand beside each other where they are of others', () => {
    const colours = second(
      (now) => pinVerb(now, 'cut', 'F'),
      (now) => pinVerb(now, 'stir', 'G'),
    ).verbSlots;
    expect([colours['cut'], colours['stir'], colours['pour']]).toEqual(['F', 'G', 'C']);
    expect(
      saidLanes(
        second(
          (now) => addLane(now, 'arms'),
          (now) => addLane(now, 'face'),
        ),
      ),
    ).toEqual(['0 labels', '1 left hand', '2 feet', '3 arms', '4 face']);
    expect(
      saidLanes(
        second(
          (now) => moveLane(now, 2, 0),
          (now) => renameLane(now, 1, 'right'),
        ),
      ),
    ).toEqual(['2 feet', '0 labels', '1 right']);
    expect(
      saidLanes(
        second(
          (now) => removeLane(now, 1, []),
          (now) => moveLane(now, 2, 0),
        ),
      ),
    ).toEqual(['2 feet', '0 labels']);
  });

  it('never give an id to two classes', () => {
    const added = after(kitchen, addClass(kitchen, { name: 'wash pot' }).edit);
    const gone = after(added, deleteClasses(added, [4]));
    const { edit, renumbered } = rebasedClasses(addClass(kitchen, { name: 'peel egg' }).edit, gone);
    expect([edit.classes[0]?.after?.id, renumbered.classes]).toEqual([5, { 4: 5 }]);
  });

  it('in any order stand as far as they touch different things, and fit what is there', () => {
    let [stood, clashed] = [0, 0];
    for (let round = 0; round < 150; round++) {
      const rng = new Rng(seed, `round ${round}`);
      let now = kitchen;
      let seen = kitchen;
      for (let i = 0; i < 12; i++) {
        const wanted = randomOf(seen, rng, `thing ${round} ${i}`);
        if (!wanted) continue;
        const before = now;
        try {
          const { edit } = rebasedClasses(wanted, now);
          now = applyTaxonomyEdit(now, edit);
          stood++;
          expectDone(wanted, before, now);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          expect(error.code).toBe('edit-conflict');
          expect(isStale(wanted, now)).toBe(true);
          clashed++;
        }
        checkTaxonomy(now, before);
        expect(new Set(now.classes.map(({ name }) => name.toLowerCase())).size).toBe(now.classes.length);
        if (rng.below(3) === 0) seen = now;
      }
    }
    expect([stood > 250, clashed > 10]).toEqual([true, true]);
  });
});

const randomOf = (seen: Taxonomy, rng: Rng, name: string): TaxonomyEdit | null =>
  rng.below(3) === 0 ? randomLaneEdit(seen, rng, name) : randomClassEdit(seen, [], rng, name);

/** Every field that the edit has changed is as it made it; all others of those parts are as they were. */
function expectDone(wanted: TaxonomyEdit, before: Taxonomy, now: Taxonomy): void {
  for (const change of partsIn(withSlotsByRank(wanted, before))) {
    // Verbs of which none has a colour go by their rank again.
    const isByRank = change.key.startsWith('verbs') && Object.keys(now.verbSlots).length === 0;
    if (change.before === null || change.key === 'order' || isByRank) continue;
    const { value } = combined(change, partOf(before, change.key));
    expect(partOf(now, change.key)).toEqual(value);
  }
}

/** Whether somebody has changed what the edit was made of, or has taken what it gives. */
function isStale(wanted: TaxonomyEdit, now: Taxonomy): boolean {
  const changes = partsIn(withSlotsByRank(wanted, now));
  const taken = now.classes.some((one) =>
    changes.some(({ after: mine }) => mine && (one.name === mine['name'] || one.hotkey === mine['hotkey'])),
  );
  const isGone = wanted.classes.some(({ into }) => into !== undefined && !partOf(now, `class ${into}`));
  const isRecoloured = wanted.verbSlots !== undefined && !isSame(wanted.verbSlots.before, now.verbSlots);
  const isOther = changes.some(({ key: part, before }) => !isSame(before, partOf(now, part)));
  return taken || isGone || isRecoloured || wanted.lanes !== undefined || isOther;
}

describe('labels under an edit of classes', () => {
  const segment = (id: string, classId: number, end = 10) => ({ id, start: 0, end, classId, origin: 'human' });
  const labels = (...segments: Annotation['segments']): Annotation => ({
    version: 1,
    video: 'a',
    timebase: 'frames',
    segments,
    reviewed: [],
  });

  it('follow it as they are then, and come back', () => {
    const planned: AnnotationEdit = {
      video: 'a',
      name: 'Merge',
      segments: [segment('x', 1), segment('y', 1)].map((before) => ({ before, after: { ...before, classId: 2 } })),
    };
    const edit = mergeClasses(kitchen, [1], 2, [planned]);
    // `x` has another end since, `y` another class, and `z` is new.
    const now = labels(segment('x', 1, 14), segment('y', 3), segment('z', 1));
    const made = rebasedLabels(edit, [planned], now) as AnnotationEdit;
    const merged = applyEdit(now, made);
    expect(merged.segments.map(({ id, classId, end }) => `${id} ${classId} ${end}`).sort()).toEqual([
      'x 2 14',
      'y 3 10',
      'z 2 10',
    ]);
    const back = rebasedLabels(
      invertTaxonomyEdit({ ...edit, labels: [made] }),
      invertTaxonomyEdit({ ...edit, labels: [made] }).labels,
      merged,
    );
    expect(applyEdit(merged, back as AnnotationEdit).segments).toEqual(expect.arrayContaining([...now.segments]));
  });

  it('are left where they have nothing to do with it', () => {
    expect(rebasedLabels(setWord(kitchen, 1, 'noun', 'x') as TaxonomyEdit, [], labels(segment('x', 1)))).toBeNull();
  });
});
