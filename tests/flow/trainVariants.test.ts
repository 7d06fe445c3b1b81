import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../src-main/common/errors';
import type { TrainSettings } from '../../src-main/common/settings';
import { readNpy } from '../../src-main/data/formats/npy';
import type { ProjectStore } from '../../src-main/data/project/store';
import { estimateTraining } from '../../src-main/jobs/estimate';
import { inferJob } from '../../src-main/jobs/infer';
import { latestCheckpoint, predictionPaths, readEvents, readRun, runFolder } from '../../src-main/jobs/runFolder';
import { trainJob } from '../../src-main/jobs/train';
import { readAdapter } from '../../src-main/models/weights/peft';
import { gadw } from '../builders/commandLine';
import { learnableProject, toySettings, watched } from '../builders/learnableProject';
import { hasGolden } from '../golden/goldenFolder';
import { quiet, temporaryFolder, userError } from '../unit/data/temporaryProject';

const there = hasGolden('tiny-llama/model.safetensors', 'tiny-llama/tokenizer.json');

/** The toy project with a task for every video. */
async function projectWithTasks(): Promise<ProjectStore> {
  const store = await learnableProject();
  await store.saveVideos(store.videos.map((video) => ({ ...video, task: 'make soup' })));
  return store;
}

async function stepLosses(project: string, run: string) {
  const { events } = await readEvents(runFolder(project, run));
  return events.flatMap((event) => (event.type === 'step' ? [event] : []));
}

async function adapterBytes(project: string, run: string): Promise<Buffer> {
  const checkpoint = await latestCheckpoint(runFolder(project, run));
  return readFile(join(checkpoint!.dir, 'adapter_model.safetensors'));
}

/** Share of the steps of a test video whose class was found. */
async function accuracy(store: ProjectStore, run: string, video: string): Promise<number> {
  const labels = (await readNpy(predictionPaths(runFolder(store.dir, run), 'test', video).labels)).data as Int32Array;
  const { segments } = await store.annotation(video);
  const truth = new Int32Array(labels.length);
  for (const { start, end, classId } of segments) truth.fill(classId, start * 2, end * 2);
  return labels.filter((label, step) => label === truth[step]).length / labels.length;
}

const variants: Partial<TrainSettings>[] = [
  { kind: 'discriminative', classToken: false },
  { context: 'none' },
  { context: 'label' },
  { context: 'previous actions' },
  { context: 'future action' },
  { context: 'task goal' },
  { contextAs: 'head' },
  { contextAs: 'head, own [CLS]', context: 'future action' },
  { order: 'parallel' },
];

describe.runIf(there)('a variant of the classifiers', () => {
  it.each(variants)('%o is trained, kept as an adapter, and predicts', async (own) => {
    const { dir: project } = await projectWithTasks();
    const settings = toySettings({ kind: 'gad', dropout: 0.1, maxSteps: 8, ...own });
    await trainJob({ project, run: 'r', settings, resume: false }, quiet);
    const steps = await stepLosses(project, 'r');
    expect(steps.at(-1)!.classLoss!).toBeLessThan(steps[0]!.classLoss!);
    expect(steps[0]!.textLoss === null).toBe(settings.kind === 'discriminative' || settings.context === 'none');
    const { fullModules, tensors } = await readAdapter((await latestCheckpoint(runFolder(project, 'r')))!.dir);
    const full = [...tensors.keys()].filter((name) => !name.includes('.lora'));
    expect([...new Set(full.map((name) => name.split('.')[0]!))].sort()).toEqual([...fullModules].sort());
    expect(await inferJob({ project, run: 'r' }, quiet)).toMatchObject({ videos: 2, steps: 80 });
    const scores = await readNpy(predictionPaths(runFolder(project, 'r'), 'test', 'd').scores);
    expect(scores.shape).toEqual([40, 5]);
  });

  it('that generates first writes before it classifies, and learns the toy classes', async () => {
    const store = await learnableProject();
    const settings = toySettings({ kind: 'gad', order: 'generation first', context: 'label', epochs: 14 });
    await trainJob({ project: store.dir, run: 'r', settings, resume: false }, quiet);
    await inferJob({ project: store.dir, run: 'r' }, quiet);
    // One of five classes by chance.
    expect(await accuracy(store, 'r', 'd')).toBeGreaterThan(0.6);
    expect(await accuracy(store, 'r', 'e')).toBeGreaterThan(0.6);
  });

  it('that tells the task needs one for every training video', async () => {
    const store = await projectWithTasks();
    await store.saveVideos(
      store.videos.map(({ task, ...video }) => (video.id === 'b' ? video : { ...video, task: task! })),
    );
    const settings = toySettings({ kind: 'gad', context: 'task goal' });
    const error = await userError(trainJob({ project: store.dir, run: 'r', settings, resume: false }, quiet));
    expect([error.code, error.message]).toEqual([
      'no-task',
      'The context "task goal" needs the task of every training video; b of 3 have none.',
    ]);
    const { problems } = await estimateTraining(store, settings);
    expect(problems).toEqual([{ field: 'context', message: error.message }]);
  });
});

describe.runIf(there)('the command line', () => {
  it('turns off what is on by default, and keeps what a settings file turned off', async () => {
    const { dir } = await learnableProject();
    const file = join(temporaryFolder(), 'settings.json');
    await writeFile(file, JSON.stringify({ ...toySettings({ maxSteps: 1 }), classToken: false }));
    const classToken = async (run: string, ...options: string[]) => {
      const given = ['--kind', 'discriminative', '--max-steps', '1', '--decoder', 'tiny', '--features', 'toy'];
      expect((await gadw('train', dir, '--run', run, ...given, ...options)).code).toBe(0);
      return (await readRun(dir, run)).settings!.classToken;
    };
    expect(await classToken('default')).toBe(true);
    expect(await classToken('off', '--no-class-token')).toBe(false);
    expect(await classToken('file', '--settings', file)).toBe(false);
    expect(await classToken('on', '--settings', file, '--class-token')).toBe(true);
  });
});

describe.runIf(there)('a training in two stages', () => {
  it('cancelled in either stage or between them, goes on bit for bit', async () => {
    const settings = toySettings({ kind: 'gad', stages: 'two', maxSteps: 6, checkpointEvery: 2, dropout: 0.2 });
    const { dir: project } = await learnableProject();
    await trainJob({ project, run: 'whole', settings, resume: false }, quiet);
    for (const after of [2, 3, 5]) {
      const stopping = watched(({ stage, done }, abort) => {
        if (stage === 'Training' && done === after) abort();
      });
      const run = `after-${after}`;
      await expect(trainJob({ project, run, settings, resume: false }, stopping.context)).rejects.toBeInstanceOf(
        Cancelled,
      );
      expect(await readRun(project, run)).toMatchObject({ status: 'cancelled', stepsDone: after });
      await trainJob({ project, run, settings, resume: true }, quiet);
      const losses = async (id: string) => (await stepLosses(project, id)).map((step) => step.loss);
      expect(await losses(run)).toEqual(await losses('whole'));
      expect((await adapterBytes(project, run)).equals(await adapterBytes(project, 'whole'))).toBe(true);
    }
    const steps = await stepLosses(project, 'whole');
    expect(steps.map((step) => step.classLoss === null)).toEqual([true, true, true, false, false, false]);
    expect(steps.map((step) => step.textLoss === null)).toEqual([false, false, false, true, true, true]);
    // Each stage warms up anew.
    expect([steps[0]!.learningRate, steps[3]!.learningRate]).toEqual([0, 0]);
  });
});
