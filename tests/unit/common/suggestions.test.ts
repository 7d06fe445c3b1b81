import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../src-main/common/domain/annotation';
import { type AnnotationEdit, applyEdit, invertEdit } from '../../../src-main/common/domain/edit';
import type { Labelling } from '../../../src-main/common/labelling';
import { acceptPredictions, copySegment, isRejected, rejectPrediction } from '../../../src-main/common/suggestions';

const names = ['background', 'cut onion', 'pour milk'];

/** Labels in frames of a video of 100. */
function on(...segments: (readonly [string, number, number, number])[]): Labelling {
  const made = segments.map(([id, start, end, classId]) => ({ id, start, end, classId, origin: 'import:x' }));
  const labels: Annotation = { version: 1, video: 'v', timebase: 'frames', segments: made, reviewed: [] };
  return { labels, end: 100, singleLabel: true, className: (id) => names[id] as string };
}

/** What an edit makes of labels: `id start-end class`, in order. */
const after = ({ labels }: Labelling, edit: AnnotationEdit | null) =>
  edit && applyEdit(labels, edit).segments.map(({ id, start, end, classId }) => `${id} ${start}-${end} ${classId}`);

function ids(): () => string {
  let fresh = 0;
  return () => `n${fresh++}`;
}

const two = on(['a', 10, 20, 1], ['b', 30, 40, 2]);
const predicted = [
  { start: 0, end: 12, classId: 2 },
  { start: 12, end: 18, classId: 2 },
  { start: 18, end: 45, classId: 1 },
];

type Predicted = { start: number; end: number; classId: number };
const sameAs = (a: Predicted, b: Predicted) => a.start === b.start && a.end === b.end && a.classId === b.classId;
const framesOf = (spans: readonly { start: number; end: number }[]) =>
  new Set(spans.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)));

function isMostlyFree(labelled: ReadonlySet<number>, one: Predicted): boolean {
  const frames = [...framesOf([one])];
  return 2 * frames.filter((frame) => !labelled.has(frame)).length >= frames.length;
}

describe('accepting', () => {
  it('fills and covers the frames that it says, whatever is labelled', () => {
    const some = fc.array(fc.tuple(fc.nat(90), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 2 })));
    fc.assert(
      fc.property(some, some, fc.boolean(), (labelled, said, over) => {
        const labelling = on(...labelled.map(([start, length, c], i) => [`s${i}`, start, start + length, c] as const));
        const predictions = said.map(([start, length, classId]) => ({
          start,
          end: Math.min(100, start + length),
          classId,
        }));
        const edit = acceptPredictions(labelling, 'gad', predictions, ids(), over);
        const before = framesOf(labelling.labels.segments);
        const made = framesOf((edit?.segments ?? []).flatMap(({ before: was, after: is }) => (was || !is ? [] : [is])));
        const wanted = predictions.filter(
          (one) => !labelling.labels.segments.some((own) => sameAs(own, one)) && (over || isMostlyFree(before, one)),
        );
        const expected = framesOf(wanted);
        for (let frame = 0; frame < 100; frame++) {
          const isNew = expected.has(frame) && (over || !before.has(frame));
          if (isNew) expect(made.has(frame)).toBe(true);
          else if (!over) expect(made.has(frame)).toBe(false);
        }
        if (!over) return;
        // What was labelled is cut back to what no prediction covers.
        const kept = (edit ? applyEdit(labelling.labels, edit) : labelling.labels).segments.filter(
          ({ origin }) => !origin.startsWith('model:'),
        );
        for (const frame of framesOf(kept)) expect(expected.has(frame)).toBe(false);
        for (const frame of before) if (!expected.has(frame)) expect(framesOf(kept).has(frame)).toBe(true);
      }),
    );
  });

  it('takes over only what is not labelled, and remembers the run', () => {
    const edit = acceptPredictions(two, 'gad', predicted, ids(), false);
    expect(after(two, edit)).toEqual(['n0 0-10 2', 'a 10-20 1', 'n1 20-30 1', 'b 30-40 2', 'n2 40-45 1']);
    expect(edit?.name).toBe('Accept 3 predictions of gad');
    expect(edit?.segments.map(({ after: made }) => made?.origin)).toEqual(Array(3).fill('model:gad'));
    expect(acceptPredictions(two, 'gad', predicted.slice(1, 2), ids(), false)).toBeNull();
  });

  it('leaves predictions of what is mostly labelled, which would become scraps at its ends', () => {
    const late = [
      { start: 11, end: 21, classId: 2 },
      { start: 50, end: 60, classId: 2 },
    ];
    expect(after(two, acceptPredictions(two, 'gad', late, ids(), false))).toEqual([
      'a 10-20 1',
      'b 30-40 2',
      'n0 50-60 2',
    ]);
  });

  it('goes over labels where it is told to: they are cut back, divided or taken away', () => {
    const inner = on(['a', 10, 20, 1]);
    expect(after(inner, acceptPredictions(inner, 'gad', predicted.slice(1, 2), ids(), true))).toEqual([
      'a 10-12 1',
      'n0 12-18 2',
      'n1 18-20 1',
    ]);
    const all = acceptPredictions(two, 'gad', predicted, ids(), true) as AnnotationEdit;
    expect(after(two, all)).toEqual(['n0 0-12 2', 'n1 12-18 2', 'n2 18-45 1']);
    expect(applyEdit(applyEdit(two.labels, all), invertEdit(all))).toEqual(two.labels);
  });

  it('has nothing to do where the same is labelled already', () => {
    expect(acceptPredictions(two, 'gad', [{ start: 10, end: 20, classId: 1 }], ids(), true)).toBeNull();
  });
});

describe('copying', () => {
  const one = { start: 5, end: 15, classId: 2 };

  it('puts a prediction beside labels where segments may overlap, else in what is free', () => {
    expect(after(two, copySegment(two, 'model:gad', one, ids()))).toContain('n0 5-10 2');
    const free = { ...two, singleLabel: false };
    expect(after(free, copySegment(free, 'model:gad', one, ids()))).toContain('n0 5-15 2');
  });
});

describe('rejecting', () => {
  const one = { start: 12, end: 18, classId: 2 };

  it('is data of the labels, for one run, and is taken back by the same key or by undo', () => {
    const edit = rejectPrediction(two, 'gad', one);
    const rejected = applyEdit(two.labels, edit);
    expect([isRejected(rejected.rejected, 'gad', one), isRejected(rejected.rejected, 'other', one)]).toEqual([
      true,
      false,
    ]);
    expect(rejected.segments).toEqual(two.labels.segments);
    expect(applyEdit(rejected, invertEdit(edit))).toEqual(two.labels);
    const back = rejectPrediction({ ...two, labels: rejected }, 'gad', one);
    expect(back.name).toBe('Offer “pour milk” of gad again');
    expect(applyEdit(rejected, back)).toEqual(two.labels);
  });

  it('ends where the prediction is accepted after all', () => {
    const free = on();
    const rejected = { ...free, labels: applyEdit(free.labels, rejectPrediction(free, 'gad', one)) };
    const edit = acceptPredictions(rejected, 'gad', [one], ids(), false) as AnnotationEdit;
    expect(applyEdit(rejected.labels, edit)).not.toHaveProperty('rejected');
  });
});
