import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addClass, deleteClasses, mergeClasses, renameClass, setHotkey } from '../../../src-main/common/classEditing';
import { isOfSegment, type Keep, type PartConflict } from '../../../src-main/common/domain/conflict';
import type { Taxonomy } from '../../../src-main/common/domain/taxonomy';
import { applyTaxonomyEdit, invertTaxonomyEdit, type TaxonomyEdit } from '../../../src-main/common/domain/taxonomyEdit';
import { UserError } from '../../../src-main/common/errors';
import { addLane, moveLane, renameLane } from '../../../src-main/common/laneEditing';
import { Rng } from '../../../src-main/common/rng';
import { keepRefused, keepRefusedClasses, settleKept } from '../../../src-main/data/project/keeping';
import { openProject, type ProjectStore } from '../../../src-main/data/project/store';
import { listConflicts, planSettlement } from '../../../src-main/jobs/conflicts';
import { randomClassEdit } from '../../builders/randomClassEdits';
import { labels, smallProject } from '../data/temporaryProject';

const seed = Number(process.env['MERGE_SEED'] ?? Date.now() % 100_000);
const runs = Number(process.env['MERGE_RUNS'] ?? 12);
process.stdout.write(`MERGE_SEED=${seed} MERGE_RUNS=${runs}\n`);

const parts = async (store: ProjectStore): Promise<PartConflict[]> =>
  (await listConflicts(store)).flatMap((one) => (isOfSegment(one) ? [] : one));

async function settle(store: ProjectStore, keys: readonly string[], keep: Keep) {
  const plan = await planSettlement(store, { keys, keep });
  const made = plan.edit && (await store.editTaxonomy(plan.edit)).edit;
  if (plan.keys.length > 0) await settleKept(store, plan.keys, true);
  return { ...plan, made };
}

const all = async (store: ProjectStore) => (await listConflicts(store)).map(({ key }) => key);
const say = ({ taxonomy }: ProjectStore) =>
  taxonomy.classes.slice(1).map(({ id, name, hotkey = '-' }) => `${id} ${name} ${hotkey}`);

type Make = (taxonomy: Taxonomy) => TaxonomyEdit | null;
const rename =
  (id: number, name: string): Make =>
  (now) =>
    renameClass(now, id, name);

/** A project in which the second of two edits of the same classes was kept. */
async function clashing(theirs: Make, mine: Make): Promise<ProjectStore> {
  const store = await smallProject();
  await store.saveAnnotation(labels('a', [[2, 7, 1]]));
  for (const lane of ['left hand', 'feet']) await store.editTaxonomy(addLane(store.taxonomy, lane));
  const [one, other] = [theirs(store.taxonomy), mine(store.taxonomy)] as [TaxonomyEdit, TaxonomyEdit];
  await store.editTaxonomy(one);
  await expect(store.editTaxonomy(other)).rejects.toThrow(/have changed since|a segment of it/);
  await keepRefusedClasses(store, other);
  return store;
}

