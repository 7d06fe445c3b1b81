import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrainSettings } from '../../src-main/common/settings';
import { writeNpy } from '../../src-main/data/formats/npy';
import type { ProjectStore } from '../../src-main/data/project/store';
import { inferJob } from '../../src-main/jobs/infer';
import { latestCheckpoint, readRun, runFolder } from '../../src-main/jobs/runFolder';
import { trainJob } from '../../src-main/jobs/train';
import { learnableProject, toySettings } from '../builders/learnableProject';
import { hasGolden } from '../golden/goldenFolder';
import { folderDigest, quiet, userError } from '../unit/data/temporaryProject';

const there = hasGolden('tiny-llama/model.safetensors', 'tiny-llama/tokenizer.json');

interface Refusal {
  name: string;
  /** What is done to the project before. */
  spoil?: (store: ProjectStore) => Promise<void>;
  settings?: Partial<TrainSettings>;
  code: string;
  message: string;
}

/** Features that are all 1 but for the fifth row, from the given column on. */
async function features(store: ProjectStore, video: string, rows: number, value: number, from = 3): Promise<void> {
  const data = new Float32Array(rows * 12).fill(1).fill(value, 5 * 12 + from, 6 * 12);
  await writeNpy(store.featurePath('toy', video), { dtype: 'float32', shape: [rows, 12], data });
}

const refusals: Refusal[] = [
  {
    name: 'a video in two splits',
    spoil: (store) => {
      const { splits } = store.project;
      return store.saveProject({ ...store.project, splits: { ...splits, test: [...splits.test, 'b'] } });
    },
    code: 'video-in-two-splits',
    message: 'The video b is in train and in test, but a video may be in one split only.',
  },
  {
    name: 'no training videos',
    spoil: (store) => store.saveProject({ ...store.project, splits: { train: [], val: [], test: ['a'], source: '' } }),
    code: 'no-training-videos',
    message: 'No video is in the training split.',
  },
  {
    name: 'features with NaN',
    spoil: (store) => features(store, 'b', 40, Number.NaN),
    code: 'features-invalid',
    message: 'Invalid features of video "b" in set "toy". Row 5 holds NaN (column 3).',
  },
  {
    name: 'features of the wrong length',
    spoil: (store) => features(store, 'b', 33, 1),
    code: 'features-invalid',
    message:
      'Invalid features of video "b" in set "toy". Found 33 rows; 40 were expected from 20.0 s at 2 steps a second.',
  },
  {
    name: 'nothing reviewed',
    spoil: async (store) => {
      for (const id of ['a', 'b', 'c']) await store.saveAnnotation({ ...(await store.annotation(id)), reviewed: [] });
    },
    code: 'nothing-reviewed',
    message: 'No step of the 3 training videos has been reviewed.',
  },
  {
    name: 'a feature set that is not there',
    settings: { features: 'lite0' },
    code: 'no-feature-set',
    message: 'Missing feature set "lite0" in this project: there is toy.',
  },
  {
    name: 'a decoder that is not there',
    settings: { decoder: 'llama' },
    code: 'unknown-model',
    message: 'There is no decoder "llama" in this project; it knows kitchen-lm, tiny.',
  },
  {
    name: 'windows longer than the decoder was made for',
    settings: { long: 4000 },
    code: 'window-too-long',
    message: 'Windows of 4004 steps take 4015 tokens with question and answer; the decoder "tiny" was made for 2048.',
  },
];

describe.runIf(there)('training refuses', () => {
  it.each(refusals)('$name', async ({ spoil, settings = {}, code, message }) => {
    const store = await learnableProject();
    await spoil?.(store);
    const before = folderDigest(store.dir);
    const error = await userError(
      trainJob({ project: store.dir, run: 'r', settings: toySettings(settings), resume: false }, quiet),
    );
    expect([error.code, error.message]).toEqual([code, message]);
    expect(folderDigest(store.dir)).toEqual(before);
  });

  it('a run that exists', async () => {
    const { dir: project } = await learnableProject();
    const input = { project, run: 'r', settings: toySettings({ maxSteps: 1 }), resume: false };
    await trainJob(input, quiet);
    expect((await userError(trainJob(input, quiet))).message).toBe('A run named "r" exists already.');
    const resumed = await userError(trainJob({ ...input, resume: true }, quiet));
    expect(resumed.message).toBe('Resuming run "r": its training is finished.');
  });
});

describe.runIf(there)('a training whose loss becomes NaN', () => {
  it('fails with the update it happened at, and keeps its last checkpoint', async () => {
    const store = await learnableProject();
    const project = store.dir;
    await features(store, 'b', 40, 3.4e38, 0);
    const settings = toySettings({ checkpointEvery: 1, batch: 2 });
    const error = await userError(trainJob({ project, run: 'r', settings, resume: false }, quiet));
    expect(error.message).toMatch(/^Training run "r": the loss became NaN at update \d+\.$/);
    expect(error.tip).toBe(
      'Lower the learning rate or raise the warm-up, and start again; the last checkpoint is still good.',
    );
    expect(await readRun(project, 'r')).toMatchObject({ status: 'failed', error: error.message });
    expect(await latestCheckpoint(runFolder(project, 'r'))).not.toBeNull();
  });
});

describe.runIf(there)('inference refuses', () => {
  it('a run without a checkpoint', async () => {
    const store = await learnableProject();
    const error = await userError(inferJob({ project: store.dir, run: 'r', split: 'test' }, quiet));
    expect(error.code).toBe('no-run');
    await expect(access(runFolder(store.dir, 'r'))).rejects.toThrow('ENOENT');
  });

  it('a split without videos', async () => {
    const { dir: project } = await learnableProject();
    await trainJob({ project, run: 'r', settings: toySettings({ maxSteps: 1 }), resume: false }, quiet);
    const error = await userError(inferJob({ project, run: 'r', split: 'val' }, quiet));
    expect(error.message).toBe('Predicting with run "r": there is no video in val.');
  });

  it('a checkpoint that is cut short', async () => {
    const { dir: project } = await learnableProject();
    await trainJob({ project, run: 'r', settings: toySettings({ maxSteps: 1 }), resume: false }, quiet);
    const checkpoint = await latestCheckpoint(runFolder(project, 'r'));
    await writeFile(join(checkpoint!.dir, 'adapter_model.safetensors'), 'abc');
    const error = await userError(inferJob({ project, run: 'r', split: 'test' }, quiet));
    expect(error.message).toMatch(
      /adapter_model\.safetensors: it has 3 bytes, too few for the length of its header\.$/,
    );
  });
});
