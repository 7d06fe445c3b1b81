import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../../src-main/common/domain/annotation';
import { type AnnotationEdit, applyEdit, invertEdit } from '../../../../src-main/common/domain/edit';
import { Rng } from '../../../../src-main/common/rng';
import { openProject, type ProjectStore } from '../../../../src-main/data/project/store';
import { randomEdit } from '../../../builders/randomEdits';
import { labels, smallProject, userError } from '../temporaryProject';

const seed = Number(process.env['EDIT_SEED'] ?? Date.now() % 100_000);
process.stdout.write(`EDIT_SEED=${seed}\n`);

const file = (store: ProjectStore) => join(store.dir, 'annotations', 'a.json');
const journal = (store: ProjectStore) => join(store.dir, 'annotations', '.a.journal');
const reopened = async (store: ProjectStore) => (await openProject(store.dir)).annotation('a');

/** Names of edits, and with them ids of new segments, never come again. */
let made = 0;

/** Makes edits; what the labels were before each and after the last. */
async function edited(store: ProjectStore, count: number, rng: Rng) {
  const states: Annotation[] = [await store.annotation('a')];
  const edits: AnnotationEdit[] = [];
  for (let i = 0; i < count; i++) {
    const edit = randomEdit(states.at(-1)!, rng, `edit ${made++}`);
    edits.push(edit);
    states.push(await store.edit(edit));
  }
  return { states, edits };
}

describe('edits of labels', () => {
  it('are all there after reopening, in the journal or in the file, and leave it whole', async () => {
    const rng = new Rng(seed, 'edits');
    const store = await smallProject();
    for (let round = 0; round < 4; round++) {
      const { states } = await edited(store, 8, rng);
      expect(existsSync(journal(store))).toBe(true);
      expect(await reopened(store)).toEqual(states.at(-1));
      expect(await store.writeEdits('a')).toEqual([]);
      expect(existsSync(journal(store))).toBe(false);
      expect(JSON.parse(readFileSync(file(store), 'utf8'))).toEqual(states.at(-1));
    }
  });

  it('are undone to where they began and redone to where they ended', async () => {
    const store = await smallProject();
    const { states, edits } = await edited(store, 30, new Rng(seed, 'undo'));
    let labelled = states.at(-1)!;
    for (const [i, edit] of [...edits.entries()].reverse()) {
      labelled = applyEdit(labelled, invertEdit(edit));
      expect(new Set(labelled.segments)).toEqual(new Set(states[i]!.segments));
      expect(labelled.reviewed).toEqual(states[i]!.reviewed);
    }
    for (const edit of edits) labelled = applyEdit(labelled, edit);
    expect(labelled).toEqual(states.at(-1));
  });

  it('of a journal cut anywhere are those whose lines are whole, and the next edit goes on from there', async () => {
    const store = await smallProject();
    const { states } = await edited(store, 5, new Rng(seed, 'cut'));
    const whole = readFileSync(journal(store));
    for (let length = 0; length <= whole.length; length += 7) {
      const cut = whole.subarray(0, length);
      writeFileSync(journal(store), cut);
      const lines = cut.toString('utf8').split('\n').length - 1;
      const again = await openProject(store.dir);
      expect(await again.annotation('a')).toEqual(states[Math.max(0, lines - 1)]);
      const next = await again.edit(randomEdit(await again.annotation('a'), new Rng(seed, `next ${length}`), 'next'));
      expect(await reopened(store)).toEqual(next);
    }
  });

  it('are not done twice where a process died between writing the file and ending the journal', async () => {
    const store = await smallProject();
    const { states } = await edited(store, 6, new Rng(seed, 'twice'));
    const before = readFileSync(journal(store), 'utf8');
    await store.writeEdits('a');
    const written = readFileSync(file(store), 'utf8');
    const announced = JSON.stringify({ written: createHash('sha256').update(written).digest('base64') });
    writeFileSync(journal(store), `${before}${announced}\n`);
    expect(await reopened(store)).toEqual(states.at(-1));
  });

  it('that do not fit what is there are refused, and change nothing', async () => {
    const store = await smallProject();
    await store.saveAnnotation(labels('a', [[1, 2, 1]]));
    const [segment] = (await store.annotation('a')).segments;
    const edit = { video: 'a', name: 'Move edge', segments: [{ before: segment!, after: { ...segment!, end: 3 } }] };
    await store.edit(edit);
    const error = await userError(store.edit(edit));
    expect([error.code, error.message]).toEqual([
      'edit-conflict',
      'Could not do “Move edge”: the labels of a have changed since they were shown.',
    ]);
    const bad = { ...edit, segments: [{ before: { ...segment!, end: 3 }, after: { ...segment!, end: 0.5 } }] };
    expect((await userError(store.edit(bad))).code).toBe('invalid-segment');
    expect((await reopened(store)).segments).toEqual([{ ...segment, end: 3 }]);
  });
});

describe('labels that two programs change', () => {
  const add = (id: string, start: number): AnnotationEdit => ({
    video: 'a',
    name: `Add ${id}`,
    segments: [{ before: null, after: { id, start, end: start + 1, classId: 1, origin: 'human' } }],
  });

  it('hold the edits of both windows', async () => {
    const one = await smallProject();
    const two = await openProject(one.dir);
    await one.edit(add('x', 1));
    await two.edit(add('y', 2));
    await one.writeEdits('a');
    await one.edit(add('z', 3));
    expect((await two.annotation('a')).segments.map(({ id }) => id)).toEqual(['x', 'y', 'z']);
  });

  it('keep the other program’s file; edits that fit it are merged, the others kept beside it', async () => {
    const store = await smallProject();
    await store.saveAnnotation(labels('a', [[1, 2, 1]]));
    const [segment] = (await store.annotation('a')).segments;
    await store.edit(add('x', 5));
    const moved = { ...segment!, end: 2.5 };
    await store.edit({ video: 'a', name: 'Move edge', segments: [{ before: segment!, after: moved }] });
    const theirs = labels('a', [[7, 8, 2]]);
    writeFileSync(file(store), JSON.stringify(theirs));

    const merged = (await store.annotation('a')).segments.map(({ start }) => start);
    expect(merged).toEqual([5, 7]);
    expect((await store.writeEdits('a')).map(({ name }) => name)).toEqual(['Move edge']);
    expect((await reopened(store)).segments.map(({ start }) => start)).toEqual([5, 7]);
    const kept = readdirSync(join(store.dir, 'annotations')).find((name) => name.startsWith('a.refused-'));
    expect(JSON.parse(readFileSync(join(store.dir, 'annotations', kept!), 'utf8')).edits[0].segments[0].after).toEqual(
      moved,
    );
  });

  it('are not written over by an import that was made from what was there before an edit', async () => {
    const store = await smallProject();
    const other = await openProject(store.dir);
    const before = await store.annotation('a');
    await other.edit(add('x', 1));
    expect((await userError(store.saveAnnotation({ ...before, reviewed: [] }))).code).toBe('changed-elsewhere');
    await store.annotation('a');
    await store.saveAnnotation(labels('a', [[7, 8, 2]]));
    expect((await reopened(store)).segments.map(({ start }) => start)).toEqual([7]);
  });
});
