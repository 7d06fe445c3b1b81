import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Task } from '../../../src-main/common/settings';
import { openProject, type ProjectStore } from '../../../src-main/data/project/store';
import { confusedPairsReport } from '../../../src-main/jobs/analysis/confusedPairs';
import { confusionMatrix } from '../../../src-main/jobs/analysis/confusionMatrix';
import { runCurves } from '../../../src-main/jobs/analysis/curves';
import { diversityReport } from '../../../src-main/jobs/analysis/diversityReport';
import { statisticsReport } from '../../../src-main/jobs/analysis/statistics';
import { addClipRun } from '../../builders/clipRun';
import { toyKitchen } from '../../builders/toyKitchen';
import { temporaryFolder } from '../data/temporaryProject';

let store: ProjectStore;
const videos = ['d', 'e'];

beforeEach(async () => {
  const made = await toyKitchen(join(temporaryFolder(), 'kitchen'), [], 0);
  await made.saveVideos(made.videos.map((video) => ({ ...video, task: video.id === 'd' ? 'MakeTea' : 'wash up' })));
  store = await openProject(made.dir);
});

const predict = (id: string, task: Task, says: (truth: number, clip: number) => number) =>
  addClipRun(store, id, task, says);

describe('runs that classify clips', () => {
  it('have accuracy with an interval over videos, and nothing that needs steps', async () => {
    await predict('right', 'step recognition', (truth) => truth);
    await predict('odd', 'step recognition', (truth, clip) => (clip % 2 === 0 ? truth : truth === 10 ? 11 : 10));
    const { runs } = await statisticsReport(store, { runs: ['right', 'odd'], split: 'test', baseline: 'right' });
    expect(runs[0]!.scores).toMatchObject({ topOne: { value: 100, low: 100, high: 100 }, segmentF1: null });
    const lengths = await Promise.all(videos.map(async (id) => (await store.annotation(id)).segments.length));
    const hits = lengths.map((length) => Math.ceil(length / 2));
    const accuracies = hits.map((hit, i) => (100 * hit) / lengths[i]!);
    const own = runs[1]!.scores.topOne!;
    expect(own.value).toBeCloseTo((100 * (hits[0]! + hits[1]!)) / (lengths[0]! + lengths[1]!), 10);
    // Of two videos a draw may hold one twice.
    expect([own.low, own.high]).toEqual([Math.min(...accuracies), Math.max(...accuracies)]);
    expect(runs[1]!.difference?.scores.topOne?.value).toBeCloseTo(own.value - 100, 10);
    expect(runs[1]!.difference?.scores.topOne).toMatchObject({ better: 0, superiority: 0 });
  });

  it('are looked into clip by clip', async () => {
    await predict('r', 'step recognition', (truth) => (truth === 10 ? 11 : truth));
    const request = { run: 'r', split: 'test' };
    const matrix = await confusionMatrix(store, { ...request, grouping: 'class' });
    expect(matrix.groups.some(({ background }) => background)).toBe(false);
    const segments = (await Promise.all(videos.map((id) => store.annotation(id)))).flatMap((one) => one.segments);
    const ofTen = segments.filter(({ classId }) => classId === 10).length;
    const { pairs } = await confusedPairsReport(store, request);
    expect(pairs).toMatchObject([{ truth: 10, predicted: 11, steps: ofTen, share: 1 }]);
    const {
      pairs: [pair],
    } = await confusedPairsReport(store, request);
    const { video, start, end } = pair!.examples[0]!;
    const spans = (await store.annotation(video)).segments.filter(({ classId }) => classId === 10);
    expect(end - start).toBeGreaterThan(0);
    expect(spans.length).toBeGreaterThan(0);
    const diversity = await diversityReport(store, { runs: ['r'], split: 'test', countBackground: false });
    expect(diversity.runs[0]).toMatchObject({ mean: { value: 0 }, backgroundShare: 0 });
    const curves = await runCurves(store, request);
    expect(curves).toMatchObject({ overlap: [], starts: [], early: { at: [], until: [] }, calibration: null });
  });

  it('of tasks tell the names of the tasks', async () => {
    await predict('tasks', 'task recognition', () => 0);
    const { tasks, pairs } = await confusedPairsReport(store, { run: 'tasks', split: 'test' });
    expect(tasks).toEqual(['MakeTea', 'wash up']);
    expect(pairs).toMatchObject([{ truth: 1, predicted: 0, steps: 1 }]);
  });

  it('are not compared across tasks, which is said', async () => {
    await predict('now', 'step recognition', (truth) => truth);
    await predict('next', 'step prediction', (truth) => truth);
    await expect(
      diversityReport(store, { runs: ['now', 'next'], split: 'test', countBackground: false }),
    ).rejects.toMatchObject({ code: 'different-tasks' });
    const { runs } = await statisticsReport(store, { runs: ['next'], split: 'test', baseline: 'now' });
    expect(runs[0]).toMatchObject({
      difference: null,
      incomparable: expect.stringContaining('answers step recognition, run "next" step prediction'),
    });
  });

  it('whose labels have changed are refused with what to do', async () => {
    await predict('r', 'step recognition', (truth) => truth);
    const annotation = await store.annotation('d');
    await store.saveAnnotation({ ...annotation, segments: annotation.segments.slice(1) });
    const { unscored } = await statisticsReport(store, { runs: ['r'], split: 'test', baseline: null });
    expect(unscored).toMatchObject([{ run: 'r', message: expect.stringContaining('"d" have changed') }]);
  });
});
