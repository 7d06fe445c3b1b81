import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deleteClasses, renameClass, setHotkey } from '../../../../src-main/common/classEditing';
import { invertTaxonomyEdit, type TaxonomyEdit } from '../../../../src-main/common/domain/taxonomyEdit';
import { addLane, removeLane } from '../../../../src-main/common/laneEditing';
import { openProject, type ProjectStore } from '../../../../src-main/data/project/store';
import { countClasses, planLaneRemoval, planMerge } from '../../../../src-main/jobs/taxonomy';
import { labels, smallProject, userError, writeFiles } from '../temporaryProject';

async function labelledProject() {
  const store = await smallProject();
  await store.saveAnnotation(
    labels('a', [
      [0, 5, 1],
      [5, 9, 2],
    ]),
  );
  await store.saveAnnotation(labels('b', [[2, 4, 1]]));
  return store;
}

const classIds = (annotation: { segments: { classId: number }[] }) => annotation.segments.map(({ classId }) => classId);

describe('classes of a project', () => {
  it('are merged in every video at once, and taken apart again', async () => {
    const store = await labelledProject();
    const { edit, videos } = await planMerge(store, [1], 2, false);
    expect(videos).toEqual([
      { video: 'a', segments: 1, touching: 1, overlapping: 0, doubled: 0 },
      { video: 'b', segments: 1, touching: 0, overlapping: 0, doubled: 0 },
    ]);
    await store.editTaxonomy(edit);
    const again = await openProject(store.dir);
    expect(again.taxonomy.classes.map(({ id }) => id)).toEqual([0, 2]);
    expect([classIds(await again.annotation('a')), classIds(await again.annotation('b'))]).toEqual([[2, 2], [2]]);
    expect(await countClasses(again)).toEqual([{ id: 2, segments: 3, videos: 2 }]);
    await again.editTaxonomy(invertTaxonomyEdit(edit));
    expect(again.taxonomy.classes).toEqual((await labelledProject()).taxonomy.classes);
    expect([classIds(await again.annotation('a')), classIds(await again.annotation('b'))]).toEqual([[1, 2], [1]]);
  });

  it('keep edits of labels that are still in their journals', async () => {
    const store = await labelledProject();
    const [before] = (await store.annotation('b')).segments;
    await store.edit({
      video: 'b',
      name: 'Move',
      segments: [{ before: before!, after: { ...before!, end: 7 } }],
    });
    await store.editTaxonomy((await planMerge(store, [1], 2, false)).edit);
    const merged = await (await openProject(store.dir)).annotation('b');
    expect(merged.segments).toMatchObject([{ classId: 2, start: 2, end: 7 }]);
    expect(existsSync(join(store.dir, 'annotations', '.b.journal'))).toBe(false);
  });

  it('are merged with the labels as they are then, where these have changed since the preview, and all comes back', async () => {
    const store = await labelledProject();
    const { edit } = await planMerge(store, [1], 2, false);
    const changed = labels('b', [
      [2, 6, 1],
      [8, 9, 1],
    ]);
    await store.saveAnnotation(changed);
    const made = await store.editTaxonomy(edit);
    expect([classIds(await store.annotation('a')), classIds(await store.annotation('b'))]).toEqual([
      [2, 2],
      [2, 2],
    ]);
    await store.editTaxonomy(invertTaxonomyEdit(made.edit));
    expect((await openProject(store.dir)).taxonomy.classes).toHaveLength(3);
    expect(await store.annotation('b')).toEqual(changed);
  });

  it('are not deleted while labels are of them, and nothing is written', async () => {
    const store = await labelledProject();
    const before = readFileSync(join(store.dir, 'taxonomy.json'), 'utf8');
    expect(await userError(store.editTaxonomy(deleteClasses(store.taxonomy, [1])))).toMatchObject({
      code: 'class-in-use',
      message: 'Could not do “Delete class “cut onion””: a has a segment of it.',
    });
    expect(readFileSync(join(store.dir, 'taxonomy.json'), 'utf8')).toBe(before);
  });

  it('are those on disk, when another process has changed them', async () => {
    const store = await labelledProject();
    const other = await openProject(store.dir);
    await other.editTaxonomy((await planMerge(other, [1], 2, false)).edit);
    const segment = { id: 'new', start: 10, end: 12, classId: 1, origin: 'human' };
    const add = { video: 'b', name: 'Add', segments: [{ before: null, after: segment }] };
    expect(await userError(store.edit(add))).toMatchObject({ code: 'unknown-class' });
    await other.editTaxonomy(renameClass(other.taxonomy, 2, 'stir soup') as TaxonomyEdit);
    await store.editTaxonomy(setHotkey(other.taxonomy, 2, '5') as TaxonomyEdit);
    expect((await openProject(store.dir)).taxonomy.classes).toContainEqual({
      id: 2,
      name: 'stir soup',
      formerNames: ['stir pot'],
      hotkey: '5',
    });
  });

  it('are merged whole at the next edit of anybody, where the process that merged them died between two files', async () => {
    const store = await labelledProject();
    const { edit } = await planMerge(store, [1], 2, false);
    const merged = { ...store.taxonomy, classes: store.taxonomy.classes.filter(({ id }) => id !== 1) };
    // What `writeStaged` leaves when it dies once `b` has been moved into place.
    writeFiles(store.dir, {
      'annotations/b.json': JSON.stringify(labels('b', [[2, 4, 2]])),
      '.staging/complete': '',
      '.staging/files/taxonomy.json': JSON.stringify({ ...merged, retired: [{ id: 1, name: 'cut onion', into: 2 }] }),
      '.staging/files/annotations/a.json': JSON.stringify(
        labels('a', [
          [0, 5, 2],
          [5, 9, 2],
        ]),
      ),
    });
    expect(await userError(store.editTaxonomy(edit))).toMatchObject({ code: 'edit-conflict' });
    expect(existsSync(join(store.dir, '.staging'))).toBe(false);
    expect(classIds(await (await openProject(store.dir)).annotation('a'))).toEqual([2, 2]);
  });
});

