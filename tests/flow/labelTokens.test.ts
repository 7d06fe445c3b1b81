import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PredictedSegments } from '../../src-main/common/domain/prediction';
import { tokenisations } from '../../src-main/common/settings';
import { floatValues, readNpy } from '../../src-main/data/formats/npy';
import { readRecord } from '../../src-main/data/project/records';
import { openProject } from '../../src-main/data/project/store';
import { inferJob } from '../../src-main/jobs/infer';
import { latestCheckpoint, predictionPaths, readRun, readTexts, runFolder } from '../../src-main/jobs/runFolder';
import { openTrainedRun } from '../../src-main/jobs/trainedRun';
import { trainJob } from '../../src-main/jobs/train';
import { readAdapter } from '../../src-main/models/weights/peft';
import { learnableProject, toySettings } from '../builders/learnableProject';
import { hasGolden } from '../golden/goldenFolder';
import { quiet } from '../unit/data/temporaryProject';

const there = hasGolden('tiny-llama/model.safetensors', 'tiny-llama/tokenizer.json');

/** Trains a generative classifier and predicts video `d`. */
async function predicted(own: Parameters<typeof toySettings>[0]) {
  const { dir: project } = await learnableProject();
  const settings = toySettings({ kind: 'generative', ...own });
  await trainJob({ project, run: 'r', settings, resume: false }, quiet);
  await inferJob({ project, run: 'r', split: 'test' }, quiet);
  const paths = predictionPaths(runFolder(project, 'r'), 'test', 'd');
  const { classes } = await readRun(project, 'r');
  const { data } = await readNpy(paths.labels);
  const labels = Array.from(data as Int32Array);
  const { segments: truth } = await (await openProject(project)).annotation('d');
  const hits = labels.filter((label, step) => {
    const segment = truth.find(({ start }) => start === step / 2);
    return label === (segment?.classId ?? 0);
  });
  return { project, paths, labels, classes, accuracy: hits.length / labels.length };
}

describe.runIf(there).each(tokenisations)('labels as %s tokens', (tokenisation) => {
  it('are learnt, written and read back', async () => {
    const { project, paths, labels, classes, accuracy } = await predicted({ tokenisation, epochs: 30 });
    expect(accuracy).toBeGreaterThan(0.8);
    const texts = await readTexts(paths);
    const exact = texts.filter(({ distance }) => distance === 0);
    expect(exact.length).toBeGreaterThan(30);
    for (const { step, text } of exact) expect(classes.find(({ name }) => name === text)?.id).toBe(labels[step]);
    const { dir } = (await latestCheckpoint(runFolder(project, 'r')))!;
    const { tensors } = await readAdapter(dir);
    const about = JSON.parse(await readFile(join(dir, 'classifier.json'), 'utf8')) as Record<string, unknown>;
    const { prompt } = (await openTrainedRun(await openProject(project), 'r')).classifier;
    expect(about).toMatchObject({
      settings: { kind: 'generative', tokenisation },
      classes: classes.map((entry) => ({ ...entry, text: entry.name })),
      tokens: { eos: prompt.eos, silence: prompt.silence, visual: 600, cls: 601 },
      answers: prompt.answers,
    });
    expect(tensors.get('label_tokens.weight')?.dims).toEqual(tokenisation === 'extend' ? [5, 64] : undefined);
  });
});

describe.runIf(there).each(['subword', 'extend'] as const)('constrained to the labels as %s tokens', (tokenisation) => {
  it('every class has a score, and every segment a confidence', async () => {
    const { paths, labels, classes, accuracy } = await predicted({ tokenisation, decoding: 'constrained', epochs: 12 });
    expect(accuracy).toBeGreaterThan(0.5);
    const scores = await readNpy(paths.scores);
    expect(scores.shape).toEqual([40, 5]);
    const rows = floatValues(scores)!;
    labels.forEach((label, step) => {
      const row = [...rows.subarray(step * 5, step * 5 + 5)];
      expect(row.reduce((sum, value) => sum + Math.exp(value), 0)).toBeCloseTo(1, 2);
      expect(classes[row.indexOf(Math.max(...row))]!.id).toBe(label);
    });
    const { record } = (await readRecord(paths.segments, 'segments', PredictedSegments))!;
    for (const { confidence } of record.segments) expect(confidence).toBeGreaterThan(1 / classes.length);
    expect(await readTexts(paths)).toEqual([]);
  });
});
