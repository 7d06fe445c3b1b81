import { describe, expect, it } from 'vitest';
import { readLanes, readReadouts, readScores } from '../../../src-main/api/predictions';
import type { Report } from '../../../src-main/common/domain/report';
import type { Run, RunClass } from '../../../src-main/common/domain/run';
import { invertTaxonomyEdit } from '../../../src-main/common/domain/taxonomyEdit';
import { unwatched } from '../../../src-main/common/progress';
import { fromFloat16, toFloat16 } from '../../../src-main/common/float16';
import type { ProjectStore } from '../../../src-main/data/project/store';
import { readComparable } from '../../../src-main/jobs/analysis/comparable';
import { runCurves } from '../../../src-main/jobs/analysis/curves';
import { foldScores, runToday } from '../../../src-main/jobs/classesToday';
import { diagnoseRun } from '../../../src-main/jobs/diagnosis/diagnose';
import { evaluateJob } from '../../../src-main/jobs/evaluate';
import { writePrediction } from '../../../src-main/jobs/predictionFiles';
import { reviewQueue } from '../../../src-main/jobs/review/queue';
import { createRun, readRun } from '../../../src-main/jobs/runFolder';
import { planMerge } from '../../../src-main/jobs/taxonomy';
import { labels, quiet, smallProject } from '../data/temporaryProject';
import { madeRun } from '../../builders/madeRun';

const background: RunClass = { id: 0, name: 'background', background: true };
const cut: RunClass = { id: 1, name: 'cut onion' };
const stir: RunClass = { id: 2, name: 'stir pot' };

/** Class ids of the 20 steps that run says, and the probabilities of its classes at each. */
async function addRun(
  store: ProjectStore,
  id: string,
  classes: RunClass[],
  said: number[],
  probabilities: (step: number) => number[],
) {
  const run = madeRun(id, { classes, splits: { train: [], val: [], test: ['a'] } });
  const folder = await createRun(store.dir, run);
  const scores = Float32Array.from(said.flatMap((_, step) => probabilities(step).map(Math.log)));
  await writePrediction(folder, 'test', 'a', run, {
    labels: Int32Array.from(said, (classId) => classes.findIndex((entry) => entry.id === classId)),
    scores: toFloat16(scores),
    confidence: Float32Array.from(
      said,
      (classId, step) => probabilities(step)[classes.findIndex((c) => c.id === classId)]!,
    ),
    features: null,
    texts: null,
  });
}

const steps = <T>(of: (step: number) => T) => Array.from({ length: 20 }, (_, step) => of(step));
/** Cuts at 2 to 5, stirs at 6 to 11 and 15 to 16. */
const said = steps((step) =>
  step >= 2 && step < 6 ? 1 : (step >= 6 && step < 12) || (step >= 15 && step < 17) ? 2 : 0,
);
const [cutAt, stirAt] = [
  (step: number) => (said[step] === 1 ? 0.5 : 0.125) + step / 128,
  (step: number) => (said[step] === 2 ? 0.5 : 0.125) + (20 - step) / 256,
];
const rest = (step: number) => 1 - cutAt(step) - stirAt(step);

/**
 * Three runs that say the same of a video: one that tells the classes 1 and 2 apart, one that knows only 1, and one
 * made after 1 was merged into 2.
 */
async function mergedProject() {
  const store = await smallProject();
  await store.saveAnnotation(
    labels('a', [
      [2, 7, 1],
      [7, 11, 2],
      [14, 18, 1],
    ]),
  );
  await addRun(store, 'both', [background, stir, cut], said, (step) => [rest(step), stirAt(step), cutAt(step)]);
  const asOne = said.map((classId) => (classId === 0 ? 0 : 1));
  const two = (step: number) => [rest(step), cutAt(step) + stirAt(step)];
  await addRun(store, 'cut', [background, cut], asOne, two);
  await addRun(
    store,
    'after',
    [background, stir],
    asOne.map((classId) => 2 * classId),
    two,
  );
  const { edit } = await planMerge(store, [1], 2, true);
  const before = await evaluate(store, 'both');
  await store.editTaxonomy(edit);
  return { store, edit, before };
}

const evaluate = async (store: ProjectStore, run: string) => {
  const report = await evaluateJob({ project: store.dir, run, split: 'test', official: false }, quiet);
  // What was measured, without whose it is.
  const { run: _, scored: __, ...rest } = report;
  return rest satisfies Omit<Report, 'run' | 'scored'>;
};

