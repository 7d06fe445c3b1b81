import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../src-main/common/domain/annotation';
import { applyEdit, invertEdit } from '../../../src-main/common/domain/edit';
import { type MergedLabels, mergeLabels } from '../../../src-main/common/mergeLabels';

const how = { from: new Set([1]), into: 2, join: false, name: 'Merge' };

function labels(...segments: [start: number, end: number, classId: number, note?: string][]): Annotation {
  return {
    version: 1,
    video: 'a',
    timebase: 'frames',
    segments: segments.map(([start, end, classId, note], i) => ({
      id: `s${i}`,
      start,
      end,
      classId,
      origin: i % 2 === 0 ? 'human' : 'import:x',
      ...(note === undefined ? {} : { note }),
    })),
    reviewed: [],
  };
}

const after = (annotation: Annotation, join: boolean) => {
  const { edit } = mergeLabels(annotation, { ...how, join }) as MergedLabels;
  return applyEdit(annotation, edit).segments.map(({ id, start, end, classId }) => [id, start, end, classId]);
};

describe('merging the labels of classes', () => {
  it('changes the class and nothing else, and counts who meets whom', () => {
    const before = labels([0, 10, 1], [10, 20, 2], [15, 30, 1], [40, 50, 1], [40, 50, 2], [60, 70, 3]);
    const merged = mergeLabels(before, how);
    expect(merged).toMatchObject({ segments: 3, touching: 1, overlapping: 1, doubled: 1 });
    expect(after(before, false)).toEqual([
      ['s0', 0, 10, 2],
      ['s1', 10, 20, 2],
      ['s2', 15, 30, 2],
      ['s3', 40, 50, 2],
      ['s4', 40, 50, 2],
      ['s5', 60, 70, 3],
    ]);
    expect(merged?.edit.segments.map((change) => change.after?.origin)).toEqual(['human', 'human', 'import:x']);
  });

  it('sees those that lie within a long one', () => {
    const before = labels([0, 100, 1], [10, 20, 2], [50, 60, 2], [100, 110, 2]);
    expect(mergeLabels(before, how)).toMatchObject({ touching: 1, overlapping: 2, doubled: 0 });
    expect(after(before, true)).toEqual([['s0', 0, 110, 2]]);
  });

  it('joins what meets now, not what had met before', () => {
    const before = labels([0, 10, 1, 'first'], [10, 20, 2, 'second'], [20, 30, 2], [40, 50, 1], [50, 60, 1]);
    expect(after(before, true)).toEqual([
      ['s0', 0, 20, 2],
      ['s2', 20, 30, 2],
      ['s3', 40, 50, 2],
      ['s4', 50, 60, 2],
    ]);
    const { edit } = mergeLabels(before, { ...how, join: true }) as MergedLabels;
    expect(edit.segments[0]?.after).toMatchObject({ note: 'first\nsecond', origin: 'human' });
  });

  it('is nothing where no segment is of these classes', () => {
    expect(mergeLabels(labels([0, 10, 2], [10, 20, 3]), how)).toBeNull();
  });

  it('goes for predictions that were rejected, too, and is undone with them', () => {
    const rejected = [{ run: 'r', start: 1, end: 2, classId: 1 }];
    const before: Annotation = { ...labels([0, 10, 3]), rejected };
    const merged = mergeLabels(before, how) as MergedLabels;
    expect(merged.segments).toBe(0);
    const after = applyEdit(before, merged.edit);
    expect(after.rejected).toEqual([{ ...rejected[0], classId: 2 }]);
    expect(applyEdit(after, invertEdit(merged.edit))).toEqual(before);
  });
});
