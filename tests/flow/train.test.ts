import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../src-main/common/errors';
import { classifierKinds } from '../../src-main/common/settings';
import { floatValues, readNpy } from '../../src-main/data/formats/npy';
import { readRecord } from '../../src-main/data/project/records';
import { PredictedSegments } from '../../src-main/common/domain/prediction';
import { inferJob } from '../../src-main/jobs/infer';
import {
  latestCheckpoint,
  type PredictionPaths,
  predictionPaths,
  readEvents,
  readRun,
  readTexts,
  runFolder,
} from '../../src-main/jobs/runFolder';
import { trainJob } from '../../src-main/jobs/train';
import { expectLawfulProgress, learnableProject, toySettings, watched } from '../builders/learnableProject';
import { hasGolden } from '../golden/goldenFolder';
import { quiet } from '../unit/data/temporaryProject';

const there = hasGolden('tiny-llama/model.safetensors', 'tiny-llama/tokenizer.json');

/** Losses as they stand in `events.jsonl`. */
async function losses(runDir: string): Promise<number[]> {
  const { events } = await readEvents(runDir);
  return events.flatMap((event) => (event.type === 'step' ? [event.loss] : []));
}

describe.runIf(there).each(classifierKinds)('a %s classifier', (kind) => {
  it('is trained, and predicts every step of the test split', async () => {
    const { dir: project } = await learnableProject();
    const training = watched();
    const result = await trainJob(
      { project, run: 'r', settings: toySettings({ kind }), resume: false },
      training.context,
    );
    expectLawfulProgress(training.reports);
    const run = await readRun(project, 'r');
    expect(run).toMatchObject({ status: 'trained', stepsDone: result.updates, stepsTotal: result.updates, rate: 2 });
    expect(run.classes.map((entry) => entry.id)).toEqual([0, 10, 11, 12, 13]);
    const all = await losses(runFolder(project, 'r'));
    expect(all.length).toBe(result.updates);
    expect(all.at(-1)!).toBeLessThan(all[0]! / 2);

    const inference = watched();
    const predicted = await inferJob({ project, run: 'r', split: 'test' }, inference.context);
    expectLawfulProgress(inference.reports);
    expect(predicted).toMatchObject({ split: 'test', videos: 2, steps: 80 });
    const paths = predictionPaths(runFolder(project, 'r'), 'test', 'd');
    const labels = await readNpy(paths.labels);
    expect([labels.dtype, labels.shape]).toEqual(['int32', [40]]);
    expect((await readNpy(paths.features)).shape).toEqual([40, 64]);
    const segments = await readRecord(paths.segments, 'segments', PredictedSegments);
    expect(segments!.record.segments.length).toBeGreaterThan(1);
    await expectOutput[kind === 'generative' ? 'written' : 'scored'](paths);
  });
});

const expectOutput = {
  async written(paths: PredictionPaths): Promise<void> {
    const texts = await readTexts(paths);
    expect(texts.map((text) => text.step)).toEqual(Array.from({ length: 40 }, (_, step) => step));
    expect(texts.filter((text) => text.distance === 0).length).toBeGreaterThan(30);
  },
  async scored(paths: PredictionPaths): Promise<void> {
    const scores = await readNpy(paths.scores);
    expect([scores.dtype, scores.shape]).toEqual(['float16', [40, 5]]);
    const rows = floatValues(scores)!;
    for (let step = 0; step < 40; step++) {
      const row = rows.subarray(step * 5, step * 5 + 5);
      expect(row.reduce((sum, value) => sum + Math.exp(value), 0)).toBeCloseTo(1, 2);
    }
  },
};

describe.runIf(there)('a training that is cancelled', () => {
  it('leaves a checkpoint that predicts, and resumed equals an uninterrupted one bit for bit', async () => {
    const settings = toySettings({ kind: 'gad', accumulate: 2, epochs: 3, dropout: 0.2 });
    const { dir: project } = await learnableProject();
    await trainJob({ project, run: 'whole', settings, resume: false }, quiet);

    const stopping = watched(({ stage, done }, abort) => {
      if (stage === 'Training' && done === 6) abort();
    });
    const stopped = trainJob({ project, run: 'parts', settings, resume: false }, stopping.context);
    await expect(stopped).rejects.toBeInstanceOf(Cancelled);
    expectLawfulProgress(stopping.reports, false);
    expect(await readRun(project, 'parts')).toMatchObject({ status: 'cancelled', stepsDone: 6 });
    expect((await inferJob({ project, run: 'parts', split: 'test' }, quiet)).steps).toBe(80);

    await trainJob({ project, run: 'parts', settings: toySettings(), resume: true }, quiet);
    expect(await losses(runFolder(project, 'parts'))).toEqual(await losses(runFolder(project, 'whole')));
    const adapter = async (run: string) => {
      const checkpoint = await latestCheckpoint(runFolder(project, run));
      return readFile(join(checkpoint!.dir, 'adapter_model.safetensors'));
    };
    expect((await adapter('parts')).equals(await adapter('whole'))).toBe(true);
  });

  it('before its first checkpoint begins anew when resumed', async () => {
    const settings = toySettings({ epochs: 1 });
    const { dir: project } = await learnableProject();
    const stopping = watched(({ stage, done }, abort) => {
      if (stage === 'Training' && done === 0) abort();
    });
    await expect(trainJob({ project, run: 'r', settings, resume: false }, stopping.context)).rejects.toBeInstanceOf(
      Cancelled,
    );
    const result = await trainJob({ project, run: 'r', settings, resume: true }, quiet);
    expect((await losses(runFolder(project, 'r'))).length).toBe(result.updates);
  });
});

describe.runIf(there)('inference', () => {
  it('goes on at the first unfinished video, and begins anew for another checkpoint', async () => {
    const settings = toySettings({ epochs: 1, checkpointEvery: 2 });
    const { dir: project } = await learnableProject();
    const training = watched(({ stage, done }, abort) => {
      if (stage === 'Training' && done === 4) abort();
    });
    await expect(trainJob({ project, run: 'r', settings, resume: false }, training.context)).rejects.toBeInstanceOf(
      Cancelled,
    );
    const stopping = watched(({ done }, abort) => {
      if (done > 40) abort();
    });
    await expect(inferJob({ project, run: 'r', split: 'test' }, stopping.context)).rejects.toBeInstanceOf(Cancelled);
    const going = watched();
    await inferJob({ project, run: 'r', split: 'test' }, going.context);
    expect(going.reports[0]!.total).toBe(40);

    await trainJob({ project, run: 'r', settings, resume: true }, quiet);
    const again = watched();
    await inferJob({ project, run: 'r', split: 'test' }, again.context);
    expect(again.reports[0]!.total).toBe(80);
  });

  it('files chosen videos apart from the splits', async () => {
    const { dir: project } = await learnableProject();
    await trainJob({ project, run: 'r', settings: toySettings({ epochs: 1 }), resume: false }, quiet);
    const result = await inferJob({ project, run: 'r', videos: ['e'] }, quiet);
    expect(result).toMatchObject({ split: 'chosen', videos: 1, steps: 40 });
  });
});
