import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../../../src-main/common/domain/run';
import { toFloat16 } from '../../../../src-main/common/float16';
import type { ProjectStore } from '../../../../src-main/data/project/store';
import { requireFeatureSet, writeFeatures } from '../../../../src-main/features/store';
import { writePrediction } from '../../../../src-main/jobs/predictionFiles';
import { nearestTraining } from '../../../../src-main/jobs/retrieval/nearestTraining';
import { runClasses } from '../../../../src-main/jobs/runClasses';
import { createRun, runFolder } from '../../../../src-main/jobs/runFolder';
import { toySettings } from '../../../builders/learnableProject';
import { toyKitchen } from '../../../builders/toyKitchen';
import { temporaryFolder } from '../../data/temporaryProject';
import { madeRun } from '../../../builders/madeRun';

const [steps, dim] = [40, 12];

/** Rows of ones but for one that points elsewhere. */
function rowsWith(step: number, width = dim): Float32Array {
  const rows = new Float32Array(steps * width).fill(1);
  rows.fill(0, step * width, (step + 1) * width);
  rows[step * width] = 1;
  return rows;
}

/** Run `r` that has predicted these videos by states; the moment at 5 s of `d` looks like the one at 9 s of `b`. */
async function project(predicted: Record<string, Float32Array>, origin: Run['origin']): Promise<ProjectStore> {
  const store = await toyKitchen(join(temporaryFolder(), 'kitchen'), []);
  const set = await requireFeatureSet(store, 'toy');
  for (const [video, step] of Object.entries({ a: 39, b: 18, c: 39, d: 10 })) {
    await writeFeatures(store, set, video, video === 'a' || video === 'c' ? rowsWith(39).fill(1) : rowsWith(step));
  }
  const run = madeRun('r', {
    origin,
    settings: origin === 'trained' ? toySettings() : null,
    classes: runClasses(store.taxonomy.classes),
    splits: { train: ['a', 'b', 'c'], val: [], test: ['d', 'e'] },
    rate: 2,
  });
  await createRun(store.dir, run);
  for (const [video, rows] of Object.entries(predicted)) {
    const split = 'test';
    await writePrediction(runFolder(store.dir, 'r'), split, video, run, {
      labels: new Int32Array(steps),
      scores: null,
      confidence: null,
      features: toFloat16(rows),
      texts: null,
    });
  }
  return store;
}

/** True class of a step of the toy kitchen; null for none. */
async function truthAt(store: ProjectStore, video: string, seconds: number): Promise<number | null> {
  const { segments } = await store.annotation(video);
  return segments.find(({ start, end }) => start <= seconds && seconds < end)?.classId ?? null;
}

const request = { run: 'r', video: 'd', start: 5, end: 5.5, count: 3 };

describe('nearest training moments', () => {
  it.each(['trained', 'imported'] as const)(
    'of a %s run that has not predicted its training videos are found by visual features',
    async (origin) => {
      const store = await project({ d: rowsWith(10) }, origin);
      const { by, moments } = await nearestTraining(store, request);
      expect(by).toBe('features');
      expect(moments[0]).toEqual({
        video: 'b',
        seconds: 9.25,
        similarity: expect.closeTo(1, 6),
        classId: await truthAt(store, 'b', 9.25),
      });
      expect(moments).toHaveLength(3);
    },
  );

  it('are found by the states that decided where training videos are predicted, and only among these', async () => {
    const store = await project({ d: rowsWith(10), c: rowsWith(30), e: rowsWith(10) }, 'trained');
    const { by, moments } = await nearestTraining(store, request);
    expect(by).toBe('states');
    expect(new Set(moments.map(({ video }) => video))).toEqual(new Set(['c']));
    expect(moments[0]?.classId).toBe(await truthAt(store, 'c', moments[0]!.seconds));
  });
});
