import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Video } from '../../../src-main/common/domain/video';
import { Cancelled } from '../../../src-main/common/errors';
import type { Progress } from '../../../src-main/common/progress';
import { createProject, type ProjectStore } from '../../../src-main/data/project/store';
import { readFeatures, requireFeatureSet } from '../../../src-main/features/store';
import { extractJob } from '../../../src-main/jobs/extractFeatures';
import { probeVideo } from '../../../src-main/video/probe';
import { clip } from '../../builders/clips';

let store: ProjectStore;
const encoder = 'efficientnet-lite0';
const input = (rate = 2) => ({ project: store.dir, set: 'lite0', rate, encoder });

function context(onReport: (progress: Progress, controller: AbortController) => void = () => undefined) {
  const controller = new AbortController();
  const reports: Progress[] = [];
  const lines: string[] = [];
  return {
    reports,
    lines,
    signal: controller.signal,
    log: (line: string) => lines.push(line),
    report(progress: Progress) {
      reports.push(progress);
      onReport(progress, controller);
    },
  };
}

async function video(id: string, name: string): Promise<Video> {
  const { frames, duration, fps } = await probeVideo(clip(name));
  return Video.parse({ id, path: clip(name), fps, frames, duration });
}

beforeEach(async () => {
  store = await createProject(mkdtempSync(join(tmpdir(), 'extract-')), { name: 'p', singleLabel: false });
  await store.saveVideos([await video('a', 'rotated90_h264.mp4'), await video('b', 'odd_321x241_vp9.webm')]);
});

const files = () => readdirSync(join(store.dir, 'features', 'lite0')).sort();

describe('extractJob', () => {
  it('writes a row a step for every video, and how it was made', async () => {
    const watched = context();
    const result = await extractJob(input(), watched);
    expect(result).toMatchObject({ videos: 2, steps: 20 });
    expect(files()).toEqual(['a.npy', 'b.npy', 'set.json']);
    const set = await requireFeatureSet(store, 'lite0');
    expect(set).toMatchObject({
      dim: 1280,
      rate: 2,
      encoder: 'EfficientNet-Lite0',
      preprocessing: 'centre square 0.875, bicubic 224, (x - 127) / 128 RGB',
    });
    expect(set.encoderHash).toMatch(/^[0-9a-f]{64}$/);
    expect((await readFeatures(store, set, store.video('a'))).steps).toBe(10);
    const done = watched.reports.map((report) => report.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(new Set(watched.reports.map((report) => report.total))).toEqual(new Set([20]));
    expect(done[done.length - 1]).toBe(20);
  });

  it('goes on at the first unfinished video after a cancel', async () => {
    const cancelling = context((progress, controller) => {
      if (progress.item === 'b') controller.abort();
    });
    await expect(extractJob(input(), cancelling)).rejects.toBeInstanceOf(Cancelled);
    expect(files()).toEqual(['a.npy', 'set.json']);
    const second = context();
    expect(await extractJob(input(), second)).toMatchObject({ videos: 2, steps: 10 });
    expect(second.reports.map((report) => report.item)).not.toContain('a');
    expect(await extractJob(input(), context())).toEqual({ videos: 2, steps: 0, stepsPerSecond: 0 });
  });

  it('does the others where a video is gone, and says which', async () => {
    const gone = join(store.dir, 'gone.mp4');
    await store.saveVideos([{ ...store.video('a'), path: 'gone.mp4' }, store.video('b')]);
    const watched = context();
    await expect(extractJob(input(), watched)).rejects.toMatchObject({
      code: 'videos-failed',
      message: `1 of 2 videos could not be extracted. Missing video "gone.mp4": there is no file at ${gone}.`,
      tip: 'Mend or remove these videos and extract again: finished ones are kept.',
    });
    expect(files()).toEqual(['b.npy', 'set.json']);
    expect(watched.reports[watched.reports.length - 1]!.done).toBe(20);
  });

  it('refuses a file that is not the one that was imported', async () => {
    await store.saveVideos([{ ...store.video('a'), path: clip('cfr30_h264_aac.mp4') }]);
    await expect(extractJob(input(), context())).rejects.toThrow(
      'Video "a" has changed: its file holds 300 frames, the project knows 150.',
    );
  });

  it('refuses to mix rates in one set', async () => {
    await extractJob({ ...input(), videos: ['a'] }, context());
    await expect(extractJob(input(4), context())).rejects.toMatchObject({
      code: 'feature-set-differs',
      message:
        'The feature set "lite0" was made with EfficientNet-Lite0 at 2 steps a second; asked for was EfficientNet-Lite0 at 4.',
      tip: 'Choose another name for the new set.',
    });
  });
});
