import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readNpyHeader } from '../../src-main/data/formats/npy';
import { createProject, openProject, type ProjectStore } from '../../src-main/data/project/store';
import { importFiles, locateVideo } from '../../src-main/jobs/importFiles';
import { hasSharedData, sharedDataPath } from '../golden/goldenFolder';
import { quiet, temporaryFolder, userError } from '../unit/data/temporaryProject';

async function imported(...files: string[]) {
  const { dir } = await createProject(join(temporaryFolder(), 'p'), { name: 'p', singleLabel: false });
  const result = await importFiles({ project: dir, files, keepValid: false }, quiet);
  expect(result.refused).toEqual([]);
  return { ...result, store: await openProject(dir) };
}

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
const nameOf = (store: ProjectStore, id: number) => store.taxonomy.classes.find((c) => c.id === id)?.name;

const epic = ['annotations', 'epic-kitchens-100', 'EPIC_100_validation.csv'];
describe.runIf(hasSharedData(...epic))('EPIC-KITCHENS-100 validation', () => {
  it('is 9,668 actions in 138 videos, one of which is clipped at the end of its video', async () => {
    const { videos, segments, warnings, store } = await imported(sharedDataPath(...epic));
    expect([videos, segments]).toEqual([138, 9668]);
    expect(warnings.map((w) => [w.line, w.message])).toEqual([
      [8546, 'Ends at 1821.75 s, after its video: clipped to 1821.736567 s.'],
    ]);
    const known = new Set(json(sharedDataPath('vocab', 'epic-kitchens-100.json'))['class_names'] as string[]);
    const own = store.taxonomy.classes.filter((c) => !c.background);
    expect(own.filter((c) => !known.has(c.name) || c.name !== `${c.verb} ${c.noun}`)).toEqual([]);
    expect(own).toHaveLength(1352);
    expect(store.project.splits.val).toHaveLength(138);
    const first = (await store.annotation('P01_11')).segments[0];
    expect(first).toMatchObject({ start: 0, end: 1.89, origin: 'import:EPIC_100_validation.csv' });
    expect(nameOf(store, first?.classId ?? -1)).toBe('take plate');
    expect((await store.annotation('P29_05')).reviewed).toEqual([{ start: 0, end: store.video('P29_05').duration }]);
  });

  it('brings the same when it is imported again', async () => {
    const { store } = await imported(sharedDataPath(...epic));
    await importFiles({ project: store.dir, files: [sharedDataPath(...epic)], keepValid: false }, quiet);
    const again = await openProject(store.dir);
    expect(again.taxonomy).toEqual(store.taxonomy);
    expect(await again.annotation('P01_11')).toEqual(await store.annotation('P01_11'));
  });
});

const thumos = ['annotations', 'thumos14', 'thumos14_test_extra_characteristics.json'];
describe.runIf(hasSharedData(...thumos))('THUMOS14 test', () => {
  it('is 3,358 segments in 212 videos of 20 classes, three of them longer than their coverage says', async () => {
    const { videos, segments, warnings, store } = await imported(sharedDataPath(...thumos));
    expect([videos, segments]).toEqual([212, 3358]);
    expect(store.taxonomy.classes).toHaveLength(21);
    expect(store.project.splits).toMatchObject({ train: [], val: [], source: 'file' });
    expect(store.project.splits.test).toHaveLength(212);
    expect(warnings.map((w) => w.field)).toEqual(
      ['0000270', '0000814', '0001081'].map((n) => `database.video_test_${n}`),
    );
    expect(store.video('video_test_0000292').duration).toBeCloseTo(76.066, 3);
  });

  it('keeps the class order of its vocabulary where that is imported first', async () => {
    const { store } = await imported(sharedDataPath('vocab', 'thumos14.json'));
    await importFiles({ project: store.dir, files: [sharedDataPath(...thumos)], keepValid: false }, quiet);
    const again = await openProject(store.dir);
    const names = json(sharedDataPath('vocab', 'thumos14.json'))['class_names'] as string[];
    expect(again.taxonomy.classes.map((c) => c.name)).toEqual(['background', ...names.slice(1)]);
    expect(again.taxonomy.classes[21]).toMatchObject({ name: 'Ambiguous', ambiguous: true });
  });
});

