import { describe, expect, it } from 'vitest';
import { DiagnosisThresholds, type ErrorEvents, verdicts } from '../../../../src-main/common/domain/diagnosis';
import type { Run } from '../../../../src-main/common/domain/run';
import { toFloat16 } from '../../../../src-main/common/float16';
import { writeNpy } from '../../../../src-main/data/formats/npy';
import { writeFileAtomic } from '../../../../src-main/data/project/atomic';
import type { ProjectStore } from '../../../../src-main/data/project/store';
import { diagnoseRun } from '../../../../src-main/jobs/diagnosis/diagnose';
import { readVerdicts } from '../../../../src-main/jobs/diagnosis/verdicts';
import { evaluateJob } from '../../../../src-main/jobs/evaluate';
import { createRun, predictionPaths, runFolder } from '../../../../src-main/jobs/runFolder';
import { labels, quiet, smallProject, userError } from '../../data/temporaryProject';
import { madeRun } from '../../../builders/madeRun';

const thresholds = DiagnosisThresholds.parse({});
const [onion, pot] = [1, 2];

/** A run that knows the small project's classes, or some of them. */
const makeRun = (id: string, rate: number, classes = [onion, pot]) =>
  madeRun(id, {
    name: id.toUpperCase(),
    status: 'imported',
    origin: 'imported',
    classes: [
      { id: 0, name: 'background', background: true },
      ...classes.map((one) => ({ id: one, name: `class ${one}` })),
    ],
    splits: { train: [], val: [], test: ['a', 'b'] },
    rate,
  });

/** Class ids `[from, to, classId]` in seconds as steps of a video of 20 s. */
async function predict(store: ProjectStore, run: Run, video: string, spans: [number, number, number][], sure?: number) {
  const ids = new Int32Array(20 * run.rate);
  for (const [from, to, classId] of spans) ids.fill(classId, from * run.rate, to * run.rate);
  const paths = predictionPaths(runFolder(store.dir, run.id), 'test', video);
  await writeNpy(paths.labels, { dtype: 'int32', shape: [ids.length], data: ids });
  if (sure !== undefined) {
    const { length } = run.classes;
    const rest = Math.log((1 - sure) / (length - 1));
    const rows = Float32Array.from(
      [...ids].flatMap((id) => run.classes.map((one) => (one.id === id ? Math.log(sure) : rest))),
    );
    await writeNpy(paths.scores, { dtype: 'float16', shape: [ids.length, length], data: toFloat16(rows) });
  }
  await writeFileAtomic(paths.segments, '{}');
}

/** Videos a and b with truth; run r at 1 step a second errs in five ways. */
async function judgedProject(sure?: number): Promise<ProjectStore> {
  const store = await smallProject();
  await store.saveAnnotation(
    labels('a', [
      [0, 4, onion],
      [6, 10, pot],
      [12, 16, onion],
    ]),
  );
  await store.saveAnnotation(
    labels('b', [
      [0, 10, onion],
      [12, 16, pot],
    ]),
  );
  const run = makeRun('r', 1);
  await createRun(store.dir, run);
  await predict(
    store,
    run,
    'a',
    [
      [0, 4, onion],
      [6, 10, onion],
      [18, 20, pot],
    ],
    sure,
  );
  await predict(
    store,
    run,
    'b',
    [
      [0, 4, onion],
      [5, 9, onion],
      [15, 18, pot],
    ],
    sure,
  );
  return store;
}

const request = { run: 'r', split: 'test', against: null, sharedOnly: false, thresholds };
const diagnose = (store: ProjectStore, own: Partial<Parameters<typeof diagnoseRun>[1]> = {}) =>
  diagnoseRun(store, { ...request, ...own }, quiet);
const kinds = ({ kind }: ErrorEvents) => kind.map((code) => verdicts[code]);