describe('classes and lanes that were changed twice', () => {
  it.each<[string, Make, Make, Keep, string[]]>([
    ['are mine', rename(1, 'dice'), rename(1, 'chop'), 'mine', ['1 chop -', '2 stir pot -']],
    ['are theirs', rename(1, 'dice'), rename(1, 'chop'), 'theirs', ['1 dice -', '2 stir pot -']],
    [
      'are both, where both have a name',
      rename(1, 'dice'),
      rename(1, 'chop'),
      'both',
      ['1 dice -', '2 stir pot -', '3 chop -'],
    ],
    ['get the name that another one has', rename(1, 'dice'), rename(2, 'dice'), 'mine', ['1 dice 2 -', '2 dice -']],
    [
      'come beside the one that has their name',
      rename(1, 'dice'),
      rename(2, 'dice'),
      'both',
      ['1 dice -', '2 stir pot -', '3 dice 2 -'],
    ],
    [
      'get the key that another one has',
      (now) => setHotkey(now, 1, '5'),
      (now) => setHotkey(now, 2, '5'),
      'mine',
      ['1 cut onion -', '2 stir pot 5'],
    ],
    [
      'come back where they were deleted',
      (now) => deleteClasses(now, [2]),
      rename(2, 'stir soup'),
      'mine',
      ['1 cut onion -', '2 stir soup -'],
    ],
    [
      'are deleted though they have another name',
      rename(2, 'stir soup'),
      (now) => deleteClasses(now, [2]),
      'mine',
      ['1 cut onion -'],
    ],
    [
      'are merged though they have another name',
      rename(1, 'dice'),
      (now) => mergeClasses(now, [1], 2, []),
      'mine',
      ['2 stir pot -'],
    ],
  ])('%s', async (_, theirs, mine, keep, expected) => {
    const store = await clashing(theirs, mine);
    const before = say(store);
    const { made, name } = await settle(store, await all(store), keep);
    expect([say(store), name]).toEqual([expected, 'Merge of 1 class']);
    expect((await (await openProject(store.dir)).annotation('a')).segments).toHaveLength(1);
    expect(await listConflicts(store)).toEqual([]);
    if (made) await store.editTaxonomy(invertTaxonomyEdit(made));
    expect(say(store)).toEqual(before);
  });

  it('take their labels with them, and bring them back', async () => {
    const store = await clashing(rename(1, 'dice'), (now) => mergeClasses(now, [1], 2, []));
    const classIds = async () => (await store.annotation('a')).segments.map(({ classId }) => classId);
    const { made } = await settle(store, await all(store), 'mine');
    expect(await classIds()).toEqual([2]);
    await store.editTaxonomy(invertTaxonomyEdit(made as TaxonomyEdit));
    expect(await classIds()).toEqual([1]);
  });

  it('are not deleted while labels are of them', async () => {
    const store = await clashing(rename(1, 'dice'), (now) => deleteClasses(now, [1]));
    expect((await parts(store)).map(({ mine, keeps }) => [mine, keeps])).toEqual([['deleted', ['theirs']]]);
  });

  it.each<[string, Make, Make, string, string[]]>([
    [
      'two names',
      (now) => renameLane(now, 1, 'left'),
      (now) => renameLane(now, 1, 'other hand'),
      'Lane “left” | “other hand” | “left” | “left hand”',
      ['0 labels', '1 other hand', '2 feet'],
    ],
    [
      'one name for two',
      (now) => renameLane(now, 1, 'left'),
      (now) => renameLane(now, 2, 'left'),
      'Lane “feet” | “left” | “feet”; “left” | “feet”',
      ['0 labels', '1 left 2', '2 left'],
    ],
    [
      'two orders',
      (now) => moveLane(now, 2, 0),
      (now) => moveLane(now, 0, 1),
      'Order of the lanes | left hand, labels, feet | feet, labels, left hand | labels, left hand, feet',
      ['1 left hand', '0 labels', '2 feet'],
    ],
  ])('are lanes as well: %s', async (_, theirs, mine, listed, expected) => {
    const store = await clashing(theirs, mine);
    const said = (await parts(store)).map((one) => [one.title, one.mine, one.theirs, one.before].join(' | '));
    expect(said).toEqual([listed]);
    await settle(store, await all(store), 'mine');
    expect(store.taxonomy.lanes?.map(({ id, name }) => `${id} ${name}`)).toEqual(expected);
    expect(await listConflicts(store)).toEqual([]);
  });

  it.each([
    ['deleted comes back with a segment', deleteClasses, 3, ['1 cut onion -', '2 stir pot -', '3 wash pot -']],
    [
      'merged is the one that it is today',
      (now: Taxonomy, ids: number[]) => mergeClasses(now, ids, 2, []),
      2,
      ['1 cut onion -', '2 stir pot -'],
    ],
  ])('a class that was %s', async (_, gone, classId, expected) => {
    const store = await smallProject();
    await store.editTaxonomy(addClass(store.taxonomy, { name: 'wash pot' }).edit);
    await store.editTaxonomy(gone(store.taxonomy, [3]));
    const segment = { id: 'x', start: 2, end: 7, classId: 3, origin: 'human' };
    const edit = { video: 'a', name: 'Add', segments: [{ before: null, after: segment }] };
    await expect(store.edit(edit)).rejects.toThrow('which is no class of taxonomy.json');
    await keepRefused(store, [edit]);
    const { made } = await settle(store, await all(store), 'mine');
    expect([say(store), (await store.annotation('a')).segments]).toEqual([expected, [{ ...segment, classId }]]);
    await store.editTaxonomy(invertTaxonomyEdit(made as TaxonomyEdit));
    expect((await store.annotation('a')).segments).toEqual([]);
  });
});

