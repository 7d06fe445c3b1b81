import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergeClasses, renameClass } from '../../../src-main/common/classEditing';
import { invertTaxonomyEdit } from '../../../src-main/common/domain/taxonomyEdit';
import { Cancelled } from '../../../src-main/common/errors';
import { toFloat16 } from '../../../src-main/common/float16';
import type { JobContext, Progress } from '../../../src-main/common/progress';
import { writeNpy } from '../../../src-main/data/formats/npy';
import { writeFileAtomic } from '../../../src-main/data/project/atomic';
import { openProject, type ProjectStore } from '../../../src-main/data/project/store';
import { evaluateJob } from '../../../src-main/jobs/evaluate';
import { ScoredNow } from '../../../src-main/jobs/scored';
import { createRun, predictionPaths, runFolder } from '../../../src-main/jobs/runFolder';
import { folderDigest, labels, quiet, smallProject, userError } from '../data/temporaryProject';
import { madeRun } from '../../builders/madeRun';

const run = madeRun('r', {
  classes: [
    { id: 0, name: 'background', background: true },
    { id: 2, name: 'stir pot' },
    { id: 1, name: 'cut onion' },
  ],
  splits: { train: [], val: [], test: ['a', 'b'] },
});

/** A project with run `r` at 1 step a second; videos last 20 s. */
async function projectWithRun(): Promise<ProjectStore> {
  const store = await smallProject();
  await createRun(store.dir, run);
  return store;
}

/** Class ids of the 20 steps of a video, given as `[from, to, classId]`. */
function steps(...spans: [number, number, number][]): Int32Array {
  const ids = new Int32Array(20);
  for (const [from, to, classId] of spans) ids.fill(classId, from, to);
  return ids;
}

async function predict(store: ProjectStore, video: string, ids: Int32Array, scores?: Float32Array): Promise<void> {
  const paths = predictionPaths(runFolder(store.dir, 'r'), 'test', video);
  await writeNpy(paths.labels, { dtype: 'int32', shape: [ids.length], data: ids });
  if (scores) {
    await writeNpy(paths.scores, { dtype: 'float16', shape: [ids.length, 3], data: toFloat16(scores) });
  }
  await writeFileAtomic(paths.segments, '{}');
}

/** Log-probabilities of 0.8 for each step's class and 0.1 for the two others, columns in the run's order 0, 2, 1. */
function sure(ids: Int32Array): Float32Array {
  return Float32Array.from([...ids].flatMap((id) => [0, 2, 1].map((column) => Math.log(column === id ? 0.8 : 0.1))));
}

const input = (store: ProjectStore) => ({ project: store.dir, run: 'r', split: 'test' as const, official: false });