describe('diagnoseRun', () => {
  it('lists every error with its spans and classes, video by video', async () => {
    const { events, report } = await diagnose(await judgedProject());
    expect(kinds(events)).toEqual(['confused', 'missed', 'invented', 'fragmented', 'fragmented', 'boundary']);
    expect(events.video.map((video) => events.videos[video])).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
    expect(events.truthStart).toEqual([6, 12, -1, 0, 0, 12]);
    expect(events.truthClass).toEqual([pot, onion, -1, onion, onion, pot]);
    expect(events.predictedStart).toEqual([6, -1, 18, 0, 5, 15]);
    expect(events.predictedEnd).toEqual([10, -1, 20, 4, 9, 18]);
    expect(events.predictedClass).toEqual([onion, -1, pot, onion, onion, pot]);
    expect([report.truths, report.predictions, report.correct, report.videos]).toEqual([5, 6, 1, 2]);
    expect(report.kinds.find(({ kind }) => kind === 'fragmented')).toMatchObject({
      events: 2,
      truths: 1,
      predictions: 2,
    });
  });

  it('scores as the evaluation does', async () => {
    const store = await judgedProject();
    const { segmentF1 } = await evaluateJob({ project: store.dir, run: 'r', split: 'test', official: false }, quiet);
    const { report } = await diagnose(store);
    expect(report.scores).toMatchObject(segmentF1.map(({ iou, micro }) => ({ iou, score: { value: micro } })));
  });

  it('counts the same truths by every trait', async () => {
    const { report } = await diagnose(await judgedProject());
    expect(report.sensitivity.map(({ trait }) => trait)).toEqual([
      'length',
      'position',
      'training segments of the class',
      'instances in the video',
      'video',
    ]);
    for (const { groups } of report.sensitivity) {
      expect(groups.reduce((sum, { truths }) => sum + truths, 0)).toBe(5);
      for (const group of groups) expect(group.verdicts.reduce((a, b) => a + b)).toBe(group.truths);
    }
    expect(report.sensitivity.at(-1)?.groups).toMatchObject([
      { name: 'a', truths: 3 },
      { name: 'b', truths: 2 },
    ]);
  });

  it('tells mean probability and entropy of what was said; of runs with labels only nothing', async () => {
    const { events } = await diagnose(await judgedProject(0.8));
    expect(events.probability[0]).toBeCloseTo(0.8, 3);
    expect(events.probability[1]).toBeNull();
    expect(events.entropy[0]).toBeCloseTo(-0.8 * Math.log(0.8) - 0.2 * Math.log(0.1), 2);
    const { events: bare } = await diagnose(await judgedProject());
    expect([bare.probability, bare.entropy]).toEqual([[], []]);
  });

  it('tells what a second run makes of the same moments, at its own rate and with its own classes', async () => {
    const store = await judgedProject();
    const second = makeRun('s', 2, [pot, onion]);
    await createRun(store.dir, second);
    await predict(store, second, 'a', [
      [6, 10, pot],
      [12.5, 15, pot],
    ]);
    const { events, report } = await diagnose(store, { against: 's' });
    expect(events.against.map((code) => verdicts[code] ?? null)).toEqual([
      'correct',
      'confused',
      'correct',
      null,
      null,
      null,
    ]);
    expect(report.notes).toEqual(['S has seen 1 of the 2 videos.']);
    const shared = await diagnose(store, { against: 's', sharedOnly: true });
    expect([shared.report.videos, shared.events.kind.length]).toEqual([1, 3]);
  });

  it('says what holds where there is nothing: no predictions, nothing said, nothing reviewed', async () => {
    const store = await judgedProject();
    expect(await userError(diagnose(store, { split: 'val' }))).toMatchObject({ code: 'no-predictions' });
    const silent = makeRun('silent', 1);
    await createRun(store.dir, silent);
    await predict(store, silent, 'a', []);
    const { report } = await diagnose(store, { run: 'silent' });
    expect(report.scores.map(({ score }) => score?.value)).toEqual([0, 0, 0]);
    const all = { value: 100, low: 100, high: 100 };
    expect(report.kinds.find(({ kind }) => kind === 'missed')).toMatchObject({ events: 3, costs: [all, all, all] });
    await store.saveAnnotation({ ...(await store.annotation('a')), reviewed: [] });
    const unseen = await diagnose(store, { run: 'silent' });
    expect(unseen.report.scores.map(({ score }) => score)).toEqual([null, null, null]);
    expect(unseen.report.notes).toEqual(['What has been reviewed holds no segment, true or predicted.']);
  });

  it('gives the verdicts of one video, of the runs that have seen it', async () => {
    const store = await judgedProject();
    await createRun(store.dir, makeRun('s', 1));
    const [found, ...others] = await readVerdicts(store, { video: 'a', runs: ['r', 's'], thresholds });
    expect(others).toEqual([]);
    expect(found?.truths.map(({ verdict }) => verdicts[verdict])).toEqual(['correct', 'confused', 'missed']);
    expect(found?.predictions.map(({ other }) => other)).toEqual([0, 1, -1]);
  });
});
