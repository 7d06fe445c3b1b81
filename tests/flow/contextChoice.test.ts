import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ContextChoice } from '../../src-main/common/domain/contextChoice';
import { settledSettings, toldContext } from '../../src-main/common/domain/run';
import { Cancelled } from '../../src-main/common/errors';
import { floatValues, readNpy } from '../../src-main/data/formats/npy';
import type { ProjectStore } from '../../src-main/data/project/store';
import { inferJob } from '../../src-main/jobs/infer';
import { predictionPaths, readRun, runFolder, updateRun } from '../../src-main/jobs/runFolder';
import { trainJob } from '../../src-main/jobs/train';
import { gadwJson } from '../builders/commandLine';
import { expectLawfulProgress, learnableProject, toySettings, watched } from '../builders/learnableProject';
import { hasGolden } from '../golden/goldenFolder';
import { quiet } from '../unit/data/temporaryProject';

const there = hasGolden('tiny-llama/model.safetensors', 'tiny-llama/tokenizer.json');
const settings = toySettings({ kind: 'gad', context: 'auto', epochs: 3 });
const tried = ['none', 'label', 'previous action', 'previous actions', 'future action'];

/** The learnable project; its items for testing validate as well as is asked. */
async function validated(val: string[]): Promise<ProjectStore> {
  const store = await learnableProject();
  const test = ['d', 'e'].filter((id) => !val.includes(id));
  await store.apply({ project: { ...store.project, splits: { ...store.project.splits, val, test } } });
  return store;
}

async function readChoice(project: string, run: string): Promise<{ text: string; choice: ContextChoice }> {
  const text = await readFile(join(runFolder(project, run), 'context.json'), 'utf8');
  return { text, choice: ContextChoice.parse(JSON.parse(text)) };
}

/**
 * Of a validation video's steps 0, 2, 4, …, which are the windows at a stride of 2: how many are right, and how surely.
 */
async function everySecondStep(store: ProjectStore, run: string, video: string) {
  const { classes } = await readRun(store.dir, run);
  const paths = predictionPaths(runFolder(store.dir, run), 'val', video);
  const labels = (await readNpy(paths.labels)).data as Int32Array;
  const scores = floatValues(await readNpy(paths.scores))!;
  const truth = new Int32Array(labels.length);
  for (const { start, end, classId } of (await store.annotation(video)).segments)
    truth.fill(classId, start * 2, end * 2);
  let right = 0;
  let crossEntropy = 0;
  for (let step = 0; step < labels.length; step += 2) {
    if (labels[step] === truth[step]) right++;
    const index = classes.findIndex(({ id }) => id === truth[step]);
    crossEntropy -= scores[step * classes.length + index]!;
  }
  return { right, crossEntropy };
}

const trying = (stage: string) => /^Trying context: (.*)$/.exec(stage)?.[1];

