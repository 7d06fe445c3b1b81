import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { FeatureSet } from '../../../src-main/common/domain/featureSet';
import { Video } from '../../../src-main/common/domain/video';
import { readNpyHeader, writeNpy } from '../../../src-main/data/formats/npy';
import { createProject, type ProjectStore } from '../../../src-main/data/project/store';
import {
  featureSteps,
  hasFeatures,
  readFeatureRows,
  readFeatures,
  requireFeatureSet,
  writeFeatureSet,
  writeFeatures,
} from '../../../src-main/features/store';

const set = FeatureSet.parse({ version: 1, name: 'toy', dim: 3, rate: 4, encoder: 'toy encoder' });
const source = { ...set, parts: [set] };
const video = Video.parse({ id: 'v1', path: 'v1.mp4', fps: 25, frames: 50, duration: 2 });
const rows = Float32Array.from({ length: 24 }, (_, i) => i / 8);
let store: ProjectStore;

beforeEach(async () => {
  store = await createProject(mkdtempSync(join(tmpdir(), 'features-')), { name: 'p', singleLabel: false });
  await store.saveVideos([video, { ...video, id: 'v2' }]);
});

async function stored(shape: number[], data: Float32Array): Promise<void> {
  await writeNpy(store.featurePath('toy', 'v1'), { dtype: 'float32', shape, data });
}

describe('feature tracks', () => {
  it('come back as they were written, in half precision', async () => {
    await writeFeatures(store, set, 'v1', rows);
    expect((await readNpyHeader(store.featurePath('toy', 'v1'))).dtype).toBe('float16');
    expect(await readFeatures(store, source, video)).toEqual({ steps: 8, rows });
  });

  it('take single precision where half cannot hold them', async () => {
    const large = rows.map((value) => value * 1e6);
    await writeFeatures(store, set, 'v1', large);
    expect((await readFeatures(store, source, video)).rows).toEqual(large);
  });

  it('of several visual tokens a step have three axes', async () => {
    const tokens = { ...set, tokens: 2, dim: 4, rate: 1.5 };
    await writeFeatures(store, tokens, 'v1', rows);
    expect((await readNpyHeader(store.featurePath('toy', 'v1'))).shape).toEqual([3, 2, 4]);
    expect(await readFeatures(store, { ...tokens, parts: [tokens] }, video)).toEqual({ steps: 3, rows });
    await stored([3, 8], rows);
    await expect(readFeatures(store, { ...tokens, parts: [tokens] }, video)).rejects.toThrow(
      'Found an array [3, 8]; rows of 2 visual tokens of 4 numbers were expected.',
    );
  });

  it('of an item of unknown length may have any number of rows', async () => {
    await stored([5, 3], rows.slice(0, 15));
    expect((await readFeatures(store, source, { ...video, duration: 0 })).steps).toBe(5);
  });
});

describe('features that do not fit', () => {
  const invalid = 'Invalid features of video "v1" in set "toy". ';

  it('NaN', async () => {
    await stored(
      [8, 3],
      rows.map((value, i) => (i === 17 ? Number.NaN : value)),
    );
    await expect(readFeatures(store, source, video)).rejects.toMatchObject({
      code: 'features-invalid',
      message: `${invalid}Row 5 holds NaN (column 2).`,
      tip: 'Extract them again, or import a corrected array.',
    });
  });

  it('infinite numbers', async () => {
    await stored(
      [8, 3],
      rows.map((value, i) => (i === 3 ? -Infinity : value)),
    );
    await expect(readFeatures(store, source, video)).rejects.toThrow(
      `${invalid}Row 1 holds an infinite number (column 0).`,
    );
  });

  it('rows of another length of video', async () => {
    await stored([7, 3], rows.slice(0, 21));
    await expect(readFeatures(store, source, video)).rejects.toThrow(
      `${invalid}Found 7 rows; 8 were expected from 2.0 s at 4 steps a second.`,
    );
  });

  it('rows of another width', async () => {
    await stored([12, 2], rows);
    await expect(readFeatures(store, source, video)).rejects.toThrow(
      `${invalid}Found an array [12, 2]; rows of 3 numbers were expected.`,
    );
  });

  it('none', async () => {
    await expect(readFeatures(store, source, video)).rejects.toMatchObject({
      code: 'features-missing',
      message: 'Missing features of video "v1" in set "toy".',
    });
  });
});

describe('feature sets', () => {
  it('are found by name', async () => {
    await writeFeatureSet(store, set);
    expect(await requireFeatureSet(store, 'toy')).toEqual(source);
    await expect(requireFeatureSet(store, 'i3d')).rejects.toThrow(
      'Missing feature set "i3d" in this project: there is toy.',
    );
  });

  it('have the videos whose rows fit', async () => {
    await writeFeatures(store, set, 'v1', rows);
    await writeFeatures(store, set, 'v2', rows.slice(0, 12));
    expect(await Promise.all(store.videos.map((one) => hasFeatures(store, set, one)))).toEqual([true, false]);
  });
});

describe('feature sets side by side', () => {
  const rgb = FeatureSet.parse({ version: 1, name: 'rgb', dim: 2, tokens: 2, rate: 1, encoder: 'a', encoderHash: '1' });
  const flow = { ...rgb, name: 'flow', dim: 1, encoder: 'b', encoderHash: '2' };

  beforeEach(async () => {
    await writeFeatureSet(store, rgb);
    await writeFeatures(store, rgb, 'v1', Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    await writeFeatures(store, flow, 'v1', Float32Array.of(-1, -2, -3, -4));
  });

  it('have for each visual token the numbers of one, then of the other', async () => {
    await writeFeatureSet(store, flow);
    const both = await requireFeatureSet(store, 'rgb+flow');
    expect(both).toMatchObject({ name: 'rgb+flow', dim: 3, tokens: 2, rate: 1, encoder: 'a + b', encoderHash: '1+2' });
    expect([...(await readFeatures(store, both, video)).rows]).toEqual([1, 2, -1, 3, 4, -2, 5, 6, -3, 7, 8, -4]);
    expect([...(await readFeatureRows(store, both, 'v1', 1, 2))]).toEqual([5, 6, -3, 7, 8, -4]);
    expect(await featureSteps(store, both, 'v1')).toBe(2);
  });

  it('must have one rate and equally many visual tokens', async () => {
    await writeFeatureSet(store, { ...flow, rate: 2 });
    await expect(requireFeatureSet(store, 'rgb+flow')).rejects.toMatchObject({
      code: 'feature-sets-differ',
      message: 'Reading features "rgb+flow": "rgb" has 1 steps a second, "flow" has 2.',
    });
    await writeFeatureSet(store, { ...flow, tokens: 10 });
    await expect(requireFeatureSet(store, 'rgb+flow')).rejects.toThrow(
      '"rgb" has 2 visual tokens a step, "flow" has 10.',
    );
  });

  it('must both be there, with every video', async () => {
    await expect(requireFeatureSet(store, 'rgb+i3d')).rejects.toThrow('Missing feature set "i3d" in this project');
    await writeFeatureSet(store, flow);
    const both = await requireFeatureSet(store, 'rgb+flow');
    await writeFeatures(store, rgb, 'v2', Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    expect(await featureSteps(store, both, 'v2')).toBeNull();
    await expect(readFeatures(store, both, { ...video, id: 'v2' })).rejects.toThrow(
      'Missing features of video "v2" in set "flow".',
    );
  });
});
