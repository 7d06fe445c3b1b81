import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../../src-main/data/formats/npy';
import { openProject, type ProjectStore } from '../../../src-main/data/project/store';
import { readComparable } from '../../../src-main/jobs/analysis/comparable';
import { confusedPairsReport, overlapCorrelations } from '../../../src-main/jobs/analysis/confusedPairs';
import { confusionMatrix } from '../../../src-main/jobs/analysis/confusionMatrix';
import { runCurves } from '../../../src-main/jobs/analysis/curves';
import { diversityReport } from '../../../src-main/jobs/analysis/diversityReport';
import { statisticsReport } from '../../../src-main/jobs/analysis/statistics';
import { writeFiles } from '../data/temporaryProject';

const writeRecords = (files: Record<string, object>) =>
  writeFiles(dir, Object.fromEntries(Object.entries(files).map(([path, record]) => [path, JSON.stringify(record)])));

const taxonomy = {
  version: 1,
  nextId: 4,
  classes: [
    { id: 0, name: 'background', background: true },
    { id: 1, name: 'cut onion' },
    { id: 2, name: 'cut carrot' },
    { id: 3, name: 'stir pot' },
  ],
};
const run = (id: string, classes = taxonomy.classes) => ({
  version: 1,
  id,
  name: id,
  created: '2026-01-01T00:00:00Z',
  status: 'imported',
  origin: 'imported',
  settings: null,
  classes,
  splits: { train: [], val: [], test: ['a', 'b'] },
  rate: 1,
});
/** Eight steps: two of each action, each followed by none. */
const annotation = (video: string) => ({
  version: 1,
  video,
  timebase: 'steps',
  rate: 1,
  segments: [1, 2, 3].map((classId, i) => ({
    id: `s${i}`,
    start: 3 * i,
    end: 3 * i + 2,
    classId,
    origin: 'human',
  })),
  reviewed: [{ start: 0, end: 8 }],
});

const dir = mkdtempSync(join(tmpdir(), 'gadw-'));
let store: ProjectStore;

afterAll(() => rmSync(dir, { recursive: true, force: true }));

beforeAll(async () => {
  writeRecords({
    'project.json': { version: 1, name: 'two', splits: { train: [], val: [], test: ['a', 'b'] } },
    'taxonomy.json': taxonomy,
    'videos.json': {
      version: 1,
      videos: ['a', 'b'].map((id) => ({ id, path: null, fps: null, frames: 0, duration: 8 })),
    },
    'annotations/a.json': annotation('a'),
    'annotations/b.json': annotation('b'),
    'runs/first/run.json': run('first'),
    'runs/second/run.json': run('second', taxonomy.classes.slice(0, 3)),
    'runs/third/run.json': run('third', taxonomy.classes.slice(0, 3)),
    'runs/idle/run.json': run('idle'),
  });
  const predict = async (id: string, video: string, labels: number[]) => {
    const base = `runs/${id}/predictions/test/${video}`;
    writeRecords({ [`${base}.segments.json`]: { version: 1, video, rate: 1, steps: 8, segments: [] } });
    await writeNpy(join(dir, `${base}.labels.npy`), { dtype: 'int32', shape: [8], data: Int32Array.from(labels) });
  };
  // The second run does not know "stir pot" and has not seen video b.
  await predict('first', 'a', [1, 2, 0, 2, 2, 0, 3, 1]);
  await predict('first', 'b', [1, 1, 0, 2, 2, 0, 3, 3]);
  await predict('second', 'a', [1, 1, 0, 2, 1, 0, 0, 0]);
  await predict('third', 'a', [1, 1, 0, 2, 2, 0, 0, 0]);
  store = await openProject(dir);
});

describe('runs beside each other', () => {
  it('are compared on the videos and classes that they share, and say what was left out', async () => {
    const { videos, notes, runs } = await readComparable(store, ['first', 'second'], 'test');
    expect(videos).toEqual(['a']);
    expect(notes).toEqual([
      'Left out, since not every run has predicted them on test: b.',
      'Classes that not every run knows are left out, with their steps: stir pot.',
    ]);
    expect(runs.map((one) => [...one.videos[0]!.scored])).toEqual([
      [1, 1, 1, 1, 1, 1, 0, 0],
      [1, 1, 1, 1, 1, 1, 0, 0],
    ]);
  });

  it('alone are looked at whole', async () => {
    const { videos, notes } = await readComparable(store, ['first'], 'test');
    expect([videos, notes]).toEqual([['a', 'b'], []]);
  });

  it('without predictions are refused with what to do', async () => {
    await expect(readComparable(store, ['first', 'idle'], 'test')).rejects.toMatchObject({
      code: 'no-shared-videos',
      message: 'Run "idle" has no predictions on test.',
    });
  });
});

describe('two runs, of which one knows a class that the other does not', () => {
  it('are compared by means over the classes of both', async () => {
    const { runs } = await statisticsReport(store, { runs: ['third'], split: 'test', baseline: 'first' });
    // In video a "cut onion" is found by both; the first run says "cut carrot" once more than is true.
    const [first, third] = [(100 + (200 * 1) / 3) / 2, 100];
    const { scores, notes } = runs[0]!.difference!;
    expect(scores.segmentF1Macro!.value).toBeCloseTo(third - first, 10);
    expect(notes).toContain('Classes that not every run knows are left out, with their steps: stir pot.');
  });
});