describe.runIf(there)('a run whose context is left open', () => {
  it('tries every context, goes on with the chosen one, and tells of both', async () => {
    const { dir: project } = await validated(['d', 'e']);
    const training = watched();
    const lines: string[] = [];
    const context = { ...training.context, log: (line: string) => void lines.push(line) };
    const result = await trainJob({ project, run: 'r', settings, resume: false }, context);
    expectLawfulProgress(training.reports);

    const { choice } = await readChoice(project, 'r');
    expect(choice.probes.map((probe) => probe.context)).toEqual(tried);
    expect(choice.updates).toBe(Math.round(0.2 * result.updates));
    for (const { crossEntropy, frameAccuracy, videos } of choice.probes) {
      expect(videos.map(({ id, windows }) => [id, windows])).toEqual([
        ['d', 20],
        ['e', 20],
      ]);
      for (const { low, value, high } of [crossEntropy, frameAccuracy]) {
        expect(low).toBeLessThanOrEqual(value);
        expect(value).toBeLessThanOrEqual(high);
      }
      expect(frameAccuracy.value).toBeLessThanOrEqual(100);
    }
    const [none, label, previous] = choice.probes.map(({ textTokens }) => textTokens) as [number, number, number];
    expect(none).toBe(0);
    expect(label).toBeGreaterThan(0);
    expect(previous).toBeGreaterThan(label);

    const run = await readRun(project, 'r');
    const { chosen } = choice.decision!;
    expect(run).toMatchObject({ status: 'trained', chosenContext: { context: chosen, candidates: 5 } });
    expect(run.settings!.context).toBe('auto');
    expect(settledSettings(run)!.context).toBe(chosen);
    expect(toldContext(run)).toBe(`${chosen}, chosen from 5`);
    expect(lines.at(-1)).toBe(`Context chosen from 5: ${chosen}.`);
    expect((await inferJob({ project, run: 'r', videos: ['d'] }, quiet)).steps).toBe(40);
  });

  it('scores a probe as a run of that context and as many updates scores', async () => {
    const store = await validated(['d', 'e']);
    await trainJob({ project: store.dir, run: 'r', settings, resume: false }, quiet);
    const { updates, probes } = (await readChoice(store.dir, 'r')).choice;
    const named = { ...settings, context: 'previous action' as const, maxSteps: updates };
    await trainJob({ project: store.dir, run: 'named', settings: named, resume: false }, quiet);
    await inferJob({ project: store.dir, run: 'named', split: 'val' }, quiet);
    const { videos } = probes.find((probe) => probe.context === 'previous action')!;
    for (const { id, crossEntropy, right } of videos) {
      const scored = await everySecondStep(store, 'named', id);
      expect(right).toBe(scored.right);
      expect(crossEntropy).toBeCloseTo(scored.crossEntropy, 1);
    }
  });

  it('trains as one whose context was named', async () => {
    const { dir: project } = await validated(['d', 'e']);
    await trainJob({ project, run: 'open', settings, resume: false }, quiet);
    const named = settledSettings(await readRun(project, 'open'))!;
    await trainJob({ project, run: 'named', settings: named, resume: false }, quiet);
    const [open, same] = await Promise.all(['open', 'named'].map((run) => readRun(project, run)));
    expect(open!.hashes).toEqual(same!.hashes);
    const adapters = ['open', 'named'].map((run) =>
      readFile(join(runFolder(project, run), 'checkpoints', String(open!.stepsDone), 'adapter_model.safetensors')),
    );
    const [first, second] = await Promise.all(adapters);
    expect(first!.equals(second!)).toBe(true);
  });

  it('that is cancelled while trying tries only what is missing, and comes to the same', async () => {
    const { dir: project } = await validated(['d', 'e']);
    await trainJob({ project, run: 'whole', settings, resume: false }, quiet);
    const stopping = watched(({ stage, done }, abort) => {
      if (trying(stage) === 'previous action' && done === 2) abort();
    });
    const stopped = trainJob({ project, run: 'parts', settings, resume: false }, stopping.context);
    await expect(stopped).rejects.toBeInstanceOf(Cancelled);
    expectLawfulProgress(stopping.reports, false);
    expect(await readRun(project, 'parts')).toMatchObject({ status: 'cancelled', stepsDone: 0 });
    expect((await readChoice(project, 'parts')).choice).toMatchObject({
      probes: [{ context: 'none' }, { context: 'label' }],
      decision: null,
    });

    const going = watched();
    await trainJob({ project, run: 'parts', settings, resume: true }, going.context);
    expectLawfulProgress(going.reports);
    const stages = new Set(going.reports.flatMap(({ stage }) => trying(stage) ?? []));
    expect([...stages]).toEqual(['previous action', 'previous actions', 'future action']);
    expect((await readChoice(project, 'parts')).text).toBe((await readChoice(project, 'whole')).text);
  });

  it('that crashed while trying goes on from the command line', async () => {
    const { dir: project } = await validated(['d', 'e']);
    const stopping = watched(({ stage }, abort) => {
      if (trying(stage) === 'label') abort();
    });
    const short = { ...settings, epochs: 1 };
    const stopped = trainJob({ project, run: 'r', settings: short, resume: false }, stopping.context);
    await expect(stopped).rejects.toBeInstanceOf(Cancelled);
    // What `settleRun` writes where the process of the training died.
    await updateRun(project, 'r', { status: 'failed', error: 'The process ended.' });
    const [first] = (await readChoice(project, 'r')).choice.probes;

    expect(await gadwJson('train', project, '--run', 'r', '--resume')).toMatchObject({ code: 0, json: { run: 'r' } });
    const { probes, decision } = (await readChoice(project, 'r')).choice;
    expect(probes[0]).toEqual(first);
    expect(probes.map((probe) => probe.context)).toEqual(tried);
    const run = await readRun(project, 'r');
    expect(run).toMatchObject({ status: 'trained', chosenContext: { context: decision!.chosen } });
    expect(run.error).toBeUndefined();
  });

  it('that is cancelled after the choice keeps it', async () => {
    const { dir: project } = await validated(['d', 'e']);
    const stopping = watched(({ stage, done }, abort) => {
      if (stage === 'Training' && done === 3) abort();
    });
    const stopped = trainJob({ project, run: 'r', settings, resume: false }, stopping.context);
    await expect(stopped).rejects.toBeInstanceOf(Cancelled);
    const { chosenContext } = await readRun(project, 'r');
    expect(chosenContext).toBeDefined();
    const going = watched();
    await trainJob({ project, run: 'r', settings, resume: true }, going.context);
    expect(going.reports.filter(({ stage }) => trying(stage))).toEqual([]);
    expect(await readRun(project, 'r')).toMatchObject({ status: 'trained', chosenContext });
  });

  it('tries the task goal where every training video has a task', async () => {
    const store = await validated(['d', 'e']);
    await store.apply({ videos: store.videos.map((item) => ({ ...item, task: 'make soup' })) });
    await trainJob({ project: store.dir, run: 'r', settings: { ...settings, epochs: 1 }, resume: false }, quiet);
    const { choice } = await readChoice(store.dir, 'r');
    expect(choice.probes.map((probe) => probe.context)).toEqual([...tried, 'task goal']);
  });

  it.each([
    [[], 'it has none'],
    [['d'], 'it has 1'],
  ])('needs validation videos: %j', async (val, found) => {
    const { dir: project } = await validated(val);
    await expect(trainJob({ project, run: 'r', settings, resume: false }, quiet)).rejects.toMatchObject({
      code: 'no-validation',
      message: expect.stringContaining(found),
    });
    await expect(readRun(project, 'r')).rejects.toMatchObject({ code: 'no-run' });
  });
});
