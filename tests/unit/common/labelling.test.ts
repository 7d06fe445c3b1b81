import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../src-main/common/domain/annotation';
import { type AnnotationEdit, applyEdit, invertEdit } from '../../../src-main/common/domain/edit';
import {
  addSegment,
  annotate,
  changeLane,
  copyToLane,
  extendToNeighbour,
  fillGap,
  type Labelling,
  mergeSegments,
  moveEdge,
  paintSpan,
  relabel,
  removeSegment,
  review,
  splitSegment,
} from '../../../src-main/common/labelling';
import { Rng } from '../../../src-main/common/rng';

const seed = Number(process.env['EDIT_SEED'] ?? Date.now() % 100_000);
process.stdout.write(`EDIT_SEED=${seed}\n`);

const names = ['background', 'cut onion', 'pour milk'];
const className = (id: number) => names[id] as string;

/** Labels in frames of a video of 100, `id start end classId` each. */
function on(...segments: [string, number, number, number][]): Labelling {
  const made = segments.map(([id, start, end, classId]) => ({ id, start, end, classId, origin: 'import:x' }));
  const labels: Annotation = { version: 1, video: 'v', timebase: 'frames', segments: made, reviewed: [] };
  return { labels, end: 100, singleLabel: true, className };
}

/** What an edit makes of labels: `id start-end class`, in order. */
function after({ labels }: Labelling, edit: AnnotationEdit | null): string[] | null {
  if (!edit) return null;
  return applyEdit(labels, edit).segments.map(({ id, start, end, classId }) => `${id} ${start}-${end} ${classId}`);
}

