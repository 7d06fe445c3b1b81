import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TrainSettings } from '../../../src-main/common/settings';
import { writeNpy } from '../../../src-main/data/formats/npy';
import { createProject, openProject, type ProjectStore } from '../../../src-main/data/project/store';
import { readFeatures } from '../../../src-main/features/store';
import { clipSource, videoClips } from '../../../src-main/jobs/clips';
import { importFiles } from '../../../src-main/jobs/importFiles';
import { classesFor } from '../../../src-main/jobs/runClasses';
import { quiet, temporaryFolder } from '../data/temporaryProject';

const coin = join(import.meta.dirname, '../../fixtures/coin/COIN.json');

/** A project of COIN's labels, and features of two visual tokens a step at 2 steps a second. */
async function imported(): Promise<ProjectStore> {
  const folder = temporaryFolder();
  const set = join(folder, 'siglip');
  mkdirSync(set);
  writeFileSync(join(set, 'set.json'), '{"rate": 2}');
  for (const [video, steps] of [
    ['xZecGPPhbHE', 73],
    ['Ab0_cdEfg12', 12],
  ] as const) {
    const data = Float32Array.from({ length: steps * 6 }, (_, i) => i);
    await writeNpy(join(set, `${video}.npy`), { dtype: 'float32', shape: [steps, 2, 3], data });
  }
  const { dir } = await createProject(join(folder, 'p'), { name: 'p', singleLabel: false });
  const { refused } = await importFiles({ project: dir, files: [coin, set], keepValid: false }, quiet);
  expect(refused).toEqual([]);
  return openProject(dir);
}

describe('COIN and features of several visual tokens, imported', () => {
  it('give videos their task, and features their tokens', async () => {
    const store = await imported();
    expect(store.videos.map(({ id, task }) => [id, task])).toEqual([
      ['xZecGPPhbHE', 'PutOnQuiltCover'],
      ['Ab0_cdEfg12', 'ReplaceABulb'],
    ]);
    expect(await store.featureSets()).toMatchObject([{ name: 'siglip', rate: 2, tokens: 2, dim: 3 }]);
    const source = await clipSource(store, settings('step recognition'), []);
    const { steps, rows } = await readFeatures(store, source!.set, store.video('Ab0_cdEfg12'));
    expect([steps, rows.length]).toEqual([12, 72]);
  });

  it.each([
    [
      'step recognition',
      [
        ['put the quilt inside the quilt cover', 4, 20],
        ['shake the quilt cover', 24, 59],
      ],
    ],
    ['step prediction', [['shake the quilt cover', 4, 20]]],
    ['task recognition', [['PutOnQuiltCover', 0, 72]]],
  ] as const)('give clips for %s', async (task, expected) => {
    const store = await imported();
    const classes = classesFor(task, store.taxonomy.classes, store.videos);
    const source = await clipSource(store, settings(task), classes);
    const clips = await videoClips(store, source!, store.video('xZecGPPhbHE'), 73);
    expect(clips.map(({ label, steps }) => [classes[label]!.name, steps[0], steps.at(-1)])).toEqual(expected);
    if (task !== 'task recognition') expect(clips[0]!.task).toBe('put on quilt cover');
  });
});

function settings(task: TrainSettings['task']): TrainSettings {
  return TrainSettings.parse({ task, features: 'siglip' });
}
