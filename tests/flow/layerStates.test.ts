import { describe, expect, it } from 'vitest';
import { alone } from '../../src-main/analysis/embedding/crew';
import type { ClassifierKind } from '../../src-main/common/settings';
import { floatValues, readNpy } from '../../src-main/data/formats/npy';
import type { ProjectStore } from '../../src-main/data/project/store';
import { floats } from '../../src-main/engine/runtime/tensor';
import { layerStates } from '../../src-main/jobs/embedding/layerStates';
import { newRecipe, withPanel } from '../../src-main/common/figures/arrange';
import { drawFigure } from '../../src-main/jobs/figures/draw';
import { layoutJob } from '../../src-main/jobs/embedding/layout';
import { inferJob } from '../../src-main/jobs/infer';
import { predictionPaths, runFolder } from '../../src-main/jobs/runFolder';
import { trainJob } from '../../src-main/jobs/train';
import { mergedNetwork, openTrainedRun } from '../../src-main/jobs/trainedRun';
import { expectLawfulProgress, learnableProject, toySettings, watched } from '../builders/learnableProject';
import { hasGolden } from '../golden/goldenFolder';

const there = hasGolden('tiny-llama/model.safetensors', 'tiny-llama/tokenizer.json');
const steps = [0, 1, 7, 20, 39];
const points = {
  videos: ['d', 'e'],
  fields: Int32Array.from([0, 1].flatMap((v) => steps.flatMap((k) => [v, k, k + 1, 0, 0]))),
  rows: Int32Array.from([...steps, ...steps]),
};

async function trained(settings: Parameters<typeof toySettings>[0]): Promise<ProjectStore> {
  const store = await learnableProject();
  const project = store.dir;
  await trainJob(
    { project, run: 'r', settings: toySettings({ epochs: 1, ...settings }), resume: false },
    watched().context,
  );
  await inferJob({ project, run: 'r', split: 'test' }, watched().context);
  return store;
}

describe.runIf(there)('states behind layers', () => {
  it.each<[ClassifierKind]>([['discriminative'], ['generative'], ['gad']])(
    'of a %s run: behind the last, normed, they are those that decided',
    async (kind) => {
      const store = await trained({ kind });
      const run = await openTrainedRun(store, 'r');
      const { layers, hiddenSize, normEpsilon } = run.classifier.checkpoint.config;
      const { context, reports } = watched();
      const { values, count, dim } = await layerStates(store, 'r', points, layers, context);
      expectLawfulProgress(reports);
      expect([count, dim]).toEqual([10, hiddenSize]);
      const scale = floats((await mergedNetwork(run, false)).weights['finalNorm.weight']!);
      for (const [at, video] of ['d', 'e'].entries()) {
        const stored = floatValues(await readNpy(predictionPaths(runFolder(store.dir, 'r'), 'test', video).features))!;
        for (const [i, step] of steps.entries()) {
          const row = values.subarray((at * steps.length + i) * dim, (at * steps.length + i + 1) * dim);
          const norm = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0) / dim + normEpsilon);
          // Stored in half precision.
          row.forEach((x, k) => expect(Math.abs((x / norm) * scale[k]! - stored[step * dim + k]!)).toBeLessThan(4e-3));
        }
      }
    },
  );

  it('of [CLS] before any layer are its embedding, and layers beyond the last are refused', async () => {
    const store = await trained({});
    const { values, dim } = await layerStates(store, 'r', points, 0, watched().context);
    for (let row = 1; row < 10; row++) expect(values.slice(row * dim, (row + 1) * dim)).toEqual(values.slice(0, dim));
    const settings = { run: 'r', split: 'test', method: 'PCA', perplexity: 5, seed: 0, perClass: 9 } as const;
    const map = (layer: number | null) =>
      layoutJob({ project: store.dir, ...settings, layer }, watched().context, alone, () => undefined);
    const [decided, inner] = [await map(null), await map(1)];
    expect(inner.fields).toEqual(decided.fields);
    expect(inner.positions).not.toEqual(decided.positions);
    const panel = {
      kind: 'embedding',
      runs: ['r'],
      settings: { ...settings, states: 'of a layer', layer: 1 },
    } as const;
    const drawn = await drawFigure(store, withPanel(newRecipe('Layer'), panel));
    const { data } = drawn.panels[0]!;
    expect(data.kind === 'scatter' && data.maps[0]?.points.map(({ x }) => x)).toEqual(
      [...inner.positions].filter((_, at) => at % 2 === 0),
    );
    await expect(map(99)).rejects.toMatchObject({ code: 'no-such-layer' });
  });

  it('of a class that is read behind what was written are not told', async () => {
    const store = await trained({ kind: 'gad', order: 'generation first' });
    await expect(layerStates(store, 'r', points, 1, watched().context)).rejects.toMatchObject({
      code: 'reads-what-it-wrote',
    });
  });
});