/**
 * Windows that may know old classes, and another program that writes whole files from old copies. Promised: a name that was
 * given here is that of a class, or is offered in a conflict, until a person has decided; labels are all there and valid.
 */
class Desk {
  readonly given = new Set<string>();
  seen: Taxonomy;
  copy: Taxonomy;
  made = 0;
  segments = 0;

  constructor(
    readonly store: ProjectStore,
    readonly rng: Rng,
  ) {
    this.seen = store.taxonomy;
    this.copy = store.taxonomy;
  }

  async random(taxonomy: Taxonomy): Promise<TaxonomyEdit | null> {
    const annotation = await this.store.annotation('a');
    return randomClassEdit(taxonomy, [annotation], this.rng, `thing ${this.made++}`);
  }

  note(edit: TaxonomyEdit): void {
    for (const { before, after } of edit.classes) {
      if (before?.name === after?.name) continue;
      if (before) this.given.delete(before.name);
      if (after) this.given.add(after.name);
    }
  }

  async edit(of: Taxonomy): Promise<void> {
    const edit = await this.random(of);
    if (!edit) return;
    try {
      this.note((await this.store.editTaxonomy(edit)).edit);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      await keepRefusedClasses(this.store, edit);
      this.note({ ...edit, classes: edit.classes.filter(({ after }) => after !== null) });
    }
  }

  async overwrite(): Promise<void> {
    const edit = await this.random(this.copy);
    if (edit && edit.labels.length === 0) this.copy = applyTaxonomyEdit(this.copy, edit);
    writeFileSync(join(this.store.dir, 'taxonomy.json'), JSON.stringify(this.copy));
    await this.store.reload();
  }

  async label(): Promise<void> {
    const { classes } = this.store.taxonomy;
    const classId = classes[this.rng.below(classes.length)]!.id;
    const after = {
      id: `s${this.made++}`,
      start: 10 * this.segments,
      end: 10 * this.segments++ + 5,
      classId,
      origin: 'human',
    };
    await this.store.edit({ video: 'a', name: 'Add', segments: [{ before: null, after }] });
  }

  async settle(): Promise<void> {
    const keep = (['mine', 'theirs', 'both'] as const)[this.rng.below(3)]!;
    const chosen = (await parts(this.store)).filter(() => this.rng.below(2) === 0);
    const before = new Map(this.store.taxonomy.classes.map(({ id, name }) => [id, name]));
    const { made, keys } = await settle(
      this.store,
      chosen.map(({ key }) => key),
      keep,
    );
    // Decided: the version that is not kept is no promise any more.
    const decided = chosen.filter(({ key }) => keys.includes(key)).map(({ mine }) => mine);
    for (const name of this.given) if (decided.some((mine) => mine.includes(`“${name}”`))) this.given.delete(name);
    for (const { before: was } of made?.classes ?? []) if (was) this.given.delete(before.get(was.id) ?? '');
    if (made) this.note(made);
  }

  async check(): Promise<void> {
    const again = await openProject(this.store.dir);
    expect((await again.annotation('a')).segments).toHaveLength(this.segments);
    const names = new Set(again.taxonomy.classes.map(({ name }) => name));
    const offered = (await parts(again)).map(({ mine }) => mine).join('\n');
    for (const name of this.given) if (!names.has(name)) expect(offered).toContain(`“${name}”`);
  }
}

describe('windows and another program that change the same classes', () => {
  it('lose no name that was given here, and no label', async () => {
    for (let run = 0; run < runs; run++) {
      const rng = new Rng(seed, `run ${run}`);
      const desk = new Desk(await smallProject(), rng);
      const acts = [
        () => desk.edit(desk.store.taxonomy),
        () => desk.edit(desk.seen),
        () => desk.label(),
        () => desk.settle(),
        () => desk.overwrite(),
        async () => void (desk.seen = desk.store.taxonomy),
        async () =>
          void (desk.copy = JSON.parse(readFileSync(join(desk.store.dir, 'taxonomy.json'), 'utf8')) as Taxonomy),
      ];
      for (let i = 0; i < 16; i++) {
        await acts[rng.below(acts.length)]!();
        await desk.check();
      }
    }
  }, 60_000);
});
