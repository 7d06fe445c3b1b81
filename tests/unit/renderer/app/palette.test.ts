import { Tag } from 'lucide-react';
import { expect, it } from 'vitest';
import { quarterSentence } from '../../../../src-renderer/app/Announcer';
import { type Item, type Kind, search } from '../../../../src-renderer/app/paletteItems';

const item = (kind: Kind, label: string, note = ''): Item => ({
  key: `${kind} ${label}`,
  kind,
  label,
  note,
  icon: Tag,
  choose: () => {},
});
const items = [
  item('Commands', 'Keyboard shortcuts', 'Help'),
  item('Commands', 'Add a model', 'Project'),
  item('Videos', 'soup-07', 'test'),
  item('Runs', 'gad-prev-s0', 'gad'),
  item('Classes', 'add carrot', 'verb add, noun carrot'),
  item('Classes', 'cut carrot', 'verb cut, noun carrot'),
];
const labels = (query: string) => search(items, query).map((hit) => hit.item.label);

it('finds what holds every word, in any order', () => {
  expect(labels('carrot add')).toEqual(['add carrot']);
  expect(labels('add')).toEqual(['Add a model', 'add carrot']);
  expect(labels('nothing like it')).toEqual([]);
});

it('puts the start of a word before the inside of one', () => {
  expect(labels('#car')).toEqual(['add carrot', 'cut carrot']);
  expect(search(items, 'add car')[0]?.matched).toEqual([
    [0, 3],
    [4, 7],
  ]);
});

it('what cannot be done now is found, last, and not listed unasked', () => {
  const split: Item = { ...item('Commands', 'Add a split here', 'Annotate'), impossible: true };
  const found = (query: string) => search([split, ...items], query).map((hit) => hit.item.label);
  expect(found('add')).toEqual(['Add a model', 'Add a split here', 'add carrot']);
  expect(found('split')).toEqual(['Add a split here']);
  expect(found('')).not.toContain('Add a split here');
});

it('a first character limits the kind, and a kind’s name finds all of it', () => {
  expect(labels('/')).toEqual(['soup-07']);
  expect(labels('@gad')).toEqual(['gad-prev-s0']);
  expect(labels('runs')).toEqual(['gad-prev-s0']);
});

it('a job is spoken of at its start, each quarter and its end', () => {
  const job = (state: 'running' | 'done' | 'queued', done: number) =>
    quarterSentence({
      id: '1',
      title: 'Training a',
      input: { kind: 'demo', seed: 0 },
      state,
      progress: { stage: 's', done, total: 100, unit: 'updates' },
      error: null,
      resumable: false,
      created: '',
    });
  expect([job('queued', 0), job('running', 3), job('running', 49), job('running', 51), job('done', 100)]).toEqual([
    '',
    'Training a started',
    'Training a: 25 %',
    'Training a: 50 %',
    'Training a: done',
  ]);
});