describe('a run whose classes were merged since', () => {
  it('is scored as one that was made after it', async () => {
    const { store } = await mergedProject();
    const after = await evaluate(store, 'after');
    expect(after.meanAveragePrecision).toBeGreaterThan(0);
    expect(after.frameAccuracy).toBeLessThan(100);
    expect(await evaluate(store, 'cut')).toEqual(after);
    const { meanAveragePrecision, averagePrecision, classMeans, ...both } = await evaluate(store, 'both');
    expect(both).toMatchObject(Object.fromEntries(Object.entries(after).filter(([key]) => key in both)));
    expect(classMeans).toEqual(after.classMeans);
    // Sums of float16 are rounded once more.
    expect(meanAveragePrecision).toBeCloseTo(after.meanAveragePrecision!, 6);
    expect(averagePrecision.map(({ classId }) => classId)).toEqual([2]);
  });

  it('is shown, diagnosed and compared as one that was made after it', async () => {
    const { store } = await mergedProject();
    const lanes = new Map((await readLanes(store, 'a')).map(({ run, segments }) => [run, segments]));
    const spans = (run: string) => lanes.get(run)?.map(({ start, end, classId }) => [start, end, classId]);
    expect(spans('both')).toEqual([
      [2, 12, 2],
      [15, 17, 2],
    ]);
    expect(spans('cut')).toEqual(spans('after'));
    const [after, both, cutOnly] = await readReadouts(store, 'a', 3);
    expect(both).toMatchObject({ decided: 2, top: [{ classId: 2 }, { classId: 0 }] });
    expect(both?.top[0]?.probability).toBeCloseTo(after?.top[0]?.probability as number, 3);
    expect(cutOnly).toMatchObject({ decided: 2, top: after?.top });
    expect((await readScores(store, 'cut', 'a', 0, 1))?.classIds).toEqual([0, 2]);
    const compared = await readComparable(store, ['both', 'cut', 'after'], 'test');
    expect(compared.notes).toEqual([]);
    const [first, second, third] = compared.runs.map(({ videos }) => [...videos[0]!.predicted]);
    expect([first, second]).toEqual([third, third]);
    const curves = (await runCurves(store, { run: 'both', split: 'test' })).precisionRecall?.averagePrecision;
    expect(curves).toBeCloseTo(
      (await runCurves(store, { run: 'after', split: 'test' })).precisionRecall!.averagePrecision!,
      6,
    );
    const request = { split: 'test', against: null, sharedOnly: false, thresholds: { correct: 0.5, overlap: 0.1 } };
    const [ofBoth, ofAfter] = await Promise.all(
      ['both', 'after'].map(async (run) => (await diagnoseRun(store, { ...request, run }, quiet)).report),
    );
    expect(ofBoth).toEqual({ ...ofAfter, run: 'both' });
  });

  it('suggests what one that was made after it suggests', async () => {
    const { store } = await mergedProject();
    await store.saveAnnotation({ ...(await store.annotation('a')), segments: [] });
    const suggested = async (run: string) => (await reviewQueue(store, { run, most: 99 }, unwatched)).items;
    const [both, cutOnly, after] = [await suggested('both'), await suggested('cut'), await suggested('after')];
    expect(after.map(({ kind, span, classId }) => [kind, span, classId])).toEqual([
      ['check', { start: 2, end: 12 }, 2],
      ['check', { start: 15, end: 17 }, 2],
    ]);
    expect(cutOnly).toEqual(after);
    expect(both).toEqual(after.map((one) => ({ ...one, score: expect.closeTo(one.score, 3) as number })));
  });

  it('is what it was when the merge is undone, and its files never change', async () => {
    const { store, edit, before } = await mergedProject();
    expect((await readRun(store.dir, 'both')).classes).toEqual([background, stir, cut]);
    await store.editTaxonomy(invertTaxonomyEdit(edit));
    expect(await evaluate(store, 'both')).toEqual(before);
  });

  it('keeps its classes where they are tasks of videos', () => {
    const run = madeRun('r', { classes: [{ id: 1, name: 'make soup' }] });
    const taxonomy = { classes: [stir], retired: [{ ...cut, into: 2 }] };
    expect(runToday(run, taxonomy).classes).toEqual([{ id: 2, name: 'stir pot', storedAs: 1 }]);
    const tasks = { ...run, settings: { task: 'task recognition' } as Run['settings'] };
    expect(runToday(tasks, taxonomy).classes).toEqual(run.classes);
  });

  it('has the probabilities of merged classes added, in numbers and in half precision', () => {
    const classes = [background, { ...cut, into: 2 }, stir];
    const rows = Float32Array.from([0.5, 0.25, 0.25, 0.75, 0, 0.25].map(Math.log));
    const half = fromFloat16(foldScores(classes, toFloat16(rows))).map(Math.exp);
    const full = foldScores(classes, rows).map(Math.exp);
    for (const [at, value] of [0.5, 0, 0.5, 0.75, 0, 0.25].entries()) {
      expect(full[at]).toBeCloseTo(value, 6);
      expect(half[at]).toBeCloseTo(value, 3);
    }
  });
});
