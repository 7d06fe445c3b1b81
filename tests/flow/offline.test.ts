import { describe, expect, it } from 'vitest';
import type { Segment } from '../../src-main/common/domain/annotation';
import { PredictedClips } from '../../src-main/common/domain/prediction';
import type { TrainSettings } from '../../src-main/common/settings';
import { readNpy } from '../../src-main/data/formats/npy';
import { readRecord } from '../../src-main/data/project/records';
import { openProject, type ProjectStore } from '../../src-main/data/project/store';
import { readFeatures, requireFeatureSet, writeFeatures, writeFeatureSet } from '../../src-main/features/store';
import { estimateTraining } from '../../src-main/jobs/estimate';
import { alone } from '../../src-main/analysis/embedding/crew';
import { layoutJob } from '../../src-main/jobs/embedding/layout';
import { evaluateJob } from '../../src-main/jobs/evaluate';
import { inferJob } from '../../src-main/jobs/infer';
import { similarMoments } from '../../src-main/jobs/retrieval/similar';
import { predictionPaths, readRun, runFolder } from '../../src-main/jobs/runFolder';
import { trainJob } from '../../src-main/jobs/train';
import { expectLawfulProgress, learnableProject, toySettings, watched } from '../builders/learnableProject';
import { hasGolden } from '../golden/goldenFolder';

const there = hasGolden('tiny-llama/model.safetensors', 'tiny-llama/tokenizer.json');

/** The toy kitchen whose videos have tasks, and whose segments last as long as their class does. */
async function projectWithTasks(): Promise<ProjectStore> {
  const store = await learnableProject();
  for (const { id } of store.videos) {
    const annotation = await store.annotation(id);
    const segments: Segment[] = [];
    for (const segment of annotation.segments) {
      const last = segments.at(-1);
      if (last && last.end === segment.start && last.classId === segment.classId) last.end = segment.end;
      else segments.push({ ...segment });
    }
    await store.saveAnnotation({ ...annotation, segments });
  }
  const task = (id: string) => (['a', 'd'].includes(id) ? 'MakeTea' : 'wash up');
  await store.saveVideos(store.videos.map((video) => ({ ...video, task: task(video.id) })));
  return store;
}

async function trainAndScore(project: string, settings: TrainSettings) {
  const training = watched();
  await trainJob({ project, run: 'r', settings, resume: false }, training.context);
  expectLawfulProgress(training.reports);
  const inference = watched();
  await inferJob({ project, run: 'r', split: 'test' }, inference.context);
  expectLawfulProgress(inference.reports);
  const evaluation = watched();
  const report = await evaluateJob({ project, run: 'r', split: 'test', official: false }, evaluation.context);
  expectLawfulProgress(evaluation.reports);
  return report;
}

