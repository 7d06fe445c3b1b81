import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alone } from '../../src-main/analysis/embedding/crew';
import type { Rows } from '../../src-main/analysis/embedding/nearest';
import { ownNeighbours } from '../../src-main/analysis/embedding/neighbours';
import { Tsne } from '../../src-main/analysis/embedding/tsne';
import { Rng } from '../../src-main/common/rng';
import { drawFigure } from '../../src-main/jobs/figures/draw';
import { prepareFigure } from '../../src-main/jobs/figures/prepare';
import { openProject } from '../../src-main/data/project/store';
import { newRecipe, type PanelWish, withPanel } from '../../src-main/common/figures/arrange';
import { layoutJob, type UnfinishedLayout } from '../../src-main/jobs/embedding/layout';
import { openCrew } from '../../src-main/jobs/threads';
import { gadw, gadwJson, workerEntry } from '../builders/commandLine';
import { expectLawfulProgress, watched } from '../builders/learnableProject';
import { predictedKitchen } from '../builders/predictedKitchen';
import { temporaryFolder } from '../unit/data/temporaryProject';

const kitchen = () => predictedKitchen(join(temporaryFolder(), 'kitchen'), ['right', 'wrong-run']);
const plain = { split: 'test', method: 't-SNE', perplexity: 5, seed: 0, perClass: 200, layer: null } as const;

describe('gadw embed', () => {
  it('maps the states of a run, tells how far to believe it, and writes the points', async () => {
    const { dir } = await kitchen();
    const out = join(dir, 'map.csv');
    const { code, json } = await gadwJson('embed', dir, '--run', 'wrong-run', '--perplexity', '5', '--out', out);
    expect(code).toBe(0);
    expect(json).toMatchObject({ placed: 0, iterations: 750, perplexity: 5, videos: ['d', 'e'] });
    expect((json['checks'] as { sameClass: number }).sameClass).toBeGreaterThan(0.9);
    const [head, first, ...rest] = readFileSync(out, 'utf8').trim().split('\n');
    expect(head).toBe('video,step,seconds,truth,predicted,x,y');
    expect(rest.length + 1).toBe(json['points']);
    const [video, step, seconds, truth, predicted] = first?.split(',') ?? [];
    expect(video).toBe('d');
    expect(Number(seconds)).toBe((Number(step) + 0.5) / 2);
    expect(truth).not.toBe(predicted);
  });

  it('says what is missing where there is nothing to map', async () => {
    const { dir } = await kitchen();
    const { stderr } = await gadw('embed', dir, '--run', 'right', '--split', 'val');
    expect(stderr.join('\n')).toContain('"right": it has no predictions on val.');
    rmSync(join(dir, 'runs', 'right', 'predictions', 'test', 'e.features.npy'));
    const { code, json } = await gadwJson('embed', dir, '--run', 'right');
    expect([code, json['error']]).toEqual([1, expect.objectContaining({ code: 'no-states' })]);
  });
});

describe('a map in a figure', () => {
  it('is narrowed to classes, videos and steps that were named right or wrong; it stays the map of all', async () => {
    const { dir } = await kitchen();
    const recipe = (wish: Partial<PanelWish>) =>
      withPanel(newRecipe('Map'), { kind: 'embedding', runs: ['wrong-run'], ...wish });
    const store = await openProject(dir);
    await prepareFigure(store, recipe({}), watched().context, alone);
    const shown = async (wish: Partial<PanelWish>) => {
      const { data } = (await drawFigure(store, recipe(wish))).panels[0]!;
      return data;
    };
    const pointsOf = async (wish: Partial<PanelWish>) => {
      const data = await shown(wish);
      return data.kind === 'scatter' ? data.maps[0]!.points : [];
    };
    const all = await pointsOf({});
    expect(all.length).toBeGreaterThan(1);
    const [first] = all;
    expect(await pointsOf({ settings: { steps: 'wrong' } })).toEqual(all);
    expect(await shown({ settings: { steps: 'right' } })).toMatchObject({ kind: 'empty' });
    const ofOne = all.filter(({ classId }) => classId === first!.classId);
    expect(await pointsOf({ classes: [first!.classId] })).toEqual(ofOne);
    expect(ofOne.length).toBeLessThan(all.length);
    const [d, e] = await Promise.all(['d', 'e'].map((video) => pointsOf({ videos: [video] })));
    expect([d, e].flat()).toEqual(all);
    expect(await shown({ settings: { seed: 1 } })).toEqual({
      kind: 'empty',
      sentence: 'The map of wrong-run is not made yet.',
    });
  });
});

describe('a map', () => {
  it('is shown as it grows, found again when it is finished, and leaves nothing when it is given up', async () => {
    const { dir } = await kitchen();
    const views: UnfinishedLayout[] = [];
    const given = watched((progress, abort) => {
      if (progress.done > 0) abort();
    });
    const input = { project: dir, run: 'right', ...plain };
    await expect(layoutJob(input, given.context, alone, () => undefined)).rejects.toThrow('Cancelled');
    const { context, reports } = watched();
    const made = await layoutJob(input, context, alone, (view) => views.push(view));
    expectLawfulProgress(reports);
    expect(views.at(-1)).toMatchObject({ iteration: 750, iterations: 750, videos: ['d', 'e'] });
    expect(views.at(-1)?.positions).toEqual(made.positions);
    const again = await layoutJob(input, context, alone, () => expect.fail('made again'));
    expect(again).toEqual(made);
    expect((await layoutJob({ ...input, seed: 1, perClass: 3 }, context, alone, () => undefined)).record.points).toBe(
      12,
    );
  });

  it('is the same on one thread and on three', async () => {
    const rng = new Rng(0);
    const rows: Rows = { values: Float32Array.from({ length: 7000 }, () => rng.normal()), count: 700, dim: 10 };
    const start = Float64Array.from({ length: 1400 }, (_, i) => rows.values[10 * (i >> 1) + (i & 1)] as number);
    const threads = openCrew(join(workerEntry, '..', 'thread.cjs'), 3);
    try {
      const [one, three] = [alone, threads].map((crew) => {
        const tsne = new Tsne(ownNeighbours(rows, 30, crew), 10, start, crew);
        for (let i = 0; i < 60; i++) tsne.advance();
        return [...tsne.positions];
      });
      expect(three).toEqual(one);
    } finally {
      await threads.close();
    }
  });
});
