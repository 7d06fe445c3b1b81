import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOpinion, readReadouts, readScores } from '../../../src-main/api/predictions';
import { toFloat16 } from '../../../src-main/common/float16';
import { writePrediction } from '../../../src-main/jobs/predictionFiles';
import { createRun } from '../../../src-main/jobs/runFolder';
import { toyKitchen } from '../../builders/toyKitchen';
import { temporaryFolder } from '../data/temporaryProject';
import { madeRun } from '../../builders/madeRun';

/** Probabilities of three steps over background, cut onion and stir pot; a power of two is kept exactly. */
const probabilities = [
  [1, 0, 0],
  [0.25, 0.25, 0.5],
  [0, 0.5, 0.5],
];

async function predicted() {
  const store = await toyKitchen(join(temporaryFolder(), 'p'), []);
  const run = madeRun('r', {
    origin: 'imported',
    classes: [
      { id: 0, name: 'background', background: true },
      { id: 10, name: 'cut onion' },
      { id: 11, name: 'stir pot' },
    ],
    splits: { train: [], val: [], test: ['d'] },
    rate: 2,
  });
  const folder = await createRun(store.dir, run);
  const scores = toFloat16(Float32Array.from(probabilities.flat(), Math.log));
  await writePrediction(folder, 'test', 'd', run, {
    labels: Int32Array.of(0, 2, 2),
    scores,
    confidence: null,
    features: null,
    texts: null,
  });
  return store;
}

describe('predictions of a video', () => {
  it('come with the entropy of each step in nats', async () => {
    const store = await predicted();
    const rows = await readScores(store, 'r', 'd', 0, 10);
    // By hand: 0; two quarters and a half; two halves.
    expect(rows?.entropy).toEqual([0, 1.04, 0.693]);
    expect(Buffer.from(rows?.probabilities ?? '', 'base64')).toHaveLength(9);
    expect((await readReadouts(store, 'd', 0.6)).map(({ entropy }) => entropy?.toFixed(3))).toEqual(['1.040']);
  });

  it('are averaged over a stretch in seconds, of at least one step', async () => {
    const store = await predicted();
    const over = async (start: number, end: number) =>
      (await readOpinion(store, { run: 'r', video: 'd', start, end })).map(({ classId, probability }) => [
        classId,
        Number(probability.toFixed(3)),
      ]);
    expect(await over(0.5, 1.5)).toEqual([
      [11, 0.5],
      [10, 0.375],
      [0, 0.125],
    ]);
    expect(await over(0.1, 0.12)).toEqual([
      [0, 1],
      [10, 0],
      [11, 0],
    ]);
    expect(await over(30, 31)).toEqual([]);
    expect(await readOpinion(store, { run: 'r', video: 'e', start: 0, end: 1 })).toEqual([]);
  });
});