describe('labelling', () => {
  const two = on(['a', 10, 20, 1], ['b', 30, 40, 2]);

  it.each([
    ['add in a free span', addSegment(two, { start: 50, end: 60 }, 1, 'n'), ['a 10-20 1', 'b 30-40 2', 'n 50-60 1']],
    ['add over an edge', addSegment(two, { start: 15, end: 35 }, 1, 'n'), ['a 10-20 1', 'n 20-30 1', 'b 30-40 2']],
    ['add where all is taken', addSegment(two, { start: 12, end: 18 }, 1, 'n'), null],
    ['add beyond the end', addSegment(two, { start: 95, end: 120 }, 1, 'n'), ['a 10-20 1', 'b 30-40 2', 'n 95-100 1']],
    ['delete', removeSegment(two, 'a'), ['b 30-40 2']],
    ['delete what is not there', removeSegment(two, 'z'), null],
    ['relabel', relabel(two, 'a', 2), ['a 10-20 2', 'b 30-40 2']],
    ['relabel as what it is', relabel(two, 'a', 1), null],
    ['move an end', moveEdge(two, 'a', 'end', 25), ['a 10-25 1', 'b 30-40 2']],
    ['move an end into the neighbour', moveEdge(two, 'a', 'end', 35), ['a 10-30 1', 'b 30-40 2']],
    ['move an end before its start', moveEdge(two, 'b', 'end', 5), ['a 10-20 1', 'b 30-31 2']],
    ['move a start before the video', moveEdge(two, 'a', 'start', -5), ['a 0-20 1', 'b 30-40 2']],
    ['move an edge to where it is', moveEdge(two, 'a', 'start', 10), null],
    ['extend to the next', extendToNeighbour(two, 'a', 'end'), ['a 10-30 1', 'b 30-40 2']],
    ['extend to the end', extendToNeighbour(two, 'b', 'end'), ['a 10-20 1', 'b 30-100 2']],
    ['extend back', extendToNeighbour(two, 'b', 'start'), ['a 10-20 1', 'b 20-40 2']],
    ['fill a gap', fillGap(two, 25), ['a 10-30 1', 'b 30-40 2']],
    ['fill where there is none', fillGap(two, 35), null],
    ['split', splitSegment(two, 'a', 13, 'n'), ['a 10-13 1', 'n 13-20 1', 'b 30-40 2']],
    ['split at an edge', splitSegment(two, 'a', 10, 'n'), null],
    ['merge with the next', mergeSegments(two, 'a', 1), ['a 10-40 1']],
    ['merge with the one before', mergeSegments(two, 'b', -1), ['b 10-40 2']],
    ['merge with none', mergeSegments(two, 'b', 1), null],
  ])('%s', (_, edit, expected) => {
    expect(after(two, edit)).toEqual(expected);
  });

  it('lets edges cross where a project allows overlap', () => {
    const free = { ...two, singleLabel: false };
    expect(after(free, moveEdge(free, 'a', 'end', 35))).toEqual(['a 10-35 1', 'b 30-40 2']);
    expect(after(free, addSegment(free, { start: 12, end: 18 }, 2, 'n'))).toContain('n 12-18 2');
  });

  it('names what was done after the class, and makes what it changes a person’s', () => {
    expect(moveEdge(two, 'b', 'end', 50)?.name).toBe('Move edge of “pour milk”');
    expect(relabel(two, 'a', 2)?.name).toBe('Call “cut onion” “pour milk”');
    expect(mergeSegments(two, 'a', 1)?.name).toBe('Merge “pour milk” with “cut onion”');
    const edit = moveEdge(two, 'b', 'end', 50) as AnnotationEdit;
    expect(applyEdit(two.labels, edit).segments.map(({ origin }) => origin)).toEqual(['import:x', 'human']);
  });

  it('keeps notes and origins where only a note changes', () => {
    const noted = annotate(two, 'a', 'blurred') as AnnotationEdit;
    expect(noted.segments[0]?.after).toMatchObject({ note: 'blurred', origin: 'import:x' });
    const again = { ...two, labels: applyEdit(two.labels, noted) };
    expect(annotate(again, 'a', '')?.segments[0]?.after).not.toHaveProperty('note');
  });

  it('paints whatever is free of a span, all of it where segments may overlap', () => {
    let fresh = 0;
    const id = () => `n${fresh++}`;
    expect(after(two, paintSpan(two, { start: 5, end: 50 }, 1, id))).toEqual([
      'n0 5-10 1',
      'a 10-20 1',
      'n1 20-30 1',
      'b 30-40 2',
      'n2 40-50 1',
    ]);
    expect(paintSpan(two, { start: 12, end: 18 }, 1, id)).toBeNull();
    const free = { ...two, singleLabel: false };
    expect(
      after(
        free,
        paintSpan(free, { start: 5, end: 50 }, 1, () => 'n'),
      ),
    ).toContain('n 5-50 1');
  });

  it('keeps reviewed spans apart and whole', () => {
    const marked = { ...two, labels: { ...two.labels, reviewed: [{ start: 0, end: 20 }] } };
    expect(review(marked, { start: 15, end: 30 }, true)?.reviewed?.after).toEqual([{ start: 0, end: 30 }]);
    expect(review(marked, { start: 5, end: 10 }, false)?.reviewed?.after).toEqual([
      { start: 0, end: 5 },
      { start: 10, end: 20 },
    ]);
    expect(review(marked, { start: 5, end: 10 }, true)).toBeNull();
  });

  it('of random hands never overlaps, never leaves the video, and is undone to the beginning', () => {
    const rng = new Rng(seed, 'hands');
    for (let trial = 0; trial < 40; trial++) {
      const first = on();
      let { labels } = first;
      const edits: AnnotationEdit[] = [];
      for (let i = 0; i < 60; i++) {
        const edit = randomHand({ ...first, labels }, rng, `n${i}`);
        if (!edit) continue;
        labels = applyEdit(labels, edit);
        edits.push(edit);
        let last = 0;
        for (const { start, end } of labels.segments) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(100);
      }
      for (const edit of edits.reverse()) labels = applyEdit(labels, invertEdit(edit));
      expect(labels).toEqual(first.labels);
    }
  });
});

