import { describe, expect, it } from 'vitest';
import { Annotation } from '../../../src-main/common/domain/annotation';
import { stepTruth } from '../../../src-main/features/stepLabels';

type Row = [start: number, end: number, classId: number];

function annotation(timebase: Annotation['timebase'], rows: Row[], more: Partial<Annotation> = {}): Annotation {
  const segments = rows.map(([start, end, classId], i) => ({ id: `s${i}`, start, end, classId, origin: 'human' }));
  return Annotation.parse({ version: 1, video: 'v', timebase, segments, reviewed: [{ start: 0, end: 1e9 }], ...more });
}

const same = (classId: number): number => classId;

describe('stepTruth', () => {
  it('gives a step the class that covers its middle', () => {
    // Rate 1: middles at 0.5, 1.5, 2.5, 3.5. [0.5, 2.5) covers the first two, its end is exclusive.
    const truth = stepTruth(annotation('seconds', [[0.5, 2.5, 3]]), null, 1, 4, same);
    expect([...truth.labels]).toEqual([3, 3, 0, 0]);
    expect(truth.spans).toEqual([{ start: 0, end: 2, classIndex: 3 }]);
  });

  it('takes the smallest index where classes overlap and keeps both spans', () => {
    const rows: Row[] = [
      [0, 3, 5],
      [2, 4, 2],
    ];
    const truth = stepTruth(annotation('seconds', rows), null, 1, 5, same);
    expect([...truth.labels]).toEqual([5, 5, 2, 2, 0]);
    expect(truth.spans.map((s) => s.classIndex)).toEqual([5, 2]);
  });

  it('reads all lanes as one: a class that shares time in two lanes is one span', () => {
    const segments = [
      { id: 'a', start: 0, end: 3, classId: 5, origin: 'human' },
      { id: 'b', start: 2, end: 4, classId: 5, origin: 'human', lane: 1 },
      { id: 'c', start: 1, end: 2, classId: 2, origin: 'human', lane: 1 },
    ];
    const truth = stepTruth(annotation('seconds', [], { segments }), null, 1, 5, same);
    expect([...truth.labels]).toEqual([5, 2, 5, 5, 0]);
    expect(truth.spans).toEqual([
      { start: 0, end: 4, classIndex: 5 },
      { start: 1, end: 2, classIndex: 2 },
    ]);
  });

  it('maps class ids to indices, and refuses one without', () => {
    const indices = new Map([[70, 1]]);
    const truth = stepTruth(annotation('seconds', [[0, 1, 70]]), null, 1, 1, (id) => indices.get(id));
    expect([...truth.labels]).toEqual([1]);
    expect(() => stepTruth(annotation('seconds', [[0, 1, 9]]), null, 1, 1, (id) => indices.get(id))).toThrow(
      'Invalid labels of video v: class 9 is not in the list of classes.',
    );
  });

  it('is not moved by float dust', () => {
    // 0.14 s at 25 steps a second is 3.5 steps, in floats 3.5000000000000004: the middle of step 3, which is covered.
    const truth = stepTruth(annotation('seconds', [[0.14, 0.22, 1]]), null, 25, 7, same);
    expect([...truth.labels]).toEqual([0, 0, 0, 1, 1, 0, 0]);
  });

  it('converts steps of another rate', () => {
    const truth = stepTruth(annotation('steps', [[2, 6, 1]], { rate: 4 }), null, 2, 4, same);
    expect([...truth.labels]).toEqual([0, 1, 1, 0]);
  });

  it('takes the times of frames from the clock, counted from its first frame', () => {
    // Four frames of uneven length, first shown at 10 s: boundaries at 0, 0.2, 1.4, 2, 3 seconds.
    const clock = { times: Float64Array.of(10, 10.2, 11.4, 12), end: 13 };
    const truth = stepTruth(annotation('frames', [[1, 3, 1]]), clock, 1, 3, same);
    expect([...truth.labels]).toEqual([1, 1, 0]);
    expect([...stepTruth(annotation('frames', [[2, 4, 1]]), clock, 1, 3, same).labels]).toEqual([0, 1, 1]);
    expect(() => stepTruth(annotation('frames', []), null, 1, 3, same)).toThrow('Missing frame times of video v');
  });

  it('marks reviewed the steps whose middle lies in a reviewed span', () => {
    const reviewed = [
      { start: 0, end: 1 },
      { start: 2.5, end: 9 },
    ];
    const truth = stepTruth(annotation('seconds', [], { reviewed }), null, 1, 4, same);
    expect([...truth.reviewed]).toEqual([1, 0, 1, 1]);
  });

  it('cuts segments to the track and drops those that cover no middle', () => {
    const rows: Row[] = [
      [-2, 1, 1],
      [1.6, 2.4, 2],
      [3, 99, 3],
    ];
    const truth = stepTruth(annotation('seconds', rows), null, 1, 5, same);
    expect([...truth.labels]).toEqual([1, 0, 0, 3, 3]);
    expect(truth.spans.map((s) => s.classIndex)).toEqual([1, 3]);
  });
});
