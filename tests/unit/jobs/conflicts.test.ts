import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ShownLabels } from '../../../src-main/api/shownLabels';
import { isSameLabel } from '../../../src-main/common/conflicts';
import type { Annotation, Segment } from '../../../src-main/common/domain/annotation';
import type { Keep } from '../../../src-main/common/domain/conflict';
import { type AnnotationEdit, applyEdit } from '../../../src-main/common/domain/edit';
import { overlap, type Span, subtractSpans } from '../../../src-main/common/domain/span';
import { UserError } from '../../../src-main/common/errors';
import { Rng } from '../../../src-main/common/rng';
import { keepRefused, settleKept } from '../../../src-main/data/project/keeping';
import { openProject, type ProjectStore } from '../../../src-main/data/project/store';
import { planSettlement } from '../../../src-main/jobs/conflicts';
import { segmentConflicts } from '../../builders/segmentConflicts';
import { randomEdit } from '../../builders/randomEdits';
import { labels, smallProject } from '../data/temporaryProject';

const seed = Number(process.env['MERGE_SEED'] ?? Date.now() % 100_000);
const runs = Number(process.env['MERGE_RUNS'] ?? 8);
process.stdout.write(`MERGE_SEED=${seed} MERGE_RUNS=${runs}\n`);

const names = (store: ProjectStore) =>
  readdirSync(join(store.dir, 'annotations')).filter((name) => !name.startsWith('.'));

describe('conflicts of a project', () => {
  it('are settled, open again, and their edits are never removed', async () => {
    const store = await smallProject();
    await store.saveAnnotation(labels('a', [[2, 7, 1]]));
    const [before] = (await store.annotation('a')).segments;
    const edit = { video: 'a', name: 'Move', segments: [{ before: before!, after: { ...before!, end: 9 } }] };
    await keepRefused(store, [edit]);
    // What goes on from it is the same conflict.
    await keepRefused(store, [
      { ...edit, segments: [{ before: edit.segments[0]!.after, after: { ...before!, end: 8 } }] },
    ]);
    const [one, ...others] = await segmentConflicts(store);
    expect([one?.mine?.end, others]).toEqual([8, []]);
    const plan = await planSettlement(store, { keys: [one!.key], keep: 'mine' });
    expect([plan.name, plan.edit?.labels[0]?.segments]).toEqual([
      'Merge of 1 segment',
      [{ before, after: { ...before, end: 8 } }],
    ]);
    await settleKept(store, plan.keys, true);
    expect([await segmentConflicts(store), names(store).filter((name) => /settled/.test(name)).length]).toEqual([
      [],
      1,
    ]);
    await settleKept(store, plan.keys, false);
    expect([await segmentConflicts(store), names(store).filter((name) => /settled/.test(name))]).toEqual([[one], []]);
  });

  it('of an edit that would leave labels overlapping are conflicts too, and the file stays valid', async () => {
    const store = await smallProject({ singleLabel: true });
    const add = { id: 'x', start: 5, end: 9, classId: 1, origin: 'human' as const };
    await store.edit({ video: 'a', name: 'Add', segments: [{ before: null, after: add }] });
    writeFileSync(join(store.dir, 'annotations', 'a.json'), JSON.stringify(labels('a', [[7, 12, 2]])));
    expect((await store.writeEdits('a')).map(({ name }) => name)).toEqual(['Add']);
    expect((await (await openProject(store.dir)).annotation('a')).segments).toHaveLength(1);
    const listed = await segmentConflicts(store);
    expect(listed.map(({ mine, theirs, keeps }) => [mine?.start, theirs[0]?.start, keeps])).toEqual([
      [5, 7, ['mine', 'theirs', 'both']],
    ]);
  });
});

type Act = { kind: 'edit' | 'stale' | 'write' | 'read' | 'save' | 'settle'; seed: number };
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('edit', 'edit', 'stale', 'write', 'write', 'read', 'save', 'settle'),
    seed: fc.nat(1e6),
  }),
  { minLength: 8, maxLength: 20 },
);

/**
 * Two windows and another program, whose copies may be old, and what a person was promised of them: a segment that was
 * edited here is as it was left, or is a conflict that holds it, until that is settled.
 */
class Desk {
  /** What was last said here of a segment, with all that it was before. */
  readonly said = new Map<string, { earlier: (Segment | null)[]; mine: Segment | null }>();
  /** Versions that must be offered for as long as the labels do not say the same. */
  offered: { id: string; mine: Segment | null }[] = [];
  /** Spans that were marked as reviewed here; nobody takes them back knowingly. */
  readonly reviewed: Span[] = [];
  copy: Annotation;
  made = 0;

  constructor(
    readonly store: ProjectStore,
    readonly shown: ShownLabels,
    readonly isSingle: boolean,
    first: Annotation,
  ) {
    this.copy = first;
  }

  isValid({ segments }: Annotation): boolean {
    return !this.isSingle || segments.every((a) => segments.every((b) => a === b || overlap(a, b) === 0));
  }

  /** A random edit of these labels that leaves them valid. */
  edit(of: Annotation, rng: Rng): AnnotationEdit | null {
    const edit = randomEdit(of, rng, `e${this.made++}`);
    return this.isValid(applyEdit(of, edit)) ? edit : null;
  }

