import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../src-main/common/domain/annotation';
import { type AnnotationEdit, applyEdit, invertEdit } from '../../../src-main/common/domain/edit';
import type { Labelling } from '../../../src-main/common/labelling';
import { replaceSegment, takeWord } from '../../../src-main/common/takingOver';

type Row = [start: number, end: number, classId: number];

function labels(rows: readonly Row[], reviewed: readonly [number, number][] = [[0, 100]]): Annotation {
  return {
    version: 1,
    video: 'a',
    timebase: 'frames',
    segments: rows.map(([start, end, classId], i) => ({ id: `s${i}`, start, end, classId, origin: 'human' })),
    reviewed: reviewed.map(([start, end]) => ({ start, end })),
  };
}
const on = (rows: readonly Row[], own: Partial<Labelling> = {}): Labelling => ({
  labels: labels(rows),
  end: 100,
  singleLabel: true,
  className: (id) => `class ${id}`,
  ...own,
});
let fresh = 0;
const freshId = () => `n${fresh++}`;
const offer = (start: number, end: number, classId: number) => ({ start, end, classId, origin: 'import:Mira' });

/** `start-end class` after an edit. */
function rowsAfter(before: Labelling, edit: AnnotationEdit | null): string[] {
  if (!edit) return ['nothing'];
  const after = applyEdit(before.labels, edit);
  expect(applyEdit(after, invertEdit(edit))).toEqual(before.labels);
  return after.segments.map(({ start, end, classId }) => `${start}-${end} ${classId}`);
}

describe('a segment in the place of another', () => {
  it('has the other’s class and edges, keeps the id, and cuts back its neighbours', () => {
    const before = on([
      [10, 30, 1],
      [30, 50, 2],
    ]);
    const edit = replaceSegment(before, 's0', offer(12, 36, 3), freshId);
    expect(rowsAfter(before, edit)).toEqual(['12-36 3', '36-50 2']);
    expect(edit?.segments[0]?.after).toMatchObject({ id: 's0', origin: 'import:Mira' });
    expect(edit?.name).toBe('Take over “class 3”');
  });

  it('comes where nothing was, in the middle of another, whose rest goes on behind it', () => {
    const before = on([[10, 50, 1]]);
    expect(rowsAfter(before, replaceSegment(before, null, offer(20, 30, 2), freshId))).toEqual([
      '10-20 1',
      '20-30 2',
      '30-50 1',
    ]);
    const several = on([[10, 50, 1]], { singleLabel: false });
    expect(rowsAfter(several, replaceSegment(several, null, offer(20, 30, 2), freshId))).toEqual([
      '10-50 1',
      '20-30 2',
    ]);
  });

  it('goes without another, keeps its note, and is nothing where neither is there', () => {
    const before = on([[10, 50, 1]]);
    expect(rowsAfter(before, replaceSegment(before, 's0', null, freshId))).toEqual([]);
    expect(replaceSegment(before, 'gone', offer(1, 2, 1), freshId)).toBeNull();
    expect(replaceSegment(before, null, null, freshId)).toBeNull();
    const noted = {
      ...before,
      labels: { ...before.labels, segments: [{ ...before.labels.segments[0]!, note: 'late' }] },
    };
    expect(replaceSegment(noted, 's0', offer(10, 40, 1), freshId)?.segments[0]?.after?.note).toBe('late');
  });
});

describe('somebody’s word on a span', () => {
  it('comes where nothing is labelled, and the span is reviewed', () => {
    const before = on([[10, 20, 1]], { labels: labels([[10, 20, 1]], [[0, 20]]) });
    const word = { offered: [offer(15, 40, 2)], instead: null, name: 'Accept' };
    const edit = takeWord(before, { start: 30, end: 50 }, word, freshId);
    expect(rowsAfter(before, edit)).toEqual(['10-20 1', '20-40 2']);
    expect(applyEdit(before.labels, edit!).reviewed).toEqual([
      { start: 0, end: 20 },
      { start: 30, end: 50 },
    ]);
  });

  it('takes the wrong class out of the span only', () => {
    const before = on([
      [10, 50, 1],
      [50, 60, 2],
    ]);
    const word = { offered: [offer(20, 50, 3)], instead: 1, name: 'Accept' };
    expect(rowsAfter(before, takeWord(before, { start: 20, end: 50 }, word, freshId))).toEqual([
      '10-20 1',
      '20-50 3',
      '50-60 2',
    ]);
    const nothing = { offered: [], instead: 1, name: 'Accept' };
    expect(rowsAfter(before, takeWord(before, { start: 20, end: 30 }, nothing, freshId))).toEqual([
      '10-20 1',
      '30-50 1',
      '50-60 2',
    ]);
    expect(takeWord(before, { start: 70, end: 80 }, nothing, freshId)).toBeNull();
  });

  it('never makes segments of a single-label project overlap, and can always be taken back', () => {
    const row = fc.tuple(fc.nat({ max: 90 }), fc.integer({ min: 1, max: 30 }), fc.nat({ max: 3 }));
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 8 }),
        row,
        fc.constantFrom(null, 0, 1),
        (rows, [start, length, classId], instead) => {
          let at = 0;
          const apart = rows.flatMap(([gap, long, own]): Row[] => {
            const from = at + (gap % 12);
            at = from + (long % 15) + 1;
            return at <= 100 ? [[from, at, own]] : [];
          });
          const before = on(apart);
          const span = { start, end: Math.min(100, start + length) };
          for (const edit of [
            takeWord(
              before,
              span,
              { offered: [{ ...offer(0, 0, classId), ...span }], instead, name: 'Accept' },
              freshId,
            ),
            replaceSegment(before, apart.length > 0 ? 's0' : null, { ...offer(0, 0, classId), ...span }, freshId),
          ]) {
            if (!edit) continue;
            const after = applyEdit(before.labels, edit).segments;
            after.slice(1).forEach((segment, i) => expect(segment.start).toBeGreaterThanOrEqual(after[i]!.end));
            for (const segment of after) expect(segment.end).toBeGreaterThan(segment.start);
            rowsAfter(before, edit);
          }
        },
      ),
      { seed: 9, numRuns: 500 },
    );
  });
});