describe('evaluateJob', () => {
  it('scores predictions against the annotations and writes the report', async () => {
    const store = await projectWithRun();
    await store.saveAnnotation(labels('a', [[2, 8, 1]]));
    await store.saveAnnotation(labels('b', [[10, 20, 2]]));
    await predict(store, 'a', steps([2, 8, 1]));
    await predict(store, 'b', steps([15, 20, 2], [0, 5, 1]));
    const report = await evaluateJob(input(store), quiet);
    // 40 steps; wrong are 5 of b's background and 5 of its 10 true steps.
    expect(report).toMatchObject({ run: 'r', split: 'test', official: false, videos: 2, steps: 40, frameAccuracy: 75 });
    expect(report.segmentF1[2]?.counts).toEqual({ truePositive: 2, falsePositive: 1, falseNegative: 0 });
    expect(report.meanAveragePrecision).toBeNull();
    const written = await readFile(join(runFolder(store.dir, 'r'), 'reports', 'test.json'), 'utf8');
    expect(JSON.parse(written)).toEqual(report);
  });

  it('is outdated once labels, the meaning of classes or predictions change, not by a new name', async () => {
    const store = await projectWithRun();
    await store.saveAnnotation(labels('a', [[2, 8, 1]]));
    await predict(store, 'a', steps([2, 8, 1]));
    const { scored } = await evaluateJob(input(store), quiet);
    const reason = async () =>
      new ScoredNow(await openProject(store.dir)).outdated(scored, { run: 'r', split: 'test', predicted: ['a'] });
    expect(await reason()).toBeNull();
    await store.editTaxonomy(renameClass(store.taxonomy, 1, 'dice onion')!);
    expect(await reason()).toBeNull();

    const merge = mergeClasses(store.taxonomy, [2], 1, []);
    await store.editTaxonomy(merge);
    expect(await reason()).toBe('Labels or classes of test were changed after this was measured.');
    await store.editTaxonomy(invertTaxonomyEdit(merge));
    expect(await reason()).toBeNull();

    await store.saveAnnotation(labels('a', [[2, 9, 1]]));
    expect(await reason()).toBe('Labels or classes of test were changed after this was measured.');
    await writeFileAtomic(predictionPaths(runFolder(store.dir, 'r'), 'test', 'a').segments, '{"again":1}');
    expect(await reason()).toBe('The run predicted test again after this was measured.');
  });

  it('ranks scores by class id, background left out', async () => {
    const store = await projectWithRun();
    await store.saveAnnotation(
      labels('a', [
        [0, 4, 1],
        [10, 12, 2],
      ]),
    );
    const guess = steps([0, 3, 1], [10, 12, 2], [12, 14, 2]);
    await predict(store, 'a', guess, sure(guess));
    const report = await evaluateJob(input(store), quiet);
    // Class 1: three of four at the top, the last among the 17 others: 3/4 + 1/4 * 4/20. Class 2: 2 of the top 4.
    expect(report.averagePrecision.map(({ classId }) => classId)).toEqual([2, 1]);
    expect(report.averagePrecision[0]?.value).toBeCloseTo(50, 10);
    expect(report.averagePrecision[1]?.value).toBeCloseTo(80, 10);
    expect(report.meanAveragePrecision).toBeCloseTo(65, 10);
  });

  it('counts only reviewed steps, and refuses where there are none', async () => {
    const store = await projectWithRun();
    await predict(store, 'a', steps());
    const error = await userError(evaluateJob(input(store), quiet));
    expect(error.message).toBe('Evaluating run "r" on test: nothing of its video has been reviewed.');
    await store.saveAnnotation({ ...labels('a', [[0, 4, 1]]), reviewed: [{ start: 2, end: 6 }] });
    expect(await evaluateJob(input(store), quiet)).toMatchObject({ steps: 4, frameAccuracy: 50 });
  });

  it('counts a class the run does not know as missed', async () => {
    const store = await projectWithRun();
    const added = { id: 3, name: 'wash pan' };
    await store.saveTaxonomy({ ...store.taxonomy, nextId: 4, classes: [...store.taxonomy.classes, added] });
    await store.saveAnnotation(labels('a', [[0, 10, 3]]));
    const guess = steps();
    await predict(store, 'a', guess, sure(guess));
    const report = await evaluateJob(input(store), quiet);
    expect(report).toMatchObject({ frameAccuracy: 50, foregroundRecall: 0, meanAveragePrecision: null });
    expect(report.segmentF1[0]?.counts).toEqual({ truePositive: 0, falsePositive: 0, falseNegative: 1 });
  });

  it('leaves out a class that the project has since marked ambiguous', async () => {
    const store = await projectWithRun();
    const classes = store.taxonomy.classes.map((c) => (c.id === 2 ? { ...c, ambiguous: true as const } : c));
    await store.saveTaxonomy({ ...store.taxonomy, classes });
    await store.saveAnnotation(
      labels('a', [
        [0, 5, 2],
        [5, 10, 1],
      ]),
    );
    await predict(store, 'a', steps([5, 10, 1]));
    expect(await evaluateJob(input(store), quiet)).toMatchObject({ steps: 15, frameAccuracy: 100 });
  });

  it('refuses a run without predictions, and predictions that do not fit', async () => {
    const store = await projectWithRun();
    expect((await userError(evaluateJob(input(store), quiet))).message).toBe(
      'Evaluating run "r": it has no predictions on test.',
    );
    await store.saveAnnotation(labels('a', []));
    await predict(store, 'a', steps([4, 5, 9]));
    expect((await userError(evaluateJob(input(store), quiet))).message).toMatch(
      /^Invalid predictions .*a\.labels\.npy: step 4 has class id 9, which is no class of the run\.$/,
    );
    await predict(store, 'a', steps(), new Float32Array(60).subarray(0, 60));
    const { scores } = predictionPaths(runFolder(store.dir, 'r'), 'test', 'a');
    await writeNpy(scores, { dtype: 'float16', shape: [20, 2], data: new Uint16Array(40) });
    expect((await userError(evaluateJob(input(store), quiet))).message).toMatch(
      /a\.scores\.npy: found float16 \[20, 2\], expected float16 \[20, 3\]\.$/,
    );
  });

  it('reports its progress to the end and writes nothing when cancelled', async () => {
    const store = await projectWithRun();
    await store.saveAnnotation(labels('a', [[0, 4, 1]]));
    await predict(store, 'a', steps([0, 4, 1]));
    const before = folderDigest(store.dir);
    const controller = new AbortController();
    controller.abort();
    await expect(evaluateJob(input(store), { ...quiet, signal: controller.signal })).rejects.toThrow(Cancelled);
    expect(folderDigest(store.dir)).toEqual(before);
    const events: Progress[] = [];
    const context: JobContext = { ...quiet, report: (progress) => events.push(progress) };
    await evaluateJob(input(store), context);
    expect(events.map(({ done, total }) => [done, total])).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });
});
