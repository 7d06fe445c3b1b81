import { join } from 'node:path';
import { expect } from 'vitest';
import type { JobContext, Progress } from '../../src-main/common/progress';
import { TrainSettings } from '../../src-main/common/settings';
import type { ProjectStore } from '../../src-main/data/project/store';
import { goldenPath } from '../golden/goldenFolder';
import { temporaryFolder } from '../unit/data/temporaryProject';
import { toyKitchen } from './toyKitchen';

/**
 * A toy kitchen (`toyKitchen`) in a folder that is gone when the test ends; its decoder `tiny` is the golden folder's.
 */
export async function learnableProject(seed = 0): Promise<ProjectStore> {
  const tiny = { id: 'tiny', kind: 'decoder' as const, path: goldenPath('tiny-llama'), hash: '' };
  return toyKitchen(join(temporaryFolder(), 'kitchen'), [tiny], seed);
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
