import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SegmentIndex } from '../../../../src-main/data/project/segmentIndex';
import { labels, smallProject, video } from '../temporaryProject';

/** Classes 1 "cut onion" and 2 "stir pot"; 3 is named by other words than its verb and noun. */
async function indexed() {
  const store = await smallProject();
  const { taxonomy } = store;
  const added = { id: 3, name: 'spicing', verb: 'sprinkle', noun: 'salt' };
  await store.saveTaxonomy({ ...taxonomy, nextId: 4, classes: [...taxonomy.classes, added] });
  await store.saveVideos([video('a'), { ...video('b'), frames: 200, duration: 20 }]);
  const first = labels('a', [
    [1, 2, 1],
    [3, 4, 2],
    [5, 6, 3],
  ]);
  const [cut, ...others] = first.segments;
  await store.saveAnnotation({ ...first, segments: [{ ...cut!, note: 'Left hand' }, ...others] });
  await store.saveAnnotation({ ...labels('b', [[40, 60, 1]]), timebase: 'frames', reviewed: [] });
  await store.saveProject({ ...store.project, splits: { train: ['a'], val: [], test: [], source: '' } });
  return { store, index: new SegmentIndex(store) };
}

const all = { split: null, from: 0, count: 100 } as const;
const names = ({ segments }: Awaited<ReturnType<SegmentIndex['find']>>) => segments.map((s) => `${s.video} ${s.start}`);

describe('finding segments', () => {
  it('holds every word in class name, verb, noun, note or name of the video', async () => {
    const { index } = await indexed();
    const found = async (text: string) => names(await index.find({ ...all, text }));
    expect(await found('onion')).toEqual(['a 1', 'b 4']);
    expect(await found('ONION cut')).toEqual(['a 1', 'b 4']);
    expect(await found('left onion')).toEqual(['a 1']);
    expect(await found('sprinkle')).toEqual(['a 5']);
    expect(await found('salt')).toEqual(['a 5']);
    expect(await found('onion b')).toEqual(['b 4']);
    expect(await found('onion salt')).toEqual([]);
    expect(await found('  ')).toEqual([]);
  });

  it('gives times in seconds, those of one split, and pages with the count of all', async () => {
    const { index } = await indexed();
    const [, framed] = (await index.find({ ...all, text: 'onion' })).segments;
    expect(framed).toMatchObject({ video: 'b', start: 4, end: 6, classId: 1 });
    expect(names(await index.find({ ...all, text: 'onion', split: 'train' }))).toEqual(['a 1']);
    expect(names(await index.find({ ...all, text: 'onion', split: 'none' }))).toEqual(['b 4']);
    const page = await index.find({ ...all, text: 'o', from: 1, count: 1 });
    expect({ total: page.total, shown: names(page) }).toEqual({ total: 3, shown: ['a 3'] });
  });

  it('follows edits that it is told of, and finds what another program has written once it is asked to look', async () => {
    const { store, index } = await indexed();
    expect(await index.check()).toBe(false);
    const after = { id: 'new', start: 8, end: 9, classId: 2, origin: 'human' };
    await store.edit({ video: 'a', name: 'Add', segments: [{ before: null, after }] });
    index.changed('a');
    expect(names(await index.find({ ...all, text: 'pot' }))).toEqual(['a 3', 'a 8']);

    const file = join(store.dir, 'annotations', 'b.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), segments: [] }));
    expect(await index.check()).toBe(true);
    expect(names(await index.find({ ...all, text: 'onion' }))).toEqual(['a 1']);
    expect(await index.check()).toBe(false);
  });

  it('forgets videos that are no more', async () => {
    const { store, index } = await indexed();
    await index.prepare();
    await store.saveVideos([video('a')]);
    index.allChanged();
    expect(names(await index.find({ ...all, text: 'onion' }))).toEqual(['a 1']);
    expect((await index.find({ ...all, text: 'o' })).segments.map((one) => one.video)).toEqual(['a', 'a']);
  });
});
