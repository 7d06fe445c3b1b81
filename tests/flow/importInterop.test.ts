import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProject, openProject } from '../../src-main/data/project/store';
import { importFiles, previewImport } from '../../src-main/jobs/importFiles';
import { hasSharedData, sharedDataPath } from '../golden/goldenFolder';
import { quiet, temporaryFolder } from '../unit/data/temporaryProject';

const clip = 'cuts_of_real_clips_30fps';
const clipPath = ['video', 'generated', `${clip}.mp4`];
const files: Record<string, [path: string[], tiers: 1 | 2]> = {
  'ELAN eaf': [['elan', `${clip}.eaf`], 2],
  'BORIS project': [['boris-handmade', `${clip}.boris`], 2],
  'VIA 3 json': [['via3', `${clip}.via3.json`], 2],
  'CVAT video xml': [['cvat', `${clip}.cvat-video-1.1.xml`], 2],
  'Label Studio json': [['label-studio', `${clip}.label-studio.json`], 2],
  'MS-TCN frame text': [['ms-tcn'], 1],
  'COIN json': [['coin', `${clip}.coin.json`], 1],
  'ActivityNet / THUMOS json': [['activitynet', `${clip}.activitynet.json`], 1],
  'Vidat json': [['vidat', `${clip}.vidat.json`], 1],
};

interface Truth {
  tiers: Record<'activity' | 'view', { label: string; start_frame: number; end_frame_exclusive: number }[]>;
}

function truth(tiers: 1 | 2): unknown[] {
  const { activity, view } = (JSON.parse(readFileSync(sharedDataPath('interop', 'truth.json'), 'utf8')) as Truth).tiers;
  return (tiers === 2 ? [...activity, ...view] : activity)
    .map((s) => [s.start_frame, s.end_frame_exclusive, s.label])
    .sort();
}

describe.runIf(hasSharedData(...clipPath))('one annotation in nine formats', () => {
  it.each(Object.entries(files))('reaches the frames of the truth from %s', async (title, [path, tiers]) => {
    const { dir } = await createProject(join(temporaryFolder(), 'p'), { name: 'p', singleLabel: false });
    const given = [sharedDataPath(...clipPath), sharedDataPath('interop', ...path)];
    expect((await previewImport(await openProject(dir), { files: given }, quiet)).format.split(', ')).toContain(title);
    const result = await importFiles({ project: dir, files: given, keepValid: false }, quiet);
    expect(result.refused).toEqual([]);
    const store = await openProject(dir);
    expect(store.videos).toHaveLength(1);
    const { segments, timebase } = await store.annotation(clip);
    const nameOf = new Map(store.taxonomy.classes.map((c) => [c.id, c.name]));
    expect(timebase).toBe('frames');
    expect(segments.map((s) => [s.start, s.end, nameOf.get(s.classId)]).sort()).toEqual(truth(tiers));
  });
});

const real = ['interop', 'boris', 'test.boris'];
describe.runIf(hasSharedData(...real))('a real BORIS project', () => {
  it('keeps state events, refuses points and what never stops, and splits media that follow each other', async () => {
    const { dir } = await createProject(join(temporaryFolder(), 'p'), { name: 'p', singleLabel: false });
    const preview = await previewImport(await openProject(dir), { files: [sharedDataPath(...real)] }, quiet);
    const count = (pattern: RegExp) => preview.refused.filter((r) => pattern.test(r.message)).length;
    const kinds = { points: count(/is a point/), open: count(/never stops/), across: count(/runs from one media/) };
    expect({ ...kinds, all: preview.refused.length }).toEqual({ points: 50, open: 1, across: 0, all: 51 });
    expect(preview.labels.map((label) => label.name).sort()).toEqual(['r', 's']);
    expect(preview.lanes.map((lane) => lane.name).sort()).toEqual(['No focal subject', 'subject1', 'subject2']);
  });

  it('says the same of an observation as the tables BORIS itself exports of it', async () => {
    const { dir } = await createProject(join(temporaryFolder(), 'p'), { name: 'p', singleLabel: false });
    const table = sharedDataPath('interop', 'boris', 'test_export_events_tabular.tsv');
    const result = await importFiles({ project: dir, files: [table], keepValid: false }, quiet);
    expect(result.refused).toEqual([]);
    const { segments } = await (await openProject(dir)).annotation('video_test_25fps_360s');
    expect(segments.map((s) => [s.start, s.end])).toEqual([
      [3.3, 7.75],
      [9.9, 16.2],
      [18.35, 24.475],
      [38.425, 46.1],
    ]);
  });
});

const vidat = ['annotations', 'vidat', 'example.json'];
describe.runIf(hasSharedData(...vidat))('a real Vidat file', () => {
  it('has no actions, which is no error', async () => {
    const { dir } = await createProject(join(temporaryFolder(), 'p'), { name: 'p', singleLabel: false });
    const preview = await previewImport(await openProject(dir), { files: [sharedDataPath(...vidat)] }, quiet);
    expect([preview.format, preview.videos, preview.segments, preview.refused]).toEqual(['Vidat json', 1, 0, []]);
  });
});
