import { describe, expect, it } from 'vitest';
import { mergeClasses } from '../../../../src-main/common/classEditing';
import { emptyTaxonomy, type Taxonomy } from '../../../../src-main/common/domain/taxonomy';
import { meetings, ofHotkey, ofMerge, ofRename } from '../../../../src-renderer/components/classes/sentences';

const kitchen: Taxonomy = {
  ...emptyTaxonomy(),
  nextId: 4,
  classes: [
    ...emptyTaxonomy().classes,
    { id: 1, name: 'cut onion', hotkey: '1' },
    { id: 2, name: 'slice onion', hotkey: '2' },
    { id: 3, name: 'stir pot' },
  ],
};
const [, cut, , stir] = kitchen.classes;
const run = (name: string, ...ids: number[]) => ({ id: name, name, classes: ids.map((id) => ({ id, name: `${id}` })) });
const runs = [run('gad', 0, 1, 2), run('old', 0, 2)];

describe('what an edit of classes means', () => {
  it('is told of a new name', () => {
    const facts = { count: { id: 1, segments: 12, videos: 1 }, runs };
    expect(ofRename(kitchen, cut!, 'dice onion', facts)).toEqual([
      '12 segments in 1 video show the new name; nothing of theirs changes.',
      'Its verb, the first word, turns from “cut” to “dice”, and so may its colour.',
      'gad learnt the text “cut onion” and keeps it; shown and compared under the new name. Runs trained from now on learn the new text.',
      'Files imported later that say “cut onion” ask which class is meant.',
    ]);
    expect(ofRename(kitchen, { ...cut!, verb: 'cut' }, 'dice onion', facts)[1]).toBe(
      'Its verb stays “cut”, and so does its colour.',
    );
    expect(ofRename(kitchen, cut!, 'slice  Onion', facts)[0]).toContain('is there already');
    expect(ofRename(kitchen, cut!, ' ', facts)).toEqual(['A class needs a name.']);
  });

  it('is told of a key', () => {
    expect(ofHotkey(kitchen, cut!, '2')).toEqual(['Key 2 is that of “slice onion”, which gets key 1 in exchange.']);
    expect(ofHotkey(kitchen, stir!, '2')).toEqual(['Key 2 is that of “slice onion”, which is left without a key.']);
    expect(ofHotkey(kitchen, cut!, '')).toEqual(['Key 1 becomes free.']);
  });

  it('is told of a merge', () => {
    const counts = { touching: 1, overlapping: 0, doubled: 2 };
    const plan = { edit: mergeClasses(kitchen, [1], 2, []), videos: [{ video: 'a', segments: 3, ...counts }] };
    expect(ofMerge(kitchen, { from: [1], into: 2, plan }, runs)).toEqual([
      '3 segments in 1 video become “slice onion”.',
      'Key 1 becomes free.',
      'gad tells these classes apart: what it predicts of them counts as “slice onion” from now on. Reports made before are of the old classes until the run is evaluated again, and a run trained from now on has 1 class fewer.',
    ]);
    expect(meetings(plan)).toBe('2 pairs will have the very same times, 1 pair will touch, both of one class.');
    expect(meetings({ ...plan, videos: [] })).toBeNull();
  });
});