describe('lanes of a project', () => {
  async function inLanes() {
    const store = await labelledProject();
    await store.editTaxonomy(addLane(store.taxonomy, 'left hand'));
    const { segments, ...own } = await store.annotation('a');
    await store.saveAnnotation({ ...own, segments: segments.map((one, i) => (i === 1 ? { ...one, lane: 1 } : one)) });
    return store;
  }
  const laneIds = async (store: ProjectStore) => (await store.annotation('a')).segments.map(({ lane }) => lane);

  it('are removed with their segments going elsewhere, in every video at once, and come back', async () => {
    const store = await inLanes();
    const edit = await planLaneRemoval(store, 1);
    await store.editTaxonomy(edit);
    const again = await openProject(store.dir);
    expect(again.taxonomy.lanes).toEqual([{ id: 0, name: 'labels' }]);
    expect(await laneIds(again)).toEqual([undefined, undefined]);
    await again.editTaxonomy(invertTaxonomyEdit(edit));
    expect(again.taxonomy.lanes?.map(({ name }) => name)).toEqual(['labels', 'left hand']);
    expect(await laneIds(again)).toEqual([undefined, 1]);
  });

  it('are removed with what has come into them since, which comes back with them', async () => {
    const store = await inLanes();
    const { edit } = await store.editTaxonomy(removeLane(store.taxonomy, 1, []));
    expect(await laneIds(await openProject(store.dir))).toEqual([undefined, undefined]);
    await store.editTaxonomy(invertTaxonomyEdit(edit));
    expect(await laneIds(await openProject(store.dir))).toEqual([undefined, 1]);
  });

  it('hold no segment that names another', async () => {
    const store = await inLanes();
    const { segments, ...own } = await store.annotation('a');
    const lost = { ...own, segments: segments.map((one) => ({ ...one, lane: 9 })) };
    const error = await userError(store.saveAnnotation(lost));
    expect(error.message).toBe('Invalid annotations/a.json: segments[0].lane is 9, which is no lane of taxonomy.json.');
  });

  it('are one where segments must not overlap', async () => {
    const store = await smallProject({ singleLabel: true });
    const error = await userError(store.editTaxonomy(addLane(store.taxonomy, 'left hand')));
    expect(error.code).toBe('lanes-of-single-label');
    expect(store.taxonomy.lanes).toBeUndefined();
  });

  it.each([
    [
      {
        lanes: [
          { id: 0, name: 'a' },
          { id: 0, name: 'b' },
        ],
      },
      'the lane id 0 occurs twice',
    ],
    [
      {
        lanes: [
          { id: 0, name: 'a' },
          { id: 1, name: 'a' },
        ],
        nextLane: 2,
      },
      'the lane name "a" occurs twice',
    ],
    [{ lanes: [{ id: 3, name: 'a' }], nextLane: 3 }, 'lane id 3 is not below nextLane 3'],
    [{ lanes: [{ id: 0, name: 'reviewed' }] }, 'a lane is called "reviewed"'],
  ])('are checked: %j', async (wrong, message) => {
    const store = await smallProject();
    const error = await userError(store.saveTaxonomy({ ...store.taxonomy, ...wrong }));
    expect(error.message).toBe(`Invalid taxonomy.json: ${message}.`);
  });
});
