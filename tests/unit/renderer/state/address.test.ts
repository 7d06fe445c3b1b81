import { expect, it } from 'vitest';
import { formatAddress, parseAddress } from '../../../../src-renderer/state/address';
import { noErrorFilter } from '../../../../src-renderer/state/errorFilter';
import { nothingLinked, plainMap, usualThresholds } from '../../../../src-renderer/state/view';

const nothing = { video: null, playhead: 0, shownRuns: null, run: null, study: null, figure: null };
const filter = {
  errorFilter: noErrorFilter,
  errorThresholds: usualThresholds,
  errorRow: null,
  map: plainMap,
  usualThresholds,
};
const view = { screen: 'annotate', ...nothing, ...nothingLinked, ...filter } as const;

it('an address brings back screen and selection', () => {
  const kept = { ...view, video: 'P01 / 11', playhead: 45.64, shownRuns: ['gad-prev-s0', 'gen-s0'] };
  const address = formatAddress(kept);
  expect(address).toBe('#/annotate?video=P01%20%2F%2011&t=45.64&lanes=gad-prev-s0~gen-s0');
  expect(parseAddress(address)).toEqual({
    screen: 'annotate',
    video: 'P01 / 11',
    playhead: 45.64,
    shownRuns: ['gad-prev-s0', 'gen-s0'],
  });
});

it('screens name only what they show', () => {
  expect(formatAddress({ ...view, screen: 'project', video: 'soup-07', run: 'gad-prev-s0' })).toBe('#/project');
  expect(formatAddress({ ...view, screen: 'runs', video: 'soup-07', run: 'gad-prev-s0' })).toBe(
    '#/runs?run=gad-prev-s0',
  );
  const study = { ...view, screen: 'studies', run: 'gad-prev-s0', study: 'disc-vs-gen' } as const;
  expect(formatAddress(study)).toBe('#/studies?study=disc-vs-gen');
  expect(parseAddress('#/studies?study=disc-vs-gen')).toEqual({ screen: 'studies', study: 'disc-vs-gen' });
});

it('an address nobody knows changes nothing, a broken time is the start', () => {
  expect(parseAddress('#/nowhere?run=x')).toEqual({});
  expect(parseAddress('')).toEqual({});
  expect(parseAddress('#/annotate?video=a&t=later')).toEqual({ screen: 'annotate', video: 'a', playhead: 0 });
  expect(parseAddress('#/annotate?video=a&t=-4')).toMatchObject({ playhead: 0 });
});

it('the selection that screens share comes back whole, and what an address does not name is not selected', () => {
  const linked = {
    against: 'gen-s0',
    split: 'val',
    kinds: ['confused', 'missed'],
    truthClass: 3,
    predictedClass: 0,
    steps: { 'P01 / 11': [0, 1, 2, 7], 'a:b~c%': [4, 6] },
  } as const;
  const address = formatAddress({ ...view, screen: 'runs', run: 'gad-prev-s0', ...linked });
  expect(parseAddress(address)).toEqual({ screen: 'runs', run: 'gad-prev-s0', ...linked });
  expect(parseAddress('#/runs?kinds=nothing&truth=x')).toEqual({ screen: 'runs', ...nothingLinked });
  expect(formatAddress({ ...view, ...linked })).toBe('#/annotate');
});

it('errors come back with their filter and the open row', () => {
  const errorFilter = {
    verb: 'pour',
    noun: null,
    length: '1 to 2 s',
    video: 'P01 / 11',
    mark: 'label error',
    text: 'cut & stir',
  } as const;
  const errorThresholds = { correct: 0.75, overlap: 0.1 };
  const errors = { errorFilter, errorThresholds, errorRow: 'a/1-2/' };
  const kept = { ...view, screen: 'errors', run: 'gad', kinds: ['missed'], ...errors } as const;
  const back = parseAddress(formatAddress(kept));
  expect(back).toMatchObject({ screen: 'errors', run: 'gad', kinds: ['missed'], ...errors });
  expect(parseAddress('#/errors?length=endless&correct=2')).toMatchObject({
    errorFilter: noErrorFilter,
    errorThresholds: usualThresholds,
    errorRow: null,
  });
});

it('a map comes back as it was coloured and made; what no map can be made with is as at first', () => {
  const map = { ...plainMap, colour: 'time', verb: 'cut', method: 'UMAP', perplexity: 12, seed: 3, layer: 0 } as const;
  const address = formatAddress({ ...view, screen: 'embeddings', run: 'gad', map });
  expect(address).toBe('#/embeddings?run=gad&colour=time&verb=cut&method=UMAP&perplexity=12&seed=3&layer=0');
  expect(parseAddress(address)).toMatchObject({ screen: 'embeddings', run: 'gad', map });
  expect(parseAddress('#/embeddings?colour=loud&perplexity=-1&seed=x&layer=-2')).toMatchObject({ map: plainMap });
});
