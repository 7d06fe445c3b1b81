import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../../src-main/data/formats/npy';
import { gadw, gadwJson } from '../builders/commandLine';
import { labels, smallProject, temporaryFolder, writeFiles } from '../unit/data/temporaryProject';

describe('import --predictions', () => {
  /** Items of 20 s at half a step a second: 10 steps. Video `a` is cut onion from 4 to 10 s. */
  async function labelled() {
    const store = await smallProject();
    await store.apply({
      annotations: [labels('a', [[4, 10, 1]])],
      project: { ...store.project, splits: { train: [], val: [], test: ['a'], source: '' } },
    });
    return store.dir;
  }
  const take = (dir: string, path: string) =>
    gadwJson('import', dir, path, '--predictions', '--name', 'theirs', '--rate', '0.5');
  const accuracy = async (dir: string) => {
    const { json } = await gadwJson('evaluate', dir);
    return json['rows'] as { run: string; frameAccuracy: number; meanAveragePrecision: number | null }[];
  };

  it('takes the official pred/<video>.txt', async () => {
    const dir = await labelled();
    const step = (name: string) => ['', name, name, 'background'].map((field) => field.padEnd(20)).join(' \t ');
    const names = [0, 0, 1, 1, 1, 0, 0, 0, 0, 1].map((on) => (on ? 'cut onion' : 'background'));
    const folder = temporaryFolder();
    writeFiles(folder, { 'pred/a.txt': ['Response Prediction Matched GT', ...names.map(step), ''].join('\n') });
    expect(await take(dir, join(folder, 'pred'))).toMatchObject({
      code: 0,
      json: { videos: 1, segments: 2, refused: 0 },
    });
    expect(await accuracy(dir)).toMatchObject([{ run: 'theirs', frameAccuracy: 90, meanAveragePrecision: null }]);
    expect((await gadw('runs', dir)).stdout[1]).toMatch(/^theirs +imported +— +imported /);
  });

  it('takes .npy scores', async () => {
    const dir = await labelled();
    const data = Float32Array.from({ length: 30 }, (_, i) => {
      const step = Math.floor(i / 3);
      return Math.log(i % 3 === (step >= 2 && step < 5 ? 1 : 0) ? 0.8 : 0.1);
    });
    const path = join(temporaryFolder(), 'a.npy');
    await writeNpy(path, { dtype: 'float32', shape: [10, 3], data });
    expect(await take(dir, path)).toMatchObject({ code: 0, json: { videos: 1, segments: 1 } });
    expect(await accuracy(dir)).toMatchObject([{ frameAccuracy: 100, meanAveragePrecision: 100 }]);
  });

  it('takes ActivityNet results', async () => {
    const dir = await labelled();
    const results = { a: [{ label: 'cut onion', score: 0.9, segment: [4, 10] }] };
    const folder = temporaryFolder();
    writeFiles(folder, { 'result.json': JSON.stringify({ version: '1', results, external_data: {} }) });
    expect(await take(dir, join(folder, 'result.json'))).toMatchObject({ code: 0, json: { videos: 1, segments: 1 } });
    expect(await accuracy(dir)).toMatchObject([{ frameAccuracy: 100 }]);
  });

  it('asks for the rate where nothing tells it, and refuses a name that is taken', async () => {
    const dir = await labelled();
    const path = join(temporaryFolder(), 'a.npy');
    await writeNpy(path, { dtype: 'int32', shape: [10], data: new Int32Array(10) });
    expect((await gadw('import', dir, path, '--predictions')).stderr).toEqual([
      'Missing rate of the predictions: they do not say how many steps a second they have, and the project has no features.',
      'Give it, for example with "--rate 4".',
    ]);
    expect((await take(dir, path)).code).toBe(0);
    expect(await take(dir, path)).toMatchObject({
      code: 1,
      json: { error: { code: 'run-exists', message: 'A run named "theirs" exists already.' } },
    });
  });
});
