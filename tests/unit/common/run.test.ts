import { expect, it } from 'vitest';
import { Run } from '../../../src-main/common/domain/run';
import { defaultTrainSettings } from '../../../src-main/common/settings';

/** A record as it was written before a classifier had an order. */
function oldRun(settings: Record<string, unknown>): unknown {
  return {
    version: 1,
    id: 'r',
    name: 'r',
    created: '',
    status: 'trained',
    origin: 'trained',
    settings,
    classes: [],
    splits: { train: [], val: [], test: [] },
    rate: 4,
  };
}

it('a run of before says what it meant: no context was the text of the class alone', () => {
  const opened = Run.parse(oldRun({ kind: 'gad', context: 'none', lambda: 0.5 }));
  expect(opened.settings).toEqual({ ...defaultTrainSettings(), context: 'label', lambda: 0.5 });
  expect(Run.parse(JSON.parse(JSON.stringify(opened)))).toEqual(opened);
  expect(Run.parse(oldRun({ kind: 'gad', context: 'previous action' })).settings).toEqual(defaultTrainSettings());
});

it('a run of now without context keeps it', () => {
  const settings = { ...defaultTrainSettings(), context: 'none' };
  expect(Run.parse(oldRun(settings)).settings).toEqual(settings);
});
