import { join } from 'node:path';
import { expect } from 'vitest';
import type { JobContext, Progress } from '../../src-main/common/progress';
import { Rng } from '../../src-main/common/rng';
import { TrainSettings } from '../../src-main/common/settings';
import { createProject, type ProjectStore } from '../../src-main/data/project/store';
import { writeFeatures, writeFeatureSet } from '../../src-main/features/store';
import { goldenPath } from '../golden/goldenFolder';
import { temporaryFolder, video } from '../unit/data/temporaryProject';

const names = ['cut onion', 'stir pot', 'pour water', 'wash pan'];
const seconds = 20;
const rate = 2;
const dim = 12;

/** Classes of a video in steps: blocks of random classes, so that every class is seen. */
function blocks(rng: Rng): number[] {
  const labels: number[] = [];
  while (labels.length < seconds * rate) {
    const label = rng.below(names.length + 1);
    for (let left = 3 + rng.below(5); left > 0; left--) labels.push(label);
  }
  return labels.slice(0, seconds * rate);
}

/**
 * A project whose classes can be told from its features: five items of 20 s, 2 steps a second, each class a direction in 12
 * numbers with a little noise. Items `a` to `c` are for training, `d` and `e` for testing. Its decoder `tiny` is that of the
 * golden folder.
 */
export async function learnableProject(seed = 0): Promise<ProjectStore> {
  const store = await createProject(join(temporaryFolder(), 'kitchen'), { name: 'kitchen', singleLabel: false });
  const classes = [...store.taxonomy.classes, ...names.map((name, i) => ({ id: 10 + i, name }))];
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const set = { version: 1 as const, name: 'toy', dim, rate, encoder: 'toy', encoderHash: '', preprocessing: '' };
  const labels = ids.map((id) => blocks(new Rng(seed, id)));
  await store.apply({
    taxonomy: { ...store.taxonomy, nextId: 20, classes },
    videos: ids.map((id) => video(id)),
    project: {
      ...store.project,
      splits: { train: ids.slice(0, 3), val: [], test: ids.slice(3), source: '' },
      models: [{ id: 'tiny', kind: 'decoder', path: goldenPath('tiny-llama'), hash: '' }],
    },
    annotations: ids.map((id, i) => ({
      version: 1 as const,
      video: id,
      timebase: 'seconds' as const,
      segments: labels[i]!.flatMap((label, step) =>
        label === 0
          ? []
          : [{ id: `s${step}`, start: step / rate, end: (step + 1) / rate, classId: 9 + label, origin: 'human' }],
      ),
      reviewed: [{ start: 0, end: seconds }],
    })),
  });
  await writeFeatureSet(store, set);
  for (const [i, id] of ids.entries())
    await writeFeatures(store, set, id, features(labels[i]!, new Rng(seed, `rows ${id}`)));
  return store;
}

function features(labels: readonly number[], rng: Rng): Float32Array {
  const rows = labels.flatMap((label) =>
    Array.from({ length: dim }, (_, i) => (i % (names.length + 1) === label ? 2 : 0) + 0.3 * rng.normal()),
  );
  return Float32Array.from(rows);
}

/** Settings under which the toy project is learnt in seconds. */
export function toySettings(own: Partial<TrainSettings> = {}): TrainSettings {
  return TrainSettings.parse({
    kind: 'discriminative',
    decoder: 'tiny',
    features: 'toy',
    rank: 4,
    alpha: 8,
    short: 4,
    long: 4,
    stride: 2,
    batch: 6,
    epochs: 6,
    learningRate: 5e-3,
    checkpointEvery: 4,
    device: 'cpu',
    ...own,
  });
}

/** A job's context that keeps what it is told; `onReport` may abort it. */
export function watched(onReport: (progress: Progress, abort: () => void) => void = () => undefined) {
  const controller = new AbortController();
  const reports: Progress[] = [];
  const context: JobContext = {
    report(progress) {
      reports.push(progress);
      onReport(progress, () => controller.abort());
    },
    log: () => undefined,
    signal: controller.signal,
  };
  return { context, reports };
}

/** The laws of `Progress`. @param ended false for work that was cancelled: its last stage may be unfinished */
export function expectLawfulProgress(reports: readonly Progress[], ended = true): void {
  reports.forEach((report, i) => {
    const before = reports[i - 1];
    if (before?.stage === report.stage) {
      expect(report.done).toBeGreaterThanOrEqual(before.done);
      expect(report.total).toBe(before.total);
    } else if (before) expect(before.done, `end of ${before.stage}`).toBe(before.total);
  });
  if (ended) expect(reports.at(-1)?.done).toBe(reports.at(-1)?.total);
}
