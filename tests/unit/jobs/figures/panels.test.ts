import { describe, expect, it } from 'vitest';
import type { PanelWish } from '../../../../src-main/common/figures/arrange';
import type { PanelData } from '../../../../src-main/common/figures/panelData';
import type { ProjectStore } from '../../../../src-main/data/project/store';
import { overlapCorrelations } from '../../../../src-main/jobs/analysis/confusedPairs';
import { drawFigure, problemsOf } from '../../../../src-main/jobs/figures/draw';
import { appendEvents, runFolder } from '../../../../src-main/jobs/runFolder';
import { comparedProject, comparedRuns as runs, figure } from '../../../builders/comparedProject';
import { labels } from '../../data/temporaryProject';

async function dataOf(store: ProjectStore, wish: PanelWish): Promise<PanelData> {
  return (await drawFigure(store, figure(wish))).panels[0]!.data;
}

describe('what panels show', () => {
  it('counts errors by kind, of chosen verbs and lengths, or tells what each kind costs', async () => {
    const store = await comparedProject();
    const rows = async (settings: PanelWish['settings'], verbs: string[] = []) => {
      const data = await dataOf(store, { kind: 'errors', runs, verbs, settings: settings ?? {} });
      if (data.kind !== 'intervals') throw new Error(JSON.stringify(data));
      expect(data.series).toEqual(['gen', 'disc']);
      const some = data.groups.filter(({ values }) => values.some((one) => one?.value !== 0));
      return some.map(({ name, values }) => [name, ...values.map((one) => one?.value)]);
    };
    // Of gen the onion of 8 s is called a pot; both invent an onion of 3 s.
    expect(await rows({})).toEqual([
      ['confused', 1, 0],
      ['invented', 1, 1],
    ]);
    expect(await rows({ longest: 5 })).toEqual([['invented', 1, 1]]);
    expect(await rows({ shortest: 5 })).toEqual([['confused', 1, 0]]);
    expect(await rows({}, ['stir'])).toEqual([['confused', 1, 0]]);
    // F1 of gen: one of two truths and three predictions, 2 · 1 / 5; with the pot right 2 · 2 / 5. Without what is
    // invented 2 · 1 / 4. Of disc two of three, 4 / 5; without what is invented 1.
    expect(await rows({ value: 'costs' })).toEqual([
      ['confused', expect.closeTo(40, 6), 0],
      ['invented', expect.closeTo(10, 6), expect.closeTo(20, 6)],
    ]);
  });

  it('draws the intervals of costs and shares, none where a group is of one video', async () => {
    const store = await comparedProject();
    const shown = async (wish: PanelWish) => {
      const data = await dataOf(store, { runs: ['gen'], ...wish });
      if (data.kind !== 'intervals') throw new Error(JSON.stringify(data));
      return { ...data, bounds: data.groups.map(({ name, values }) => [name, values[0]?.low, values[0]?.high]) };
    };
    const costs = await shown({ kind: 'errors', kinds: ['confused'], settings: { value: 'costs' } });
    // Of video a alone nothing is right, and with the pot right 2 · 1 / 3; of b alone all is.
    expect(costs.bounds).toEqual([['confused', 0, expect.closeTo(200 / 3, 6)]]);
    expect(costs).toMatchObject({ thin: true, note: 'Intervals: 95 % over 2 videos, too few to judge.' });
    const both = await shown({ kind: 'sensitivity', settings: { trait: 'instances' } });
    expect(both.bounds).toEqual([['1 (2)', 0, 100]]);
    const alone = await shown({ kind: 'sensitivity', settings: { trait: 'video' } });
    expect(alone.bounds).toEqual([
      ['a (1)', null, null],
      ['b (1)', null, null],
    ]);
    expect(alone.note).toBe('In brackets: true segments. Too few to judge: 2 videos.');
  });

  it('narrows errors to nouns, true and predicted classes, kinds and videos', async () => {
    const store = await comparedProject();
    const counts = async (filters: Partial<PanelWish>) => {
      const data = await dataOf(store, { kind: 'errors', runs, ...filters });
      if (data.kind !== 'intervals') throw new Error(JSON.stringify(data));
      return Object.fromEntries(data.groups.map(({ name, values }) => [name, values.map((one) => one?.value)]));
    };
    expect(await counts({ nouns: ['onion'] })).toMatchObject({ confused: [1, 0], invented: [1, 1] });
    expect(await counts({ nouns: ['pot'] })).toMatchObject({ confused: [1, 0], invented: [0, 0] });
    expect(await counts({ classes: [1] })).toMatchObject({ confused: [1, 0], invented: [0, 0] });
    // What is invented lies where nothing is.
    expect(await counts({ classes: [0] })).toMatchObject({ confused: [0, 0], invented: [1, 1] });
    expect(await counts({ predicted: [2] })).toMatchObject({ confused: [1, 0], invented: [0, 0] });
    expect(await counts({ videos: ['b'] })).toMatchObject({ confused: [0, 0], invented: [0, 0] });
    expect(Object.keys(await counts({ kinds: ['missed', 'invented'] }))).toEqual(['invented', 'missed']);
  });

  it('tells which true segments are found, of chosen classes', async () => {
    const store = await comparedProject();
    const shown = async (wish: Partial<PanelWish>) => {
      const data = await dataOf(store, { kind: 'sensitivity', runs, ...wish });
      return data.kind === 'intervals'
        ? data.groups.map(({ name, values }) => [name, ...values.map((one) => one?.value)])
        : data;
    };
    // The onion of 8 s, which gen calls a pot, and the pot of 10 s.
    expect(await shown({})).toEqual([
      ['8.0 to 10.0 s (1)', 0, 100],
      ['10.0 s and more (1)', 100, 100],
    ]);
    expect(await shown({ classes: [1], settings: { verdict: 'confused' } })).toEqual([['8.0 s and more (1)', 100, 0]]);
    expect(await shown({ settings: { trait: 'video' } })).toEqual([
      ['a (1)', 0, 100],
      ['b (1)', 100, 100],
    ]);
    expect(await shown({ nouns: ['bread'] })).toEqual({
      kind: 'empty',
      sentence: 'No true segment is of these classes on test.',
    });
  });

  it('lists the most confused pairs of the first run beside those of the others', async () => {
    const store = await comparedProject();
    expect(await dataOf(store, { kind: 'pairs', runs })).toMatchObject({
      groups: [{ name: 'cut onion → stir pot', values: [{ value: 100 }, { value: 0 }] }],
    });
    expect(await dataOf(store, { kind: 'pairs', runs, settings: { show: 'table' } })).toMatchObject({
      head: ['Truth', 'Predicted', 'Steps', 'gen, %', 'disc, %'],
      rows: [['cut onion', 'stir pot', '8', '100.0', '0.0']],
    });
    expect(await dataOf(store, { kind: 'pairs', runs: ['gen'], predicted: [1] })).toEqual({
      kind: 'empty',
      sentence: 'gen takes none of these classes for another.',
    });
  });

  it('plots confusion against label overlap, with the correlation of the Errors screen', async () => {
    const store = await comparedProject();
    const { correlations } = await overlapCorrelations(store, { run: 'gen', split: 'test' });
    const told = correlations.find(({ measure }) => measure === 'letters')?.interval;
    const data = await dataOf(store, { kind: 'overlap', runs: ['gen'], settings: { measure: 'letters' } });
    expect(data).toMatchObject({
      kind: 'overlap',
      // "cut onion" and "stir pot" are 7 edits apart, of 9 letters.
      runs: [{ name: 'gen', correlation: told, pairs: [{ truth: 'cut onion', predicted: 'stir pot', share: 100 }] }],
    });
    expect(data.kind === 'overlap' && data.runs[0]?.pairs[0]?.likeness).toBeCloseTo(2 / 9, 10);
    expect(data.kind === 'overlap' && data.note).toContain('95 % over 2 videos, too few to judge.');
    const narrowed = await dataOf(store, { kind: 'overlap', runs: ['gen'], predicted: [1] });
    expect(narrowed).toEqual({ kind: 'empty', sentence: 'gen takes none of these classes for another.' });
  });

  it('keeps shares of the whole row where a matrix is narrowed', async () => {
    const store = await comparedProject();
    const data = await dataOf(store, { kind: 'confusion', runs: ['gen'], classes: [1] });
    expect(data).toMatchObject({ rows: ['cut onion'], columns: ['cut onion', 'others'], counts: [[0, 8]] });
    const chosen = await dataOf(store, { kind: 'confusion', runs: ['gen'], classes: [1], predicted: [2] });
    expect(chosen).toMatchObject({ rows: ['cut onion'], columns: ['stir pot'], counts: [[8]] });
  });

  it('leaves segments of other classes out of a timeline, and other verdicts unmarked', async () => {
    const store = await comparedProject();
    const lanes = async (wish: Partial<PanelWish>) => {
      const settings = { video: 'a', end: 20, pictures: 0, errors: 'verdicts' };
      const data = await dataOf(store, { kind: 'timeline', runs: ['gen'], settings, ...wish });
      return data.kind === 'timeline' && data.lanes.map(({ segments }) => segments?.map(({ verdict }) => verdict));
    };
    expect(await lanes({})).toEqual([[undefined], ['confused', 'invented']]);
    expect(await lanes({ kinds: ['invented'] })).toEqual([[undefined], [undefined, 'invented']]);
    expect(await lanes({ classes: [1] })).toEqual([[undefined], ['invented']]);
  });

  it('marks a predicted segment as wrong where most of it lies on another class, or on none', async () => {
    const store = await comparedProject();
    const data = await dataOf(store, { kind: 'timeline', runs, settings: { video: 'a', end: 20, pictures: 0 } });
    expect(data).toMatchObject({
      kind: 'timeline',
      lanes: [
        { name: 'Truth', segments: [{ start: 2, end: 10, classId: 1, wrong: false }] },
        {
          name: 'gen',
          segments: [
            { start: 2, end: 10, classId: 2, wrong: true },
            { start: 15, end: 18, wrong: true },
          ],
        },
        {
          name: 'disc',
          segments: [
            { start: 2, end: 10, classId: 1, wrong: false },
            { start: 15, end: 18, wrong: true },
          ],
        },
      ],
    });
  });

  it('tells the verdicts of a stretch, and what was missed', async () => {
    const store = await comparedProject();
    await store.saveAnnotation(
      labels('a', [
        [2, 10, 1],
        [12, 14, 2],
      ]),
    );
    const settings = { video: 'a', end: 20, pictures: 0, errors: 'verdicts' } as const;
    const data = await dataOf(store, { kind: 'timeline', runs, settings });
    expect(data.kind === 'timeline' && data.lanes.slice(1)).toMatchObject([
      {
        name: 'gen',
        segments: [
          { start: 2, end: 10, verdict: 'confused' },
          { start: 15, end: 18, verdict: 'invented' },
          { start: 12, end: 14, verdict: 'missed', classId: 2 },
        ],
      },
      {
        name: 'disc',
        segments: [
          { start: 2, end: 10, wrong: false },
          { start: 15, end: 18, verdict: 'invented' },
          { start: 12, end: 14, verdict: 'missed' },
        ],
      },
    ]);
  });

  it('takes scores from the reports, and says of few videos that they are few', async () => {
    const store = await comparedProject();
    // disc: 2 of 2 true segments found with 3 predicted: 4 / 5. gen: 1 of 2 with 3 predicted: 2 / 5.
    expect(await dataOf(store, { kind: 'scores', runs, settings: { scores: 'S-F1' } })).toMatchObject({
      groups: [{ values: [{ value: 40 }] }, { values: [{ value: 80 }] }],
      note: 'Intervals: 95 % over 2 videos, too few to judge.',
    });
    expect(await dataOf(store, { kind: 'table', runs })).toMatchObject({
      // Neither has scores of classes or a speed.
      head: ['', 'S-F1', 'S-F1 macro', 'P-F1', 'Accuracy'],
      rows: [
        ['gen', '40.0', ...new Array(3).fill(expect.any(String))],
        ['disc', '80.0', ...new Array(3).fill(expect.any(String))],
      ],
    });
  });

  it('counts confusions and the entropy of wrong labels', async () => {
    const store = await comparedProject();
    const matrix = await dataOf(store, { kind: 'confusion', runs: ['gen'] });
    expect(matrix).toMatchObject({ kind: 'matrix', rows: expect.arrayContaining(['cut onion']) });
    const onion = matrix.kind === 'matrix' && matrix.counts[matrix.rows.indexOf('cut onion')];
    expect(onion && [...onion].sort((a, b) => b - a)[0]).toBe(8);
    expect(await dataOf(store, { kind: 'entropy', runs })).toMatchObject({
      groups: [
        { name: 'gen', values: [{ name: 'cut onion', value: 0 }], mean: 0 },
        { name: 'disc', values: [], mean: null },
      ],
    });
  });

  it('draws scores along thresholds, and says where runs have labels only', async () => {
    const store = await comparedProject();
    const curve = await dataOf(store, { kind: 'statistics', runs, settings: { curve: 'IoU threshold' } });
    expect(curve).toMatchObject({ lines: [{ name: 'gen' }, { name: 'disc' }] });
    expect(curve.kind === 'curves' && curve.lines[1]?.points.find(([x]) => x === 0.5)).toEqual([0.5, 80]);
    expect(await dataOf(store, { kind: 'statistics', runs, settings: { curve: 'reliability' } })).toEqual({
      kind: 'empty',
      sentence: 'None of the runs has scores: they have labels only.',
    });
  });

  it('smooths losses, each run a line', async () => {
    const store = await comparedProject();
    const event = { type: 'step', classLoss: null, learningRate: 0.1, gradientNorm: 1, seconds: 1 } as const;
    await appendEvents(runFolder(store.dir, 'gen'), [
      { ...event, step: 1, loss: 2, textLoss: 2 },
      { ...event, step: 2, loss: 1, textLoss: 1 },
    ]);
    expect(await dataOf(store, { kind: 'curves', runs, settings: { smoothing: 0 } })).toMatchObject({
      lines: [
        {
          name: 'gen',
          points: [
            [1, 2],
            [2, 1],
          ],
        },
      ],
    });
  });

  it.each<[string, PanelWish, string]>([
    ['a run that is gone', { kind: 'scores', runs: ['lost'] }, 'Missing run lost.'],
    [
      'a split without reports',
      { kind: 'scores', runs, settings: { split: 'val' } },
      'None of the runs can be scored on val.',
    ],
    ['no video', { kind: 'timeline', runs }, 'No video is chosen.'],
    [
      'a stretch after the end',
      { kind: 'timeline', settings: { video: 'a', start: 30, end: 40 } },
      'a ends at 20.0 s, before this stretch.',
    ],
    [
      'a stretch that ends before it begins',
      { kind: 'timeline', settings: { video: 'a', start: 9, end: 4 } },
      'The stretch ends before it begins: 9 to 4 s.',
    ],
    ['no study', { kind: 'study' }, 'No study is chosen.'],
    ['runs without curves', { kind: 'curves', runs }, 'None of the runs has a loss curve.'],
  ])('is a sentence for %s', async (_, wish, sentence) => {
    expect(await dataOf(await comparedProject(), wish)).toEqual({ kind: 'empty', sentence });
  });

  it('names signs that the font lacks', async () => {
    const store = await comparedProject();
    const recipe = figure({ kind: 'table', runs, settings: { title: '炒 and stir' } });
    expect(problemsOf(store, recipe, await drawFigure(store, recipe))).toContain('Inter has no sign for 炒.');
  });
});
