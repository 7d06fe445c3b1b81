import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { overlap } from '../../src-main/common/domain/span';
import type { ReviewVerdict, Suggestion } from '../../src-main/common/domain/review';
import { recordReview } from '../../src-main/data/project/review';
import { openProject, type ProjectStore } from '../../src-main/data/project/store';
import { inferJob } from '../../src-main/jobs/infer';
import { reviewGain } from '../../src-main/jobs/review/gain';
import { unwatched } from '../../src-main/common/progress';
import { reviewQueue } from '../../src-main/jobs/review/queue';
import { readRun, updateRun } from '../../src-main/jobs/runFolder';
import { trainJob } from '../../src-main/jobs/train';
import { learnableProject, toySettings } from '../builders/learnableProject';
import { hasGolden } from '../golden/goldenFolder';
import { quiet, userError } from '../unit/data/temporaryProject';

const there = hasGolden('tiny-llama/model.safetensors', 'tiny-llama/tokenizer.json');

const settings = toySettings({ epochs: 10 });
const train = (project: string, run: string, own = {}) =>
  trainJob({ project, run, settings: { ...settings, ...own }, resume: false }, quiet);

/** Nobody has looked at the training video `c`; of `d` the longest segment has a wrong class. */
async function halfLabelled() {
  const store = await learnableProject();
  const [c, d] = [await store.annotation('c'), await store.annotation('d')];
  // One segment for each block of steps of one class.
  const blocks = d.segments.reduce<typeof d.segments>((all, segment) => {
    const last = all.at(-1);
    if (last?.end === segment.start && last.classId === segment.classId) last.end = segment.end;
    else all.push({ ...segment });
    return all;
  }, []);
  const [longest] = blocks.slice().sort((x, y) => y.end - y.start - (x.end - x.start));
  const wrong = { ...longest!, classId: longest!.classId === 10 ? 12 : 10 };
  await store.apply({
    annotations: [
      { ...c, segments: [], reviewed: [] },
      { ...d, segments: blocks.map((segment) => (segment.id === wrong.id ? wrong : segment)) },
    ],
  });
  return { dir: store.dir, labelled: c, wrong, right: longest!.classId };
}

const record = (store: ProjectStore, { key, video, kind, span }: Suggestion, did: ReviewVerdict | null) =>
  recordReview(store.dir, { run: 'before', key, video, kind, span, did });

describe.runIf(there)('the review queue of a trained run', () => {
  it('finds what is wrong and what is unsure, and tells what going through it gained', async () => {
    const { dir, labelled, wrong, right } = await halfLabelled();
    await train(dir, 'before');
    await inferJob({ project: dir, run: 'before', split: 'test' }, quiet);
    await inferJob({ project: dir, run: 'before', videos: ['c'] }, quiet);
    const store = await openProject(dir);
    const ask = () => reviewQueue(store, { run: 'before', most: 200 }, unwatched);
    const gain = async (run = 'before') => (await reviewGain(store, { run, split: 'test' })).sentences.join(' ');

    const first = await ask();
    expect(first).toMatchObject({ run: 'before', settled: 0, open: first.items.length });
    for (const { video, kind } of first.items) expect(kind === 'check').toBe(video !== 'c');
    expect(first.items.some(({ video }) => video === 'c')).toBe(true);
    const doubt = first.items.find(
      ({ kind, video, span }) => kind === 'check' && video === 'd' && overlap(span, wrong),
    )!;
    expect(doubt.truthClassId).toBe(wrong.classId);
    expect(doubt.why).toMatch(/^label: “.+” has 0\.\d\d on average, the annotated “.+” 0\.\d\d$/);
    for (const { kind, why } of first.items) {
      if (kind === 'boundary')
        expect(why).toMatch(/^boundary: p of “.+” (falls|rises) from \d\.\d\d to \d\.\d\d within 0\.5 s$/);
      if (kind === 'unsure') expect(why).toMatch(/^span: entropy \d\.\d\d of 1; “.+” \d\.\d\d/);
    }
    expect(await ask()).toEqual(first);
    expect(await gain()).toBe('Nothing was settled through the queue of before yet.');

    // A rejected one stays away; taken back it is there again. An accepted one is gone with the labels.
    await record(store, doubt, 'rejected');
    expect(await ask()).toMatchObject({ settled: 1, open: first.open - 1 });
    await record(store, doubt, null);
    expect(await ask()).toEqual(first);
    const d = await store.annotation('d');
    const put = { run: 'before', classId: doubt.classId, ...doubt.span };
    await store.saveAnnotation({ ...d, rejected: [put] });
    expect((await ask()).items.map(({ key }) => key)).not.toContain(doubt.key);
    await store.saveAnnotation({ ...d, rejected: [{ ...put, run: 'other' }] });
    expect(await ask()).toEqual(first);
    const mended = d.segments.map((one) => (one.id === wrong.id ? { ...one, classId: right } : one));
    await store.saveAnnotation({ ...d, segments: mended });
    await record(store, doubt, 'accepted');
    const second = await ask();
    expect(second.items.map(({ key }) => key)).not.toContain(doubt.key);
    expect(second.settled).toBe(1);
    const log = JSON.parse(readFileSync(join(dir, 'review.json'), 'utf8')) as { done: unknown[] };
    expect(log.done).toMatchObject([{ run: 'before', key: doubt.key, did: 'accepted', video: 'd' }]);

    expect(await gain()).toBe(
      '1 suggestion was settled (1 accepted, 0 rejected, 0 only looked at) through the queue of before. ' +
        'No training since. Train again with the same settings to see what was gained.',
    );
    await store.saveAnnotation(labelled);
    await train(dir, 'other', { rank: 8 });
    expect(await gain()).toContain('other was trained since, but with other settings');

    await train(dir, 'after', { seed: 1 });
    expect(await gain()).toContain('It has no predictions on test yet');
    await inferJob({ project: dir, run: 'after', split: 'test' }, quiet);
    const report = await reviewGain(store, { run: 'before', split: 'test' });
    const steps = labelled.segments.length;
    expect(report).toMatchObject({ after: 'after', accepted: 1, more: { segments: steps, reviewedSeconds: 20 } });
    expect((await readRun(dir, 'after')).learnt).toMatchObject({ reviewedSeconds: 60 });
    const { before, after, difference } = report.scores!;
    expect(difference!.value).toBeCloseTo(after!.value - before!.value, 8);
    expect(report.sentences[0]).toContain(`on +${steps} segments and +0.3 reviewed minutes of the training split`);
    expect(report.sentences[1]).toMatch(
      /^S-F1 on test: [\d.]+ before, [\d.]+ after; [+-][\d.]+ \(95 % .+ over 2 videos\): /,
    );

    // Imported predictions have no training to repeat.
    await updateRun(dir, 'before', { settings: null });
    expect(await gain()).toContain('Its predictions were imported');
  }, 300_000);

  it('says why there is nothing to suggest', async () => {
    const { dir } = await halfLabelled();
    const store = await openProject(dir);
    expect((await userError(reviewQueue(store, { run: 'none', most: 9 }, unwatched))).code).toBe('no-run');
    await train(dir, 'before');
    const queue = await reviewQueue(store, { run: 'before', most: 9 }, unwatched);
    expect(queue).toMatchObject({
      items: [],
      notes: ['before has predicted no video yet. Run it on the videos to look through.'],
    });
  });
});