function randomHand(on: Labelling, rng: Rng, fresh: string): AnnotationEdit | null {
  const { segments } = on.labels;
  const id = segments[rng.below(segments.length || 1)]?.id ?? '';
  const at = rng.below(110) - 5;
  const side = rng.below(2) === 0 ? 'start' : 'end';
  const hands = [
    () => addSegment(on, { start: at, end: at + rng.below(30) }, 1 + rng.below(2), fresh),
    () => removeSegment(on, id),
    () => relabel(on, id, 1 + rng.below(2)),
    () => moveEdge(on, id, side, at),
    () => extendToNeighbour(on, id, side),
    () => fillGap(on, at),
    () => splitSegment(on, id, at, fresh),
    () => mergeSegments(on, id, rng.below(2) === 0 ? 1 : -1),
    () => review(on, { start: at, end: at + 9 }, rng.below(2) === 0),
    () => annotate(on, id, `note ${at}`),
  ];
  return (hands[rng.below(hands.length)] as () => AnnotationEdit | null)();
}

describe('labelling in lanes', () => {
  const at = (id: string, start: number, end: number, lane?: number) => ({
    id,
    start,
    end,
    classId: 1,
    origin: 'import:x',
    ...(lane !== undefined && { lane }),
  });
  const left = { id: 3, name: 'left hand' };
  const labels: Annotation = {
    version: 1,
    video: 'v',
    timebase: 'frames',
    segments: [at('a', 10, 20), at('b', 15, 40, 3), at('c', 30, 50), at('d', 60, 70, 3)],
    reviewed: [],
  };
  const lanes: Labelling = { labels, end: 100, singleLabel: false, className, lane: 3 };
  const found = (edit: AnnotationEdit | null) =>
    edit && applyEdit(labels, edit).segments.map(({ id, start, end, lane = 0 }) => `${id} ${start}-${end} ${lane}`);

  it.each([
    ['a new segment is in the lane that is labelled', addSegment(lanes, { start: 1, end: 5 }, 1, 'n'), 'n 1-5 3'],
    ['so is what is painted', paintSpan(lanes, { start: 1, end: 5 }, 1, () => 'n'), 'n 1-5 3'],
    ['a gap of the lane is filled within it', fillGap(lanes, 45), 'b 15-60 3'],
    ['a segment is extended to its neighbour in the lane', extendToNeighbour(lanes, 'a', 'end'), 'a 10-30 0'],
    ['parts stay in the lane', splitSegment(lanes, 'b', 20, 'n'), 'n 20-40 3'],
    ['merging takes the next of the lane', mergeSegments(lanes, 'a', 1), 'a 10-50 0'],
    ['a segment is moved', changeLane(lanes, 'a', left), 'a 10-20 3'],
    ['and back to the default lane', changeLane(lanes, 'b', { id: 0, name: 'labels' }), 'b 15-40 0'],
    ['a copy has its own id', copyToLane(lanes, 'a', left, 'n'), 'n 10-20 3'],
  ])('%s', (_, edit, expected) => {
    expect(found(edit)).toContain(expected);
    expect(edit && applyEdit(applyEdit(labels, edit), invertEdit(edit))).toEqual(labels);
  });

  it('takes the neighbour of the lane away, not what lies between', () => {
    expect(found(mergeSegments(lanes, 'a', 1))).toEqual(['a 10-50 0', 'b 15-40 3', 'd 60-70 3']);
  });

  it('says where to', () => {
    expect(changeLane(lanes, 'a', left)?.name).toBe('Move “cut onion” to lane “left hand”');
    expect(copyToLane(lanes, 'a', left, 'n')?.name).toBe('Copy “cut onion” to lane “left hand”');
  });

  it('changes nothing where it is there already', () => {
    expect(changeLane(lanes, 'b', left)).toBeNull();
    const copied = applyEdit(labels, copyToLane(lanes, 'a', left, 'n') as AnnotationEdit);
    expect(copyToLane({ ...lanes, labels: copied }, 'a', left, 'o')).toBeNull();
  });
});