const activityNet = ['annotations', 'activitynet', 'mmaction2_eval_localization_gt.json'];
describe.runIf(hasSharedData(...activityNet))('an ActivityNet truth without "database"', () => {
  it('is read with its prefixed ids', async () => {
    const { videos, segments, store } = await imported(sharedDataPath(...activityNet));
    expect([videos, segments]).toEqual([2, 4]);
    expect(store.video('v_bYUmtLBL7W4').duration).toBe(224.49);
    expect(store.taxonomy.classes.map((c) => c.name)).toEqual(['background', 'Cleaning shoes', 'Wakeboarding']);
  });
});

const clip = 'cuts_of_real_clips_30fps';
const clipPath = ['video', 'generated', `${clip}.mp4`];
describe.runIf(hasSharedData(...clipPath))('one annotation in several formats', () => {
  const truth = () => {
    const { tiers } = json(sharedDataPath('interop', 'truth.json')) as {
      tiers: { activity: { label: string; start_frame: number; end_frame_exclusive: number }[] };
    };
    return tiers.activity.map((s) => [s.label, s.start_frame, s.end_frame_exclusive]);
  };
  const activityNetFile = () => sharedDataPath('interop', 'activitynet', `${clip}.activitynet.json`);
  const found = async (store: ProjectStore) =>
    (await store.annotation(clip)).segments.map((s) => [nameOf(store, s.classId), s.start, s.end]);

  it.each([
    ['ActivityNet json', activityNetFile],
    ['MS-TCN frame text', () => sharedDataPath('interop', 'ms-tcn')],
  ])('reaches the frames of the truth from %s with its video', async (_, file) => {
    const { store } = await imported(sharedDataPath(...clipPath), file());
    expect(await found(store)).toEqual(truth());
    expect(await store.annotation(clip)).toMatchObject({ timebase: 'frames', reviewed: [{ start: 0, end: 652 }] });
  });

  it.each([
    ['ActivityNet json', activityNetFile, 'seconds'],
    ['MS-TCN frame text', () => sharedDataPath('interop', 'ms-tcn'), 'steps'],
  ])(
    'keeps the time base of %s without the video, and reaches the frames when it is located',
    async (_, file, unit) => {
      const { store } = await imported(file());
      expect((await store.annotation(clip)).timebase).toBe(unit);
      await locateVideo(store, clip, sharedDataPath(...clipPath));
      expect(await found(store)).toEqual(truth());
      expect(store.video(clip)).toMatchObject({ frames: 652, codec: 'h264', playable: true });
      const error = await userError(
        locateVideo(store, clip, join(import.meta.dirname, '../fixtures/video/vfr_h264.mp4')),
      );
      expect(error.message).toBe(`vfr_h264.mp4 has 240 frames, but ${clip} has 652.`);
    },
  );

  it('takes features whose rate follows from the length of the video', async () => {
    const features = sharedDataPath('features', 'efficientnet-lite0', `${clip}.npy`);
    const { store } = await imported(sharedDataPath(...clipPath), features);
    expect(await store.featureSets()).toMatchObject([{ name: 'efficientnet-lite0', dim: 1280, rate: 30 }]);
    expect((await readNpyHeader(store.featurePath('efficientnet-lite0', clip))).shape).toEqual([652, 1280]);
  });
});

const watch = ['features', 'shoulder-exercise-watch', 'subject01_left.feat10hz.npy'];
describe.runIf(hasSharedData(...watch))('features without a video', () => {
  it('become an item of their length', async () => {
    const { store } = await imported(sharedDataPath(...watch));
    expect(store.video('subject01_left')).toMatchObject({ path: null, frames: 0, duration: 312.5 });
    expect(await store.featureSets()).toMatchObject([{ name: 'feat10hz', dim: 18, rate: 10 }]);
  });
});