  note({ segments, reviewed }: AnnotationEdit): void {
    this.reviewed.push(...(reviewed?.after.slice(-1) ?? []));
    for (const { before, after } of segments) {
      const id = (before ?? after)!.id;
      this.said.set(id, { earlier: [...(this.said.get(id)?.earlier ?? []), before], mine: after });
    }
  }

  /** What is not as it was said here is offered from now on. */
  async looked(): Promise<void> {
    const now = new Map((await this.shown.show('a')).segments.map((segment) => [segment.id, segment]));
    for (const [id, { earlier, mine }] of this.said) {
      const theirs = now.get(id) ?? null;
      if (isSameLabel(mine, theirs)) continue;
      const isBack = isSameLabel(earlier[0] as Segment | null, mine);
      if (!isBack || earlier.slice(1).some((one) => isSameLabel(one, theirs))) this.offered.push({ id, mine });
      this.said.delete(id);
    }
  }

  /** @returns the labels, once everything that was promised holds of them */
  async check(): Promise<Annotation> {
    await this.store.writeEdits('a');
    const again = await openProject(this.store.dir);
    const found = await again.annotation('a');
    expect(this.isValid(found)).toBe(true);
    expect(subtractSpans(this.reviewed, found.reviewed)).toEqual([]);
    const now = new Map(found.segments.map((segment) => [segment.id, segment]));
    for (const [id, { mine }] of this.said) expect([id, now.get(id) ?? null]).toEqual([id, mine]);
    const listed = (await segmentConflicts(again)).map(({ segment, mine }) => say(segment, mine));
    for (const { id, mine } of this.offered)
      if (!isSameLabel(mine, now.get(id) ?? null)) expect(listed).toContain(say(id, mine));
    return found;
  }
}

const say = (id: string, mine: Pick<Segment, 'start' | 'end' | 'classId'> | null) =>
  `${id}: ${mine ? `${mine.start} ${mine.end} ${mine.classId}` : 'deleted'}`;

async function act(desk: Desk, { kind, seed: own }: Act): Promise<void> {
  const { store, shown } = desk;
  const rng = new Rng(own, kind);
  const file = join(store.dir, 'annotations', 'a.json');
  if (kind === 'save') return void (await store.writeEdits('a'));
  if (kind === 'read') return void (desk.copy = JSON.parse(readFileSync(file, 'utf8')) as Annotation);
  if (kind === 'settle') return settle(desk, rng);
  if (kind === 'write') {
    const edit = desk.edit(desk.copy, rng);
    if (edit) desk.copy = applyEdit(desk.copy, edit);
    writeFileSync(file, JSON.stringify(desk.copy));
    return desk.looked();
  }
  // A stale window knows what the other program last read.
  const edit = desk.edit(kind === 'stale' ? desk.copy : await shown.show('a'), rng);
  if (!edit) return;
  try {
    await shown.edit(edit);
    desk.note(edit);
  } catch (error) {
    if (!(error instanceof UserError) || kind !== 'stale') throw error;
    await keepRefused(store, [edit]);
    for (const { before, after } of edit.segments) desk.offered.push({ id: (before ?? after)!.id, mine: after });
  }
}

async function settle(desk: Desk, rng: Rng): Promise<void> {
  const { store, shown } = desk;
  const keep = (['mine', 'theirs', 'both'] as const satisfies Keep[])[rng.below(3)]!;
  const chosen = (await segmentConflicts(store)).filter(() => rng.below(2) === 0);
  const plan = await planSettlement(store, { keys: chosen.map(({ key }) => key), keep });
  for (const edit of plan.edit?.labels ?? []) {
    await shown.edit(edit);
    desk.note(edit);
  }
  await settleKept(store, plan.keys, true);
  const done = chosen.filter(({ key }) => plan.keys.includes(key));
  const settled = new Set(done.map(({ segment, mine }) => say(segment, mine)));
  desk.offered = desk.offered.filter(({ id, mine }) => !settled.has(say(id, mine)));
}

describe('windows and another program that change the same labels', () => {
  for (const singleLabel of [false, true])
    it(
      `lose nothing that was said here, ${singleLabel ? 'where segments must not overlap' : 'where segments may overlap'}`,
      async () => {
        await fc.assert(
          fc.asyncProperty(acts, async (list) => {
            const store = await smallProject({ singleLabel });
            await store.saveAnnotation(
              labels('a', [
                [2, 7, 1],
                [100, 120, 2],
                [300, 340, 1],
              ]),
            );
            const nobody = {
              written: () => undefined,
              replaced: () => undefined,
              unreadable: () => undefined,
              conflicts: () => undefined,
            };
            const shown = new ShownLabels(store, nobody);
            const desk = new Desk(store, shown, singleLabel, await shown.show('a'));
            try {
              for (const one of list) {
                await act(desk, one);
                if (one.kind === 'write' || one.kind === 'settle') await desk.check();
              }
              await desk.check();
            } finally {
              shown.close();
            }
          }),
          { seed, numRuns: runs },
        );
      },
      60_000 + runs * 15_000,
    );
});
