import { describe, expect, it } from 'vitest';
import { splitNames, type Splits } from '../../../../src-main/common/domain/project';
import { checkSplits, joinSplits, proposeSplits } from '../../../../src-main/data/project/splits';
import { video } from '../temporaryProject';

const many = Array.from({ length: 40 }, (_, i) => video(`v${i}`));
const all = (splits: Splits) => splitNames.flatMap((name) => splits[name]).sort();
const splits = (train: string[], val: string[], test: string[], source = 'file'): Splits => ({
  train,
  val,
  test,
  source,
});

describe('proposed splits', () => {
  it('are 70 : 15 : 15, whole, and the same for the same seed', () => {
    const proposed = proposeSplits(many, 3);
    expect(splitNames.map((name) => proposed[name].length)).toEqual([28, 6, 6]);
    expect(all(proposed)).toEqual(many.map((v) => v.id).sort());
    expect(proposeSplits(many.slice().reverse(), 3)).toEqual(proposed);
    expect(proposeSplits(many, 4)).not.toEqual(proposed);
    expect(proposed.source).toBe('proposed (seed 3)');
  });

  it('keep a participant in one split', () => {
    const videos = many.map((v, i) => ({ ...v, participant: `P${i % 7}` }));
    const proposed = proposeSplits(videos, 0);
    const splitsOf = (p: string) =>
      splitNames.filter((name) => proposed[name].some((id) => videos.find((v) => v.id === id)?.participant === p));
    for (let p = 0; p < 7; p++) expect(splitsOf(`P${p}`)).toHaveLength(1);
    expect(splitNames.every((name) => proposed[name].length > 0)).toBe(true);
  });

  it('leave no split empty from three videos on', () => {
    for (let n = 3; n < 10; n++) {
      const proposed = proposeSplits(many.slice(0, n), 0);
      expect(splitNames.every((name) => proposed[name].length > 0)).toBe(true);
    }
  });

  it('stay as they are when videos are added', () => {
    const first = proposeSplits(many.slice(0, 20), 0);
    const joined = joinSplits(first, null, many, new Set(many.map((v) => v.id)));
    for (const name of splitNames) expect(joined[name]).toEqual(expect.arrayContaining(first[name]));
    expect(splitNames.map((name) => joined[name].length)).toEqual([28, 6, 6]);
  });
});

describe('splits of files', () => {
  it('win over a proposal, and over earlier ones for the videos they name', () => {
    const given = { train: ['v1'], val: [], test: ['v2'] };
    expect(joinSplits(proposeSplits(many, 0), given, many, new Set())).toEqual(splits(['v1'], [], ['v2']));
    expect(joinSplits(splits(['v2', 'v3'], [], []), given, many, new Set())).toEqual(splits(['v3', 'v1'], [], ['v2']));
  });

  it('are not extended by guesses', () => {
    const current = splits(['v1'], [], ['v2']);
    expect(joinSplits(current, null, many, new Set(['v5']))).toBe(current);
  });
});

describe('checking splits', () => {
  it('accepts disjoint ones', () => {
    expect(() => checkSplits(splits(['v1'], ['v2'], ['v3']), many)).not.toThrow();
  });

  it.each([
    [splits(['v1'], [], ['v1']), 'The video v1 is in train and in test, but a video may be in one split only.'],
    [splits(['v1', 'v1'], [], []), 'The video v1 is twice in train, but a video may be in one split only.'],
    [splits(['w'], [], []), 'The split train names w, which is no video of this project.'],
  ])('refuses others in a sentence (%#)', (wrong, message) => {
    expect(() => checkSplits(wrong, many)).toThrow(message);
  });
});
