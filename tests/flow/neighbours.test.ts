import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ClassifierKind, classifierKinds } from '../../src-main/common/settings';
import { floatValues, readNpy } from '../../src-main/data/formats/npy';
import type { ProjectStore } from '../../src-main/data/project/store';
import { type FeatureSource, readFeatures } from '../../src-main/features/store';
import { streamingWindow } from '../../src-main/gad/windows';
import { evaluateJob } from '../../src-main/jobs/evaluate';
import { inferJob } from '../../src-main/jobs/infer';
import { makeTrainer, prepareTraining } from '../../src-main/jobs/prepareTraining';
import { runClasses } from '../../src-main/jobs/runClasses';
import { predictionPaths, runFolder, updateRun } from '../../src-main/jobs/runFolder';
import { trainJob } from '../../src-main/jobs/train';
import { knownLabels, pickSteps } from '../../src-main/jobs/trainingVideos';
import { expectLawfulProgress, learnableProject, toySettings, watched } from '../builders/learnableProject';
import { hasGolden } from '../golden/goldenFolder';
import { quiet } from '../unit/data/temporaryProject';

const there = hasGolden('tiny-llama/model.safetensors', 'tiny-llama/tokenizer.json');

describe.runIf(there)('neighbours', () => {
  it('have their say in the scores, and their states are computed once', async () => {
    const { dir: project } = await learnableProject();
    const settings = toySettings({ kind: 'gad', neighbours: 4, neighbourWeight: 1 });
    await trainJob({ project, run: 'r', settings, resume: false }, quiet);
    const inference = watched();
    await inferJob({ project, run: 'r', split: 'test' }, inference.context);
    expectLawfulProgress(inference.reports);

    const dir = runFolder(project, 'r');
    const record = join(dir, 'neighbours', 'neighbours.json');
    const { videos } = JSON.parse(await readFile(record, 'utf8')) as { videos: unknown[] };
    // 40 steps a video, every second one.
    expect(videos).toEqual(['a', 'b', 'c'].map((id) => ({ id, windows: 20 })));
    const scores = floatValues(await readNpy(predictionPaths(dir, 'test', 'd').scores))!;
    // Four neighbours name four classes of five at most, and with all the weight the rest is impossible.
    expect(scores.filter((value) => value === -Infinity).length).toBeGreaterThanOrEqual(40);

    const { mtimeMs } = await stat(record);
    await inferJob({ project, run: 'r', videos: ['a'] }, quiet);
    expect((await stat(record)).mtimeMs).toBe(mtimeMs);
  });

  it('need scores: greedy decoding is refused in a sentence, constrained is not', async () => {
    const { dir: project } = await learnableProject();
    const settings = toySettings({ kind: 'generative', neighbours: 3, epochs: 1 });
    await trainJob({ project, run: 'r', settings, resume: false }, quiet);
    await expect(inferJob({ project, run: 'r', split: 'test' }, quiet)).rejects.toThrow(
      'neighbours mix into scores, which greedy decoding does not have',
    );
    await updateRun(project, 'r', { settings: { ...settings, decoding: 'constrained' } });
    expect(await inferJob({ project, run: 'r', split: 'test' }, quiet)).toMatchObject({ videos: 2, steps: 80 });
  });
});

const prompted = (kind: ClassifierKind) =>
  toySettings({ kind, context: 'none', neighbours: 3, neighboursIn: 'prompt' });

