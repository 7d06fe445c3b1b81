import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addClass, deleteClasses, renameClass, setHotkey } from '../../../../src-main/common/classEditing';
import type { Conflict } from '../../../../src-main/common/domain/conflict';
import type { Taxonomy } from '../../../../src-main/common/domain/taxonomy';
import type { TaxonomyEdit } from '../../../../src-main/common/domain/taxonomyEdit';
import { addLane } from '../../../../src-main/common/laneEditing';
import { settleKept } from '../../../../src-main/data/project/keeping';
import { openProject, type ProjectStore } from '../../../../src-main/data/project/store';
import { listConflicts, planSettlement } from '../../../../src-main/jobs/conflicts';
import { labels, smallProject } from '../temporaryProject';

const file = (store: ProjectStore) => join(store.dir, 'taxonomy.json');
const onDisk = (store: ProjectStore) => JSON.parse(readFileSync(file(store), 'utf8')) as Taxonomy;
const names = ({ classes }: Taxonomy) => classes.map(({ id, name }) => `${id} ${name}`);
const said = (conflicts: readonly Conflict[]) =>
  conflicts.map((one) => ('title' in one ? [one.title, one.mine, one.theirs, one.before].join(' | ') : one.segment));

/** What another program writes that has read the classes before. */
function overwrite(
  store: ProjectStore,
  old: Taxonomy,
  change: (taxonomy: Taxonomy) => Taxonomy = (same) => same,
): void {
  writeFileSync(file(store), JSON.stringify(change(structuredClone(old))));
}

async function edited(make: (taxonomy: Taxonomy) => TaxonomyEdit | null) {
  const store = await smallProject();
  await store.saveAnnotation(labels('a', [[2, 7, 1]]));
  const old = onDisk(store);
  const edit = make(store.taxonomy) as TaxonomyEdit;
  await store.editTaxonomy(edit);
  return { store, old };
}

describe('classes that another program has written over', () => {
  it('leave what is in their file, and what was done here is offered, kept and taken back', async () => {
    const { store, old } = await edited((now) => renameClass(now, 1, 'dice onion'));
    overwrite(store, old);
    await store.reload();
    expect(names(store.taxonomy)).toContain('1 cut onion');
    const conflicts = await listConflicts(store);
    expect(said(conflicts)).toEqual(['Class “cut onion” | “dice onion” | “cut onion” | “cut onion”']);
    const plan = await planSettlement(store, { keys: conflicts.map(({ key }) => key), keep: 'mine' });
    await store.editTaxonomy(plan.edit as TaxonomyEdit);
    await settleKept(store, plan.keys, true);
    expect(names(onDisk(store))).toContain('1 dice onion');
    expect(await listConflicts(await openProject(store.dir))).toEqual([]);
  });

  it('are no conflict where gadw or another window has done it knowingly, or what was done here is in them', async () => {
    const { store, old } = await edited((now) => renameClass(now, 1, 'dice onion'));
    const other = await openProject(store.dir);
    await other.editTaxonomy(renameClass(other.taxonomy, 1, 'cut onion') as TaxonomyEdit);
    await store.reload();
    expect(await listConflicts(store)).toEqual([]);
    await store.editTaxonomy(setHotkey(store.taxonomy, 2, '8') as TaxonomyEdit);
    overwrite(store, onDisk(store), (now) => ({ ...now, classes: [...now.classes].reverse() }));
    await store.reload();
    expect([await listConflicts(store), old.classes.length]).toEqual([[], 3]);
  });

  it('keep those that labels are of, and remember the others; ids are not given again', async () => {
    const { store } = await edited((now) => addClass(now, { name: 'wash pot' }).edit);
    const known = onDisk(store);
    overwrite(store, known, (now) => ({ ...now, nextId: 3, classes: now.classes.filter(({ id }) => id === 0) }));
    expect(await store.reload()).toEqual(['cut onion']);
    expect(names(onDisk(store))).toEqual(['0 background', '1 cut onion']);
    expect(onDisk(store).retired.map(({ name }) => name)).toEqual(['stir pot', 'wash pot']);
    expect((await (await openProject(store.dir)).annotation('a')).segments).toHaveLength(1);
    expect(addClass(store.taxonomy, { name: 'x' }).id).toBe(4);
    // The one that was added here is offered; that of another session is theirs to delete.
    expect(said(await listConflicts(store))).toEqual(['Class “wash pot” | “wash pot” | not there | not there']);
  });

  it('hold both of two new classes that got one id, and labels go with the one that they were made for', async () => {
    const { store, old } = await edited((now) => addClass(now, { name: 'wash pot' }).edit);
    const segment = { id: 'new', start: 10, end: 12, classId: 3, origin: 'human' };
    await store.edit({ video: 'a', name: 'Add', segments: [{ before: null, after: segment }] });
    const peel = { id: 3, name: 'peel egg' };
    overwrite(store, old, (now) => ({ ...now, nextId: 4, classes: [...now.classes, peel] }));
    await store.reload();
    expect(names(onDisk(store))).toEqual(['0 background', '1 cut onion', '2 stir pot', '3 peel egg', '4 wash pot']);
    expect((await store.annotation('a')).segments.map(({ classId }) => classId)).toEqual([1, 4]);
    expect(await listConflicts(store)).toEqual([]);
  });

  it('keep lanes that labels are in', async () => {
    const { store, old } = await edited((now) => addLane(now, 'left hand'));
    const [one] = (await store.annotation('a')).segments;
    await store.edit({ video: 'a', name: 'Move', segments: [{ before: one!, after: { ...one!, lane: 1 } }] });
    overwrite(store, old);
    await store.reload();
    expect(store.taxonomy.lanes).toEqual([
      { id: 0, name: 'labels' },
      { id: 1, name: 'left hand' },
    ]);
    expect((await store.annotation('a')).segments[0]?.lane).toBe(1);
  });

  it('are noticed by the next edit, too, and a class that is broken is not written over', async () => {
    const { store, old } = await edited((now) => renameClass(now, 1, 'dice onion'));
    overwrite(store, old);
    await store.editTaxonomy(setHotkey(old, 2, '9') as TaxonomyEdit);
    expect(await store.isChangedElsewhere()).toBe(true);
    expect(said(await listConflicts(store))).toHaveLength(1);
    writeFileSync(file(store), JSON.stringify({ ...old, classes: [...old.classes, { id: 1, name: 'twice' }] }));
    for (let i = 0; i < 2; i++)
      await expect(store.editTaxonomy(deleteClasses(old, [2]))).rejects.toThrow('the class id 1 occurs twice');
    expect(onDisk(store).classes).toHaveLength(4);
  });
});
