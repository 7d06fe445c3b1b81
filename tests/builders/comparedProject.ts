/** Two runs on the same two videos, as figures compare them. */
import type { ProjectStore } from '../../src-main/data/project/store';
import { newRecipe, type PanelWish, withPanel } from '../../src-main/common/figures/arrange';
import { evaluateJob } from '../../src-main/jobs/evaluate';
import type { figuresJob } from '../../src-main/jobs/figures/figuresJob';
import { writePrediction } from '../../src-main/jobs/predictionFiles';
import { createRun } from '../../src-main/jobs/runFolder';
import { labels, quiet, smallProject } from '../unit/data/temporaryProject';
import { madeRun } from './madeRun';

/** For figures that need no threads. */
export const noCrew = { prepare: () => () => undefined } as unknown as Parameters<typeof figuresJob>[2];

/** Class indices of the 20 steps of a video, given as `[from, to, index]`. */
function steps(...spans: [number, number, number][]): Int32Array {
  const out = new Int32Array(20);
  for (const [from, to, index] of spans) out.fill(index, from, to);
  return out;
}

/** Two evaluated runs: `gen` calls the onion of video a a pot, `disc` is right. */
export async function comparedProject(): Promise<ProjectStore> {
  const store = await smallProject();
  await store.saveAnnotation(labels('a', [[2, 10, 1]]));
  await store.saveAnnotation(labels('b', [[5, 15, 2]]));
  for (const [id, label] of [
    ['gen', 2],
    ['disc', 1],
  ] as const) {
    const run = madeRun(id, { classes: store.taxonomy.classes, splits: { train: [], val: [], test: ['a', 'b'] } });
    const dir = await createRun(store.dir, run);
    const nothing = { scores: null, confidence: null, features: null, texts: null };
    await writePrediction(dir, 'test', 'a', run, { labels: steps([2, 10, label], [15, 18, 1]), ...nothing });
    await writePrediction(dir, 'test', 'b', run, { labels: steps([5, 15, 2]), ...nothing });
    await evaluateJob({ project: store.dir, run: id, split: 'test', official: false }, quiet);
  }
  return store;
}

export const comparedRuns = ['gen', 'disc'];

export const figure = (...wishes: PanelWish[]) => wishes.reduce(withPanel, newRecipe('Toy'));