describe.runIf(there)('offline tasks', () => {
  it.each([
    ['discriminative', 'greedy'],
    ['gad', 'greedy'],
    ['generative', 'greedy'],
    ['generative', 'constrained'],
  ] as const)('a %s classifier (%s) learns to name segments', async (kind, decoding) => {
    const store = await projectWithTasks();
    const settings = toySettings({
      kind,
      decoding,
      task: 'step recognition',
      context: 'task goal',
      // A text of several tokens takes longer to learn than a class.
      epochs: { discriminative: 12, gad: 16, generative: 24 }[kind],
    });
    const { windows } = await estimateTraining(store, settings);
    const segments = await Promise.all(['a', 'b', 'c'].map(async (id) => (await store.annotation(id)).segments.length));
    expect(windows).toBe(segments.reduce((sum, count) => sum + count, 0));
    const report = await trainAndScore(store.dir, settings);
    expect(report).toMatchObject({ videos: 2, steps: 0, frameAccuracy: null, segmentF1: [] });
    expect(report.topOne).toBeGreaterThan(80);
    expect(report.topOneClassMean).toBeGreaterThan(70);
    expect((await readRun(store.dir, 'r')).classes.map((entry) => entry.id)).toEqual([10, 11, 12, 13]);

    const paths = predictionPaths(runFolder(store.dir, 'r'), 'test', 'd');
    const { clips } = (await readRecord(paths.clips, 'clips', PredictedClips))!.record;
    expect(clips).toHaveLength((await store.annotation('d')).segments.length);
    expect((await readNpy(paths.features)).shape).toEqual([clips.length, 64]);
    await expect(similarMoments(store, { run: 'r', video: 'd', start: 1, end: 2, count: 3 })).rejects.toMatchObject({
      code: 'not-online',
    });
    const settingsOf = { run: 'r', split: 'test', method: 'PCA', perplexity: 5, seed: 0, perClass: 200 } as const;
    const map = (layer: number | null) =>
      layoutJob({ project: store.dir, ...settingsOf, layer }, watched().context, alone, () => undefined);
    const made = await map(null);
    const count = clips.length + (await store.annotation('e')).segments.length;
    expect(made.record).toMatchObject({ task: 'step recognition', points: count });
    expect(made.record.tasks).toBeUndefined();
    const truths = (await store.annotation('d')).segments.map(({ classId }) => classId);
    expect([...made.fields.subarray(0, 5 * clips.length)]).toEqual(
      clips.flatMap(({ start, end, classId }, i) => [0, start, end, truths[i], classId]),
    );
    const inner = await map(1);
    expect(inner.fields).toEqual(made.fields);
    expect(inner.positions).not.toEqual(made.positions);
    if (kind === 'generative' && decoding === 'greedy')
      expect(clips.every((clip) => clip.confidence === null && clip.text)).toBe(true);
    else expect((await readNpy(paths.scores)).shape).toEqual([clips.length, 4]);
  });

  it('step prediction names the segment after, task recognition the task of the video', async () => {
    const store = await projectWithTasks();
    const few = { batch: 6, epochs: 1, clipSteps: 12 };
    const ahead = await trainAndScore(store.dir, toySettings({ ...few, task: 'step prediction' }));
    const segments = await Promise.all(['d', 'e'].map(async (id) => (await store.annotation(id)).segments.length));
    expect(ahead.clips).toBe(segments.reduce((sum, count) => sum + count - 1, 0));

    const other = await projectWithTasks();
    const report = await trainAndScore(other.dir, toySettings({ ...few, task: 'task recognition', batch: 2 }));
    expect(report.clips).toBe(2);
    expect([0, 50, 100].some((share) => Math.abs(share - (report.topOne ?? -1)) < 1e-9)).toBe(true);
    const map = { project: other.dir, run: 'r', split: 'test', method: 't-SNE', perplexity: 5 } as const;
    const { record } = await layoutJob(
      { ...map, seed: 0, perClass: 200, layer: null },
      watched().context,
      alone,
      () => undefined,
    );
    expect(record).toMatchObject({ task: 'task recognition', tasks: ['MakeTea', 'wash up'], points: 2, checks: null });
    expect((await readRun(other.dir, 'r')).classes).toEqual([
      { id: 0, name: 'MakeTea' },
      { id: 1, name: 'wash up' },
    ]);
  });

  it('are evaluated on the labels that were predicted, and predicted again where these changed', async () => {
    const store = await projectWithTasks();
    const settings = toySettings({ task: 'step recognition', epochs: 1 });
    await trainAndScore(store.dir, settings);
    const annotation = await store.annotation('d');
    await store.saveAnnotation({ ...annotation, segments: annotation.segments.slice(1) });
    const { context } = watched();
    const evaluate = () => evaluateJob({ project: store.dir, run: 'r', split: 'test', official: false }, context);
    await expect(evaluate()).rejects.toMatchObject({ code: 'clips-changed' });
    await inferJob({ project: store.dir, run: 'r', split: 'test' }, watched().context);
    expect((await evaluate()).topOne).not.toBeNull();
  });

  it('that need what the videos do not say are refused', async () => {
    const store = await learnableProject();
    const attempt = (settings: TrainSettings) =>
      trainJob({ project: store.dir, run: 'r', settings, resume: false }, watched().context);
    await expect(attempt(toySettings({ task: 'task recognition' }))).rejects.toMatchObject({ code: 'no-task' });
    const told = toySettings({ kind: 'gad', task: 'step recognition', context: 'task goal' });
    await expect(attempt(told)).rejects.toMatchObject({ code: 'no-task' });
    const reopened = await openProject(store.dir);
    for (const id of ['a', 'b', 'c']) {
      await reopened.saveAnnotation({ ...(await reopened.annotation(id)), segments: [] });
    }
    await expect(attempt(toySettings({ task: 'step prediction' }))).rejects.toMatchObject({ code: 'no-clips' });
  });
});

describe.runIf(there)('features of several visual tokens a step', () => {
  it.each([
    ['pairs', 'online detection'],
    ['pairs', 'step recognition'],
    ['toy+toy', 'step recognition'],
  ] as const)('%s are learnt from, %s', async (features, task) => {
    const store = await projectWithTasks();
    const toy = await requireFeatureSet(store, 'toy');
    const pairs = { ...toy.parts[0]!, name: 'pairs', dim: toy.dim / 2, tokens: 2 };
    await writeFeatureSet(store, pairs);
    for (const video of store.videos)
      await writeFeatures(store, pairs, video.id, (await readFeatures(store, toy, video)).rows);
    const report = await trainAndScore(
      store.dir,
      toySettings({ features, task, short: 2, long: 2, epochs: task === 'online detection' ? 4 : 12 }),
    );
    const score = task === 'online detection' ? report.frameAccuracy : report.topOne;
    expect(score).toBeGreaterThan(70);
  });
});
