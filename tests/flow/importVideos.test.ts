import { copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../src-main/common/errors';
import { frameClock } from '../../src-main/data/project/clocks';
import { openProject } from '../../src-main/data/project/store';
import { importFiles, locateVideo, previewImport } from '../../src-main/jobs/importFiles';
import { folderDigest, labels, quiet, smallProject, userError, writeFiles } from '../unit/data/temporaryProject';

const vfr = join(import.meta.dirname, '..', 'fixtures', 'video', 'vfr_h264.mp4');

/** A small project with the variable-rate clip beside it, as `<name>`. */
async function withClip(name: string) {
  const store = await smallProject();
  const path = join(store.dir, '..', 'clips', name);
  mkdirSync(join(path, '..'), { recursive: true });
  copyFileSync(vfr, path);
  return { store, path };
}

describe('importing a video', () => {
  it('keeps what the file says, relative to the project, with its clock', async () => {
    const { store, path } = await withClip('tea.mp4');
    const result = await importFiles({ project: store.dir, files: [path], keepValid: false }, quiet);
    expect(result).toEqual({
      videos: 1,
      segments: 0,
      refused: [],
      warnings: [],
      written: { before: [], after: [], beside: [] },
    });
    const again = await openProject(store.dir);
    const tea = again.video('tea');
    expect(tea).toMatchObject({ path: '../clips/tea.mp4', frames: 240, variableRate: true, codec: 'h264' });
    expect(tea.hash).toMatch(/^230096:[0-9a-f]{64}$/);
    expect(folderDigest(store.dir)).toHaveProperty(join('.cache', 'clocks', 'tea.f64'));
    const clock = await frameClock(again, tea);
    expect(clock.times).toHaveLength(240);
    expect(clock.times[239]).toBeCloseTo(11.456, 3);
  });

  it('makes a clock again that was deleted', async () => {
    const { store, path } = await withClip('tea.mp4');
    await importFiles({ project: store.dir, files: [path], keepValid: false }, quiet);
    const again = await openProject(store.dir);
    const clock = await frameClock(again, again.video('tea'));
    renameSync(join(store.dir, '.cache'), join(store.dir, '.gone'));
    expect(await frameClock(again, again.video('tea'))).toEqual(clock);
  });

  it('says that a video is there already, and refuses another of the same name or one that differs in case', async () => {
    const { store, path } = await withClip('tea.mp4');
    await importFiles({ project: store.dir, files: [path], keepValid: false }, quiet);
    const again = await openProject(store.dir);
    expect((await previewImport(again, { files: [path] }, quiet)).warnings.map((w) => w.message)).toEqual([
      'Is in the project already, as tea.',
    ]);
    const other = join(store.dir, '..', 'clips', 'Tea.mkv');
    copyFileSync(vfr, other);
    expect((await previewImport(again, { files: [other] }, quiet)).refused.map((r) => r.message)).toEqual([
      'The video id "Tea" differs only in case from "tea".',
    ]);
  });

  it('gives an item its file and puts its labels on frames', async () => {
    const { store, path } = await withClip('a.mp4');
    await store.saveAnnotation(
      labels('a', [
        [0, 1, 1],
        [8, 11, 2],
      ]),
    );
    await importFiles({ project: store.dir, files: [path], keepValid: false }, quiet);
    const again = await openProject(store.dir);
    const moved = await again.annotation('a');
    const { times } = await frameClock(again, again.video('a'));
    expect(moved.timebase).toBe('frames');
    expect(moved.segments.map((s) => s.id)).toEqual(['h0', 'h1']);
    for (const [i, second] of [0, 1, 8, 11].entries()) {
      const segment = moved.segments[i >> 1];
      const frame = (i % 2 === 0 ? segment?.start : segment?.end) as number;
      const distances = [...times].map((time) => Math.abs(time - (times[0] as number) - second));
      expect(distances[frame]).toBe(Math.min(...distances));
    }
  });

  it('is refused where the labels of the item begin after its end', async () => {
    const { store, path } = await withClip('a.mp4');
    await store.saveAnnotation(labels('a', [[13, 14, 1]]));
    const before = folderDigest(store.dir);
    const sentence = /^a\.mp4 lasts 11\.\d+ s, but the labels of a begin later than that\.$/;
    expect((await userError(locateVideo(store, 'a', path))).message).toMatch(sentence);
    expect(folderDigest(store.dir)).toEqual(before);
  });

  it('changes nothing when it is cancelled', async () => {
    const { store, path } = await withClip('tea.mp4');
    const before = folderDigest(store.dir);
    const controller = new AbortController();
    controller.abort();
    const cancelled = importFiles(
      { project: store.dir, files: [path], keepValid: false },
      { ...quiet, signal: controller.signal },
    );
    await expect(cancelled).rejects.toThrow(Cancelled);
    expect(folderDigest(store.dir)).toEqual(before);
  });
});

describe('a video that moved', () => {
  it('is located again, its labels untouched', async () => {
    const { store, path } = await withClip('tea.mp4');
    await importFiles({ project: store.dir, files: [path], keepValid: false }, quiet);
    const again = await openProject(store.dir);
    const moved = join(store.dir, 'tea-final.mp4');
    renameSync(path, moved);
    await locateVideo(again, 'tea', moved);
    expect(again.video('tea').path).toBe('tea-final.mp4');
  });

  it('is missed in a sentence', async () => {
    const { store } = await withClip('tea.mp4');
    const error = await userError(locateVideo(store, 'a', join(store.dir, 'nowhere.mp4')));
    expect(error.message).toMatch(/^Missing video "nowhere\.mp4": there is no file at /);
    expect(error.tip).not.toBe('');
  });
});

describe('joining labels to what is there', () => {
  const file = (segments: [number, number, string][]) =>
    JSON.stringify({ database: { a: { annotations: segments.map(([s, e, label]) => ({ segment: [s, e], label })) } } });

  it('replaces what the same file brought before, and nothing else', async () => {
    const store = await smallProject();
    await store.saveAnnotation(labels('a', [[1, 2, 1]]));
    const path = join(store.dir, '..', 'truth.json');
    for (const segments of [
      [[3, 4, 'cut onion']],
      [
        [5, 6, 'Stir_pot'],
        [7, 8, 'stir pot'],
      ],
    ] as [number, number, string][][]) {
      writeFiles(join(store.dir, '..'), { 'truth.json': file(segments) });
      await importFiles({ project: store.dir, files: [path], keepValid: false }, quiet);
    }
    const { segments } = await (await openProject(store.dir)).annotation('a');
    expect(segments.map((s) => [s.start, s.end, s.classId, s.origin])).toEqual([
      [1, 2, 1, 'human'],
      [5, 6, 2, 'import:truth.json'],
      [7, 8, 2, 'import:truth.json'],
    ]);
    expect(new Set(segments.map((s) => s.id)).size).toBe(3);
  });

  it('leaves unreviewed what it does not understand', async () => {
    const store = await smallProject();
    writeFiles(join(store.dir, '..'), {
      'truth.json': file([
        [1, 2, 'juggle'],
        [3, 20, 'cut onion'],
      ]),
    });
    await importFiles({ project: store.dir, files: [join(store.dir, '..', 'truth.json')], keepValid: true }, quiet);
    expect((await (await openProject(store.dir)).annotation('a')).reviewed).toEqual([
      { start: 0, end: 1 },
      { start: 2, end: 20 },
    ]);
  });

  it('makes ids safe and says which', async () => {
    const store = await smallProject();
    const path = join(store.dir, '..', 'truth.json');
    writeFiles(join(store.dir, '..'), { 'truth.json': JSON.stringify({ database: { 'x/y': { annotations: [] } } }) });
    const preview = await previewImport(store, { files: [path] }, quiet);
    expect(preview.warnings.map((w) => w.message)).toContain('"x/y" cannot be a file name, "x_y" is used.');
  });

  it('proposes splits of what is labelled', async () => {
    const store = await smallProject();
    const path = join(store.dir, '..', 'truth.json');
    const one = { annotations: [{ segment: [1, 2], label: 'stir pot' }] };
    writeFiles(join(store.dir, '..'), { 'truth.json': JSON.stringify({ database: { a: one, v_b: one, c: one } }) });
    await importFiles({ project: store.dir, files: [path], keepValid: false }, quiet);
    const { splits } = (await openProject(store.dir)).project;
    expect([...splits.train, ...splits.val, ...splits.test].sort()).toEqual(['a', 'b', 'c']);
    expect(splits.source).toBe('proposed (seed 0)');
  });
});
