import { describe, expect, it } from 'vitest';
import { keepsOf, mergeConflicts, openConflicts } from '../../../src-main/common/conflicts';
import type { Annotation, Segment } from '../../../src-main/common/domain/annotation';
import type { Keep } from '../../../src-main/common/domain/conflict';
import { type AnnotationEdit, applyEdit, invertEdit } from '../../../src-main/common/domain/edit';
import { rebased } from '../../../src-main/common/rebasing';

const segment = (id: string, start: number, end: number, classId = 1): Segment => ({
  id,
  start,
  end,
  classId,
  origin: 'human',
});
const labels = (...segments: Segment[]): Annotation => ({
  version: 1,
  video: 'a',
  timebase: 'frames',
  segments,
  reviewed: [],
});
const kept = (...segments: AnnotationEdit['segments']) => ({
  video: 'a',
  time: '1',
  edits: [{ video: 'a', name: 'Edit', segments }],
  settled: [],
});
const rules = { singleLabel: false, isClass: () => true };

/** The labels after a decision, `id start end`, ids of new segments being `new`; they are also undone. */
function after(now: Annotation, edits: ReturnType<typeof kept>, keep: Keep, singleLabel = false): string[] {
  const open = openConflicts(edits, now, singleLabel);
  let made = 0;
  const freshId = () => `new${made++ || ''}`;
  const edit = mergeConflicts(now, open, keep, { ...rules, singleLabel, freshId, name: 'Merge' });
  const merged = edit ? applyEdit(now, edit) : now;
  if (edit) expect(applyEdit(merged, invertEdit(edit))).toEqual(now);
  return merged.segments.map(({ id, start, end }) => `${id} ${start} ${end}`);
}

const moved = { before: segment('x', 10, 20), after: segment('x', 10, 25) };

describe('a segment that was changed here and elsewhere', () => {
  it('is as it was made here, as it is there, or both', () => {
    const now = labels(segment('x', 10, 15), segment('y', 30, 40));
    expect(after(now, kept(moved), 'theirs')).toEqual(['x 10 15', 'y 30 40']);
    expect(after(now, kept(moved), 'mine')).toEqual(['x 10 25', 'y 30 40']);
    expect(after(now, kept(moved), 'both')).toEqual(['x 10 15', 'new 10 25', 'y 30 40']);
  });

  it('comes back where it was deleted there, and goes where it was deleted here', () => {
    expect(after(labels(), kept(moved), 'mine')).toEqual(['x 10 25']);
    const deleted = kept({ before: segment('x', 10, 20), after: null });
    const now = labels(segment('x', 10, 15));
    expect(after(now, deleted, 'mine')).toEqual([]);
    const [open] = openConflicts(deleted, now, false);
    expect(keepsOf(open!, now, rules)).toEqual(['mine', 'theirs']);
  });

  it('cuts back what is in its way where segments must not overlap; both is what is free', () => {
    const now = labels(segment('x', 10, 15), segment('y', 18, 40));
    expect(openConflicts(kept(moved), now, true)[0]?.theirs.map(({ id }) => id)).toEqual(['x', 'y']);
    expect(after(now, kept(moved), 'mine', true)).toEqual(['x 10 25', 'y 25 40']);
    expect(after(now, kept(moved), 'both', true)).toEqual(['x 10 15', 'new 15 18', 'y 18 40']);
    const full = labels(segment('x', 10, 15), segment('y', 15, 40));
    expect(keepsOf(openConflicts(kept(moved), full, true)[0]!, full, { ...rules, singleLabel: true })).toEqual([
      'mine',
      'theirs',
    ]);
  });

  it('is settled with the others of its edit: the halves of a split do not cut each other', () => {
    const split = kept(
      { before: segment('x', 10, 20), after: segment('x', 10, 14) },
      { before: null, after: segment('z', 14, 20) },
    );
    expect(after(labels(segment('x', 10, 30)), split, 'mine', true)).toEqual(['x 10 14', 'z 14 20']);
  });

  it('cannot be kept as it was made here where its class is no more', () => {
    const now = labels(segment('x', 10, 15));
    const [open] = openConflicts(kept(moved), now, false);
    expect(keepsOf(open!, now, { singleLabel: false, isClass: () => false })).toEqual(['theirs']);
  });

  it('is nothing to ask about where both say the same, or nothing was changed in the end', () => {
    expect(openConflicts(kept(moved), labels({ ...segment('x', 10, 25), origin: 'import:csv' }), false)).toEqual([]);
    const back = kept(moved, { before: moved.after, after: moved.before });
    expect(openConflicts(back, labels(segment('x', 10, 15)), false)).toEqual([]);
    expect(openConflicts({ ...kept(moved), settled: ['x'] }, labels(segment('x', 10, 15)), false)).toEqual([]);
  });
});

describe('reviewed spans and rejected predictions', () => {
  it('that two have changed are those of both', () => {
    const span = (start: number, end: number) => ({ start, end });
    const edit = {
      video: 'a',
      name: 'Review',
      segments: [],
      reviewed: { before: [span(0, 10)], after: [span(5, 20)] },
    };
    const now = { ...labels(), reviewed: [span(0, 10), span(40, 50)] };
    expect(applyEdit(now, rebased(edit, now)).reviewed).toEqual([span(5, 20), span(40, 50)]);
    const no = (start: number) => ({ run: 'gad', classId: 1, start, end: start + 1 });
    const reject = {
      video: 'a',
      name: 'Reject',
      segments: [],
      rejected: { before: [no(1), no(2)], after: [no(2), no(3)] },
    };
    const other = { ...labels(), rejected: [no(1), no(2), no(9)] };
    expect(applyEdit(other, rebased(reject, other)).rejected).toEqual([no(2), no(9), no(3)]);
  });
});
