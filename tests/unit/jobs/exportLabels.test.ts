import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFileAtomic } from '../../../src-main/data/project/atomic';
import { recordText } from '../../../src-main/data/project/records';
import { exportedFile, exportLabels, previewExport } from '../../../src-main/jobs/exportLabels';
import { createRun } from '../../../src-main/jobs/runFolder';
import { Run } from '../../../src-main/common/domain/run';
import { annotatedProject } from '../../builders/annotatedProject';
import { folderDigest, labels, smallProject, temporaryFolder, userError } from '../data/temporaryProject';

const request = (format: string, values: { videos?: string[]; labels?: boolean; runs?: string[] } = {}) => ({
  format,
  labels: true,
  runs: [],
  annotators: [],
  ...values,
});

describe('an export', () => {
  it('says first what would be written and lost, and writes just that', async () => {
    const dir = temporaryFolder();
    const store = await annotatedProject(join(dir, 'project'), { overlaps: true });
    const before = folderDigest(dir);
    const preview = await previewExport(store, request('srt'));
    expect(folderDigest(dir)).toEqual(before);
    expect(preview.losses).toEqual([
      'SRT keeps no reviewed spans: 3 videos not reviewed from end to end will not be told apart.',
      'SRT keeps no notes: 15 segments have one.',
      'SRT keeps no list of classes: 1 class without segments will be missing.',
      'SRT keeps no verbs and nouns, only the names of classes.',
      'SRT keeps no tasks: 4 videos have one.',
      'SRT keeps no participants: 4 videos have one.',
      'SRT keeps no splits.',
    ]);
    const out = join(dir, 'out');
    expect(await exportLabels(store, request('srt'), out, false)).toEqual(preview);
    expect(readdirSync(out).sort()).toEqual(preview.files.map((file) => file.path).sort());
    const [first] = preview.files;
    const path = first?.path ?? '';
    expect(Buffer.from(await exportedFile(store, request('srt'), path))).toEqual(readFileSync(join(out, path)));
  });

  it('replaces no file unless it is told to', async () => {
    const dir = temporaryFolder();
    const store = await annotatedProject(join(dir, 'project'), { overlaps: false });
    const out = join(dir, 'out');
    await exportLabels(store, request('csv'), out, false);
    await writeFileAtomic(join(out, 'Küche.csv'), 'mine');
    const error = await userError(exportLabels(store, request('csv'), out, false));
    expect(error.code).toBe('file-exists');
    expect(readFileSync(join(out, 'Küche.csv'), 'utf8')).toBe('mine');
    await exportLabels(store, request('csv'), out, true);
    expect(readFileSync(join(out, 'Küche.csv'), 'utf8')).toMatch(/^video,start,end,class/);
  });

  it('is refused where nothing is chosen, or something that is not there', async () => {
    const store = await smallProject();
    const codes = await Promise.all(
      [
        request('praat'),
        request('csv', { videos: [] }),
        request('csv', { labels: false }),
        request('csv', { videos: ['nobody'] }),
        request('csv', { runs: ['none'] }),
      ].map(async (one) => (await userError(previewExport(store, one))).code),
    );
    expect(codes).toEqual(['unknown-format', 'nothing-to-export', 'nothing-to-export', 'unknown-video', 'no-run']);
  });

  it('leaves out what a format cannot hold, with its number', async () => {
    const store = await smallProject();
    await store.saveAnnotation(labels('a', [[1, 2.5, 1]]));
    const losses = async (format: string) => (await previewExport(store, request(format))).losses;
    expect((await losses('epic-kitchens'))[0]).toBe('Left out, as their class has no verb and noun: 1 segment.');
    expect((await losses('coin'))[0]).toBe('Left out, as COIN names the task of every video: 2 videos.');
    expect((await losses('cvat'))[0]).toBe(
      'Left out, as the format counts frames and no video file tells those: 1 video.',
    );
  });

  it('counts what overlap loses in a format with one label a frame', async () => {
    const store = await annotatedProject(join(temporaryFolder(), 'p'), { overlaps: true });
    const { losses } = await previewExport(store, request('ms-tcn'));
    expect(losses[0]).toMatch(/^With several classes, of which the first in the taxonomy stays: \d+ frames\.$/);
    expect(losses[1]).toMatch(/^Joined with a segment of the same class that they touch: \d+ segments?\.$/);
  });

  it('takes the decided segments of runs along as lanes', async () => {
    const store = await smallProject();
    await store.saveAnnotation(labels('a', [[1, 2.5, 1]]));
    const classes = [...store.taxonomy.classes, { id: 7, name: 'gone' }];
    const about = { version: 1, id: 'r', name: 'my run', created: '', status: 'imported', origin: 'imported' };
    const run = Run.parse({ ...about, settings: null, classes, splits: store.project.splits, rate: 2 });
    const folder = await createRun(store.dir, run);
    const segments = [{ start: 3, end: 5, classId: 7, confidence: null }];
    const predicted = { version: 1, video: 'a', rate: 2, steps: 40, segments };
    await writeFileAtomic(join(folder, 'predictions', 'test', 'a.segments.json'), recordText(predicted));
    const data = await exportedFile(store, request('csv', { runs: ['r'], videos: ['a'] }), 'kitchen.csv');
    expect(Buffer.from(data).toString().trim().split('\n')).toEqual([
      'video,start,end,class,verb,noun,lane,note',
      'a,1,2.5,cut onion,,,labels,',
      'a,1.5,2.5,gone,,,my run,',
      'a,0,20,,,,reviewed,',
    ]);
  });
});