describe('what was chosen on a map', () => {
  const steps = { a: [1, 6], nowhere: [3] };

  it('is all that is counted, and what the analyses say they count', async () => {
    const { videos, notes, runs } = await readComparable(store, ['first'], 'test', steps);
    expect(videos).toEqual(['a']);
    expect(notes).toEqual(['Only what was chosen is counted: 2 of the map.']);
    expect([...runs[0]!.videos[0]!.scored]).toEqual([0, 1, 0, 0, 0, 0, 1, 0]);
    const matrix = await confusionMatrix(store, { run: 'first', split: 'test', grouping: 'class', steps });
    expect(matrix.groups.map(({ name, steps: count }) => [name, count])).toEqual([
      ['cut onion', 1],
      ['cut carrot', 0],
      ['stir pot', 1],
    ]);
    const { pairs } = await confusedPairsReport(store, { run: 'first', split: 'test', steps });
    expect(pairs).toMatchObject([{ truth: 1, predicted: 2, steps: 1, share: 1 }]);
    const { runs: diverse } = await diversityReport(store, {
      runs: ['first'],
      split: 'test',
      countBackground: false,
      steps,
    });
    expect(diverse[0]!.classes.map(({ classId, errors }) => [classId, errors])).toEqual([
      [1, 1],
      [3, 0],
    ]);
  });

  it('and lies in no predicted video is refused with what to do', async () => {
    const nothing = readComparable(store, ['first'], 'test', { nowhere: [1], a: [] });
    await expect(nothing).rejects.toMatchObject({ code: 'none-chosen' });
  });
});

describe('analyses of a run', () => {
  const request = { run: 'first', split: 'test' };

  it('count its confusions by class, and by verb without those inside a verb', async () => {
    const byClass = await confusionMatrix(store, { ...request, grouping: 'class' });
    expect(byClass.groups.map(({ name, steps }) => [name, steps])).toEqual([
      ['cut onion', 4],
      ['cut carrot', 4],
      ['stir pot', 4],
      ['background', 4],
    ]);
    expect(byClass.cells).toEqual([
      [0, 0, 3],
      [0, 1, 1],
      [1, 1, 4],
      [2, 0, 1],
      [2, 2, 3],
      [3, 3, 4],
    ]);
    const byVerb = await confusionMatrix(store, { ...request, grouping: 'verb' });
    expect(byVerb.groups.map(({ name }) => name)).toEqual(['cut', 'stir', 'background']);
    expect(byVerb.cells).toEqual([
      [0, 0, 8],
      [1, 0, 1],
      [1, 1, 3],
      [2, 2, 4],
    ]);
    const byTask = await confusionMatrix(store, { ...request, grouping: 'task' });
    expect(byTask.groups.map(({ name }) => name)).toEqual(['no task', 'background']);
  });

  it('name the pairs with what their labels share and where to look', async () => {
    const { pairs, confused, possible } = await confusedPairsReport(store, request);
    const { correlations, possible: correlated } = await overlapCorrelations(store, request);
    expect([confused, possible, correlated]).toEqual([2, 6, 6]);
    expect(pairs[0]).toMatchObject({ truth: 1, predicted: 2, steps: 1, share: 0.25, shared: 'verb' });
    expect(pairs[0]!.examples).toEqual([{ video: 'a', start: 1, end: 2 }]);
    expect(pairs[1]).toMatchObject({ truth: 3, predicted: 1, shared: null });
    expect(correlations.map(({ measure }) => measure)).toContain('letters');
  });

  it('tell its diversity and that of another', async () => {
    const { runs } = await diversityReport(store, { runs: ['first', 'second'], split: 'test', countBackground: false });
    expect(runs[0]!.classes.map(({ classId, errors }) => [classId, errors])).toEqual([
      [1, 1],
      [2, 0],
    ]);
    expect(runs[1]!.classes.map(({ classId, errors }) => [classId, errors])).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect(runs.map(({ mean }) => mean?.value)).toEqual([0, 0]);
    expect(runs[1]!.difference).toMatchObject({ value: 0, better: 0.5 });
  });

  it('give scores with intervals, and the reason where a run has none', async () => {
    const { runs, unscored } = await statisticsReport(store, {
      runs: ['first', 'second', 'idle'],
      split: 'test',
      baseline: 'first',
    });
    expect(runs.map((one) => one.run)).toEqual(['first', 'second']);
    expect(runs[0]!.scores.frameAccuracy!.value).toBeCloseTo((100 * 14) / 16, 10);
    expect(runs[0]!.difference).toBeNull();
    expect(runs[1]!.difference!.notes).toHaveLength(2);
    // Five of six steps are right in both.
    expect(runs[1]!.difference!.scores.frameAccuracy).toMatchObject({ value: 0, superiority: 0.5 });
    expect(unscored).toEqual([{ run: 'idle', message: 'Run "idle" has no predictions on test.' }]);
  });

  it('say that labels alone tell nothing of probabilities', async () => {
    const { calibration, precisionRecall, early } = await runCurves(store, request);
    expect([calibration, precisionRecall]).toEqual([null, null]);
    expect(early.at[9]!.score!.value).toBeCloseTo((100 * 4) / 6, 10);
  });
});
