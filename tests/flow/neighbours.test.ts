import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { floatValues, readNpy } from '../../src-main/data/formats/npy';
import { inferJob } from '../../src-main/jobs/infer';
import { predictionPaths, runFolder, updateRun } from '../../src-main/jobs/runFolder';
import { trainJob } from '../../src-main/jobs/train';
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