/** Classes of the three rows most alike to a step's, of other training videos, by votes; from the features alone. */
async function namedByHand(store: ProjectStore, set: FeatureSource, video: string, step: number): Promise<number[]> {
  const classes = runClasses(store.taxonomy.classes);
  const rowsOf = async (id: string) => (await readFeatures(store, set, store.video(id))).rows;
  const unit = (rows: Float32Array, at: number) => {
    const row = [...rows.subarray(at * set.dim, (at + 1) * set.dim)];
    return row.map((value) => value / Math.hypot(...row));
  };
  const asked = unit(await rowsOf(video), step);
  const found: { cosine: number; label: number }[] = [];
  for (const id of ['a', 'b', 'c'].filter((other) => other !== video)) {
    const [rows, labels] = [await rowsOf(id), await knownLabels(store, set, classes, new Set(), id)];
    for (let at = 0; at < labels.length; at += 2) {
      const row = unit(rows, at);
      const cosine = asked.reduce((sum, value, k) => sum + value * row[k]!, 0);
      found.push({ cosine, label: labels[at]! });
    }
  }
  const nearest = found.sort((a, b) => b.cosine - a.cosine).slice(0, 3);
  const votes = new Map<number, number>();
  for (const { cosine, label } of nearest) votes.set(label, (votes.get(label) ?? 0) + Math.exp(cosine / 0.07));
  return [...votes].sort(([, a], [, b]) => b - a).map(([label]) => label);
}

describe.runIf(there)('neighbours in the prompt', () => {
  it('are the nearest windows of other training videos, for a training video as for another', async () => {
    const store = await learnableProject();
    const classes = runClasses(store.taxonomy.classes);
    const { similar, classifier } = await prepareTraining(store, prompted('gad'), classes, quiet);
    for (const video of ['a', 'b', 'd']) {
      const { rows } = await readFeatures(store, classifier.set, store.video(video));
      for (let step = 0; step < 40; step += 3) {
        const window = streamingWindow(video, step, classifier.spec);
        const track = pickSteps(rows, classifier.set.dim, window.steps, 0);
        const expected = await namedByHand(store, classifier.set, video, step);
        expect(similar!.tell(window, track).similar, `${video} at ${step}`).toEqual(expected);
      }
    }
  });

  it('need two videos', async () => {
    const store = await learnableProject();
    await store.apply({ project: { ...store.project, splits: { ...store.project.splits, train: ['a'] } } });
    const training = trainJob({ project: store.dir, run: 'r', settings: prompted('gad'), resume: false }, quiet);
    await expect(training).rejects.toMatchObject({ code: 'neighbours-need-videos' });
  });
});

describe.runIf(there).each(classifierKinds)('a %s classifier with neighbours in the prompt', (kind) => {
  /** Mean loss of the last updates where no window shows anything and the question names a class. */
  async function lossWhereNamed(store: ProjectStore, named: (label: number) => number): Promise<number> {
    const classes = runClasses(store.taxonomy.classes);
    const settings = { ...prompted(kind), backgroundWeight: 1, epochs: 20, maxSteps: 70 };
    const prepared = await prepareTraining(store, settings, classes, quiet);
    const { plan, classifier } = prepared;
    const trainer = await makeTrainer({ ...prepared, similar: null });
    const losses: number[] = [];
    for (const { batches, index } of plan.from(0)) {
      const windows = batches.flat().map((window) => ({ ...window, similar: [named(window.label)] }));
      const tracks = windows.map(({ steps }) => new Float32Array(steps.length * classifier.set.dim));
      losses.push((await trainer.collect(windows, tracks, `${index}`)).loss);
      await trainer.update(5e-3);
    }
    await trainer.dispose();
    return losses.slice(-10).reduce((sum, loss) => sum + loss / 10, 0);
  }

  it('learns to use them', async () => {
    const store = await learnableProject();
    const told = await lossWhereNamed(store, (label) => label);
    const misled = await lossWhereNamed(store, () => 1);
    expect(told).toBeLessThan(0.3 * misled);
  });

  it('is asked with them in training and at inference', async () => {
    const { dir: project } = await learnableProject();
    const training = watched();
    const settings = { ...prompted(kind), epochs: 12 };
    await trainJob({ project, run: 'r', settings, resume: false }, training.context);
    expectLawfulProgress(training.reports);
    const inference = watched();
    expect(await inferJob({ project, run: 'r', split: 'test' }, inference.context)).toMatchObject({ steps: 80 });
    expectLawfulProgress(inference.reports);
    const { frameAccuracy } = await evaluateJob({ project, run: 'r', split: 'test', official: false }, quiet);
    expect(frameAccuracy).toBeGreaterThan(70);
  });
});
