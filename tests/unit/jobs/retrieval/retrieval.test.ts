import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../../../src-main/common/domain/run';
import { toFloat16 } from '../../../../src-main/common/float16';
import type { ProjectStore } from '../../../../src-main/data/project/store';
import { writePrediction } from '../../../../src-main/jobs/predictionFiles';
import { peaks } from '../../../../src-main/jobs/retrieval/predicted';
import { similarMoments } from '../../../../src-main/jobs/retrieval/similar';
import { momentsOfText } from '../../../../src-main/jobs/retrieval/textSearch';
import { runClasses } from '../../../../src-main/jobs/runClasses';
import { createRun, runFolder } from '../../../../src-main/jobs/runFolder';
import { toySettings } from '../../../builders/learnableProject';
import { toyKitchen } from '../../../builders/toyKitchen';
import { temporaryFolder } from '../../data/temporaryProject';

/** Two steps a second, 40 steps a video, states of three numbers. */
const [rate, steps] = [2, 40];
const [first, second, third, nothing] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [0.6, 0.6, 0.6],
] as const;

/** States of a video: `nothing`, but for rows put at some steps. */
function states(placed: Record<number, readonly number[]>): Float32Array {
  return Float32Array.from(Array.from({ length: steps }, (_, step) => placed[step] ?? nothing).flat());
}

/** Steps around `at`: first, second in the middle, third; or the other way round. */
function action(at: number, forward: boolean): Record<number, readonly number[]> {
  const [before, after] = forward ? [first, third] : [third, first];
  const rows: Record<number, readonly number[]> = {};
  for (let i = 1; i <= 3; i++) Object.assign(rows, { [at - i]: before, [at]: second, [at + i]: after });
  return rows;
}

/** A run of that id; `scored` gives each step probability 0.7 for its label. */
async function makeRun(store: ProjectStore, id: string, videos: Record<string, Predicted>): Promise<void> {
  const run = {
    version: 1,
    id,
    name: id,
    created: '2026-03-01T10:00:00.000Z',
    status: 'trained',
    origin: 'trained',
    settings: toySettings({ features: 'gone' }),
    classes: runClasses(store.taxonomy.classes),
    splits: { train: [], val: [], test: Object.keys(videos) },
    rate,
    hashes: {},
    versions: {},
    commit: '',
    device: 'cpu',
    stepsDone: 1,
    stepsTotal: 1,
    seconds: 1,
  } satisfies Run;
  await createRun(store.dir, run);
  for (const [video, { labels, rows, scores }] of Object.entries(videos)) {
    await writePrediction(runFolder(store.dir, id), 'test', video, run, {
      labels,
      scores: scores && toFloat16(scores),
      confidence: null,
      features: rows && toFloat16(rows),
      texts: null,
    });
  }
}
interface Predicted {
  labels: Int32Array;
  rows: Float32Array | null;
  scores: Float32Array | null;
}

const labelled = (at: Record<number, number>) => Int32Array.from({ length: steps }, (_, step) => at[step] ?? 0);

function scoresOf(labels: Int32Array, probability: number): Float32Array {
  const rows = new Float32Array(steps * 5).fill(Math.log((1 - probability) / 4));
  labels.forEach((label, step) => {
    rows[step * 5 + label] = Math.log(probability);
  });
  return rows;
}

async function searched(): Promise<ProjectStore> {
  const store = await toyKitchen(join(temporaryFolder(), 'kitchen'), []);
  const [d, e] = [labelled({ 10: 1, 30: 2 }), labelled({ 14: 3, 28: 1 })];
  await makeRun(store, 'states', {
    d: { labels: d, rows: states({ ...action(10, true), ...action(30, false) }), scores: scoresOf(d, 0.6) },
    e: { labels: e, rows: states({ ...action(14, false), ...action(28, true) }), scores: scoresOf(e, 0.8) },
  });
  await makeRun(store, 'labels', { d: { labels: d, rows: null, scores: null } });
  return store;
}

describe('moments like one moment', () => {
  it('are those whose steps before and after are alike too, with what the run says of them', async () => {
    const moments = await similarMoments(await searched(), {
      run: 'states',
      video: 'd',
      start: 5.25,
      end: 5.25,
      count: 3,
    });
    expect(moments[0]).toEqual({
      video: 'e',
      seconds: 14.25,
      similarity: expect.closeTo(1, 6),
      classId: 10,
      probability: expect.closeTo(0.8, 2),
    });
    // The same step in the middle, but the other way round.
    expect(moments.slice(1).map(({ similarity }) => similarity < 0.9)).toEqual([true, true]);
  });

  it('never overlap each other or the moment itself', async () => {
    const moments = await similarMoments(await searched(), {
      run: 'states',
      video: 'd',
      start: 4,
      end: 6.5,
      count: 20,
    });
    const own = moments.filter(({ video }) => video === 'd');
    expect(own.length).toBeGreaterThan(0);
    for (const { seconds } of own) expect(Math.abs(seconds - 5.25)).toBeGreaterThan(1);
  });

  it.each([
    ['of a video the run has not seen', 'states', 'a', 1, 'has not predicted video "a"'],
    ['beyond the end', 'states', 'd', 21, 'has no moment 21 s; its predictions end at 20 s'],
    ['by a run without states', 'labels', 'd', 1, 'without the states that decided'],
  ])('%s are refused in a sentence', async (_, run, video, at, message) => {
    const found = similarMoments(await searched(), { run, video, start: at, end: at, count: 3 });
    await expect(found).rejects.toThrow(message);
  });
});

describe('moments for a text', () => {
  it('are the most probable ones of the classes that are most like it', async () => {
    const { classes, moments } = await momentsOfText(await searched(), { run: 'states', text: 'Onions', count: 2 });
    expect(classes.map(({ classId }) => classId)).toEqual([10]);
    expect(moments.map(({ video, seconds, classId }) => [video, seconds, classId])).toEqual([
      ['e', 14.25, 10],
      ['d', 5.25, 10],
    ]);
    expect(moments[0]!.similarity).toBeCloseTo(classes[0]!.similarity * 0.8, 2);
  });

  it('are those with the label, in a run that has labels only', async () => {
    const { moments } = await momentsOfText(await searched(), { run: 'labels', text: 'stir', count: 5 });
    expect(moments).toMatchObject([{ video: 'd', seconds: 15.25, classId: 11, probability: null }]);
  });

  it('are refused where no class is like it', async () => {
    const found = momentsOfText(await searched(), { run: 'states', text: 'xyz', count: 2 });
    await expect(found).rejects.toThrow(
      'No class is like "xyz"; there are cut onion, stir pot, pour water and others.',
    );
  });
});

it('peaks are the largest values far enough from each other', () => {
  expect(peaks(Float32Array.of(1, 5, 4, 3, 2, 6), 3, 1)).toEqual([5, 1, 3]);
  expect(peaks(Float32Array.of(1, 5, 4, 3, 2, 6), 3, 1, [5])).toEqual([1, 3]);
});
