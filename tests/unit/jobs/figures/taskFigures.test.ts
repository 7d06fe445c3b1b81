import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { alone } from '../../../../src-main/analysis/embedding/crew';
import { newRecipe, type PanelWish, withPanel } from '../../../../src-main/common/figures/arrange';
import { numbersOf } from '../../../../src-main/common/figures/numbers';
import { openProject, type ProjectStore } from '../../../../src-main/data/project/store';
import { drawFigure } from '../../../../src-main/jobs/figures/draw';
import { prepareFigure } from '../../../../src-main/jobs/figures/prepare';
import { readRun } from '../../../../src-main/jobs/runFolder';
import { addClipRun } from '../../../builders/clipRun';
import { toyKitchen } from '../../../builders/toyKitchen';
import { quiet, temporaryFolder } from '../../data/temporaryProject';

let store: ProjectStore;
const nameTasks = async (tasks: { [video: string]: string }) => {
  await store.saveVideos(
    store.videos.map((video) => ({ ...video, task: tasks[video.id] ?? tasks['else'] ?? 'stir pot' })),
  );
  store = await openProject(store.dir);
};

beforeEach(async () => {
  store = await toyKitchen(join(temporaryFolder(), 'kitchen'), [], 0);
  await nameTasks({ d: 'MakeTea', else: 'wash up' });
  await addClipRun(store, 'tasks', 'task recognition', () => 0);
});

async function drawn(wish: PanelWish) {
  const recipe = withPanel(newRecipe('Tasks'), wish);
  await prepareFigure(store, recipe, quiet, alone);
  const { panels, drawing } = await drawFigure(store, recipe);
  return { data: panels[0]!.data, words: JSON.stringify(drawing.marks) };
}

describe('figures of runs that recognise tasks', () => {
  it('name tasks at the points of maps, in their keys and numbers', async () => {
    const { data, words } = await drawn({ kind: 'embedding', runs: ['tasks'] });
    expect(data).toMatchObject({ kind: 'scatter', tasks: ['MakeTea', 'wash up'] });
    expect(words).toContain('"text":"MakeTea"');
    expect(words).toContain('"text":"wash up"');
    expect(words).not.toMatch(/"text":"(class|background)/);
    const { columns, rows } = numbersOf(data);
    expect(columns).toEqual(['map', 'x', 'y', 'task']);
    expect(rows.map((row) => row[3])).toEqual(['MakeTea', 'wash up']);
  });

  it('are narrowed to tasks and to nothing that tasks do not have', async () => {
    const wish = { kind: 'embedding', runs: ['tasks'] } as const;
    const { data } = await drawn({ ...wish, classes: [1] });
    expect(data.kind === 'scatter' && data.maps[0]!.points.map(({ classId }) => classId)).toEqual([1]);
    expect((await drawn({ ...wish, verbs: ['wash'] })).data).toMatchObject({ kind: 'empty' });
    const pairs = await drawn({ kind: 'pairs', runs: ['tasks'], settings: { show: 'table' } });
    expect(pairs.data).toMatchObject({
      head: ['Truth', 'Predicted', 'Clips', 'Share, %'],
      rows: [['wash up', 'MakeTea', '1', '100.0']],
    });
    const matrix = { kind: 'confusion', runs: ['tasks'] } as const;
    expect((await drawn({ ...matrix, classes: [1] })).data).toMatchObject({ rows: ['wash up'] });
    expect((await drawn({ ...matrix, verbs: ['wash'] })).data).toMatchObject({ kind: 'empty' });
    const entropy = { kind: 'entropy', runs: ['tasks'], settings: { show: 'classes' } } as const;
    expect((await drawn(entropy)).data).toMatchObject({ groups: [{ name: 'wash up' }] });
    expect((await drawn({ ...entropy, classes: [0] })).data).toMatchObject({ kind: 'empty' });
  });

  it('plot their confusions by the names of tasks', async () => {
    const { data } = await drawn({ kind: 'overlap', runs: ['tasks'], classes: [1] });
    expect(data).toMatchObject({ kind: 'overlap', yTitle: '% of the true class’s clips' });
    expect(numbersOf(data).rows.map((row) => row.slice(0, 5))).toEqual([['tasks', 'wash up', 'MakeTea', 0, 100]]);
    expect((await drawn({ kind: 'overlap', runs: ['tasks'], classes: [0] })).data).toMatchObject({ kind: 'empty' });
  });

  it('count the tasks of runs beside each other once', async () => {
    await nameTasks({ a: 'bake', d: 'MakeTea', else: 'wash up' });
    await addClipRun(store, 'later', 'task recognition', (truth) => truth);
    const { data } = await drawn({ kind: 'embedding', runs: ['tasks', 'later'] });
    expect(data).toMatchObject({ tasks: ['MakeTea', 'wash up', 'bake'] });
    expect(numbersOf(data).rows.map(([map, , , task]) => [map, task])).toEqual([
      ['tasks', 'MakeTea'],
      ['tasks', 'wash up'],
      ['later', 'MakeTea'],
      ['later', 'wash up'],
    ]);
    const { classes } = await readRun(store.dir, 'later');
    expect(classes.map(({ name }) => name)).not.toEqual(['MakeTea', 'wash up', 'bake']);
  });

  it('do not mix tasks with classes', async () => {
    await addClipRun(store, 'steps', 'step recognition', (truth) => truth);
    expect((await drawn({ kind: 'embedding', runs: ['steps', 'tasks'] })).data).toEqual({
      kind: 'empty',
      sentence: 'tasks tells tasks of videos, other runs tell classes.',
    });
  });
});
