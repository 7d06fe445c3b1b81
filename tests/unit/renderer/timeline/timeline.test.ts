import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gripAt, snapped } from '../../../../src-renderer/timeline/edges';
import { neighbour } from '../../../../src-renderer/timeline/lanes';
import { firstFrom, makeLane, segmentAt } from '../../../../src-renderer/timeline/painters/lane';
import { layoutRows, rowAt, rowsHeight, stackSegments } from '../../../../src-renderer/timeline/rows';
import { mostProbable } from '../../../../src-renderer/timeline/scores';
import {
  cancelled,
  type Grip,
  idle,
  type Pointer,
  pointerDown,
  pointerMove,
  pointerUp,
  type Request,
  type Tool,
  wheel,
} from '../../../../src-renderer/timeline/tools';
import { shownLength } from '../../../../src-renderer/timeline/tracks';

const segment = (start: number, end: number, id = `${start}`) => ({ id, start, end, classId: 1, name: 'cut onion' });
const spans = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 40 })), { maxLength: 40 })
  .map((pairs) => pairs.map(([start, length], i) => segment(start, start + length, `${i}`)));

describe('lanes', () => {
  it('finds the segment under a moment as a plain search would', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: -5, max: 260 }), (segments, moment) => {
        const { rows } = stackSegments(segments);
        const lane = makeLane(segments.filter((_s, i) => rows[i] === 0));
        const plain = lane.segments.find(({ start, end }) => moment >= start && moment < end) ?? null;
        expect(segmentAt(lane, moment)).toEqual(plain);
        const reaching = lane.segments.findIndex(({ end }) => end > moment);
        if (reaching >= 0) expect(firstFrom(lane, moment)).toBeLessThanOrEqual(reaching);
      }),
    );
  });

  it('stacks overlapping segments so that none of a level overlap, with as many levels as the deepest moment', () => {
    fc.assert(
      fc.property(spans, (segments) => {
        const { depth, rows } = stackSegments(segments);
        for (let level = 0; level < depth; level++) {
          const lane = makeLane(segments.filter((_s, i) => rows[i] === level)).segments;
          for (let i = 1; i < lane.length; i++) expect(lane[i]!.start).toBeGreaterThanOrEqual(lane[i - 1]!.end);
        }
        const deepest = Math.max(
          1,
          ...segments.map((a) => segments.filter((b) => b.start <= a.start && b.end > a.start).length),
        );
        expect(depth).toBe(deepest);
      }),
    );
  });

  it('owns a shared boundary by the later segment', () => {
    const lane = makeLane([segment(0, 5, 'a'), segment(5, 9, 'b')]);
    expect(segmentAt(lane, 5)?.id).toBe('b');
    expect(segmentAt(lane, 9)).toBeNull();
  });
});

describe('the neighbour', () => {
  const segments = [segment(0, 5, 'a'), segment(6, 9, 'b'), segment(9, 12, 'c')];
  const of = (chosen: number | null, seconds: number, by: 1 | -1) =>
    neighbour(segments, chosen === null ? null : segments[chosen]!, seconds, by)?.id;

  it('of a chosen segment is the next one, wherever the playhead is, and none at the ends', () => {
    expect([of(0, 99, 1), of(2, 0, -1), of(2, 0, 1), of(0, 0, -1)]).toEqual(['b', 'b', undefined, undefined]);
  });

  it('without a choice is the one at the playhead or next to come, and backwards the one before that', () => {
    expect([of(null, 5.5, 1), of(null, 7, 1), of(null, 20, 1)]).toEqual(['b', 'b', undefined]);
    expect([of(null, 5.5, -1), of(null, 0, -1), of(null, 20, -1)]).toEqual(['a', undefined, 'c']);
  });
});

describe('the length that is shown', () => {
  it('is that of the video where the last step of a run ends later, so that nothing is left to review there', () => {
    expect(shownLength(42.88, [{ steps: 172, rate: 4 }])).toBe(42.88);
    expect(shownLength(0, [{ steps: 172, rate: 4 }])).toBe(42.75);
  });
});

describe('rows', () => {
  const asTheyCome = { order: [], collapsed: [], hidden: [], pinned: null };
  const lane = (run: string, hasScores: boolean) => ({ run, rate: 4, steps: 10, hasScores, segments: [] });

  it('follow each other without gaps, scores under their run', () => {
    const rows = layoutRows({
      ...asTheyCome,
      hasVideo: true,
      truth: [{ id: 0, depth: 2 }],
      annotators: [{ name: 'mira', lane: null, depth: 1 }],
      lanes: [lane('a', true), lane('b', false)],
      classes: 18,
      scoresOf: 'a',
      withSound: true,
      room: 'wide',
    });
    expect(rows.map((row) => row.key)).toEqual([
      'pictures',
      'truth',
      'reviewed',
      'annotator:mira',
      'run:a',
      'scores:a',
      'entropy:a',
      'run:b',
      'sound',
    ]);
    rows.slice(1).forEach((row, i) => expect(row.top).toBe(rows[i]!.top + rows[i]!.height));
    expect(rows[1]!.height).toBe(72);
    expect(rows[5]!.height).toBe(18 * 4 + 2);
    expect(rowAt(rows, rows[4]!.top)?.key).toBe('run:a');
    expect(rowAt(rows, rowsHeight(rows))).toBeNull();
  });

  it('have no scores for a run with labels only, and no pictures and no sound without a video', () => {
    const rows = layoutRows({
      ...asTheyCome,
      hasVideo: false,
      truth: [{ id: 0, depth: 1 }],
      annotators: [],
      lanes: [lane('b', false)],
      classes: 18,
      scoresOf: 'b',
      withSound: true,
      room: 'wide',
    });
    expect(rows.map((row) => row.kind)).toEqual(['truth', 'reviewed', 'run']);
  });

  it('leave room for truth and a run in small windows: smaller pictures, of scores one row', () => {
    const rows = layoutRows({
      ...asTheyCome,
      hasVideo: true,
      truth: [{ id: 0, depth: 1 }],
      annotators: [],
      lanes: [lane('a', true)],
      classes: 18,
      scoresOf: 'a',
      withSound: false,
      room: 'narrow',
    });
    expect(rows.map((row) => row.key)).toEqual(['pictures', 'truth', 'reviewed', 'run:a', 'best:a', 'entropy:a']);
    expect(rows[0]!.height).toBe(34);
    expect(rows[4]!.height).toBe(24);
  });

  const several = {
    ...asTheyCome,
    hasVideo: true,
    truth: [
      { id: 2, depth: 1 },
      { id: 0, depth: 1 },
    ],
    annotators: [],
    lanes: [lane('a', true), lane('b', false)],
    classes: 18,
    scoresOf: 'a',
    withSound: false,
    room: 'wide' as const,
  };
  const keys = (input: Partial<typeof several>) => layoutRows({ ...several, ...input } as never).map(({ key }) => key);

  it('are one for each lane of the truth, in its order', () => {
    expect(keys({})).toEqual(['pictures', 'truth:2', 'truth', 'reviewed', 'run:a', 'scores:a', 'entropy:a', 'run:b']);
  });

  it('stand where they were put; what is new follows the row that it follows otherwise', () => {
    const order = ['run:b', 'scores:a', 'truth', 'pictures', 'truth:2', 'run:gone'];
    expect(keys({ order: order as never })).toEqual([
      'run:b',
      'scores:a',
      'entropy:a',
      'truth:2',
      'pictures',
      'truth',
      'reviewed',
      'run:a',
    ]);
  });

  it('of a pinned run come before those of the other runs', () => {
    const order = ['pictures', 'truth:2', 'truth', 'reviewed', 'run:b', 'run:a'];
    const expected = ['pictures', 'truth:2', 'truth', 'reviewed', 'run:a', 'scores:a', 'entropy:a', 'run:b'];
    expect(keys({ order: order as never, pinned: 'a' as never })).toEqual(expected);
  });

  it('take 12 pixels where they are collapsed', () => {
    const rows = layoutRows({ ...several, collapsed: ['truth', 'scores:a'] });
    expect(rows.filter(({ collapsed }) => collapsed).map(({ key, height }) => [key, height])).toEqual([
      ['truth', 12],
      ['scores:a', 12],
    ]);
    rows.slice(1).forEach((row, i) => expect(row.top).toBe(rows[i]!.top + rows[i]!.height));
  });

  it('leave out the hidden ones, and are one for each lane of an annotator', () => {
    const annotators = [
      { name: 'mira', lane: 0, depth: 1 },
      { name: 'mira', lane: 2, depth: 2 },
    ];
    const rows = layoutRows({ ...several, annotators, hidden: ['truth', 'annotator:mira 0'] });
    expect(rows.map(({ key }) => key).slice(0, 4)).toEqual(['pictures', 'truth:2', 'reviewed', 'annotator:mira 2']);
    expect(rows[3]).toMatchObject({ annotator: 'mira', theirLane: 2, lane: null });
    rows.slice(1).forEach((row, i) => expect(row.top).toBe(rows[i]!.top + rows[i]!.height));
  });

  it('show the most probable classes where there are too many, in class order', () => {
    const sums = new Float64Array(30);
    for (const column of [29, 3, 17]) sums[column] = 200;
    const shown = mostProbable(sums);
    expect(shown).toHaveLength(24);
    expect(shown).toEqual(expect.arrayContaining([3, 17, 29]));
    expect(shown.slice().sort((a, b) => a - b)).toEqual(shown);
  });
});

/** A headless pointer: the same verbs as a hand. */
class TestPointer {
  tool: Tool = idle;
  readonly requests: Request[] = [];
  private take([tool, request]: [Tool, Request]): this {
    this.tool = tool;
    if (request.kind !== 'none') this.requests.push(request);
    return this;
  }
  down(x: number, options: Partial<Pointer> = {}): this {
    const usual = { y: 0, button: 'primary', onRuler: false, grip: null, segment: null } as const;
    return this.take(pointerDown({ ...usual, ...options, x }));
  }
  escape(): this {
    return this.take(cancelled(this.tool));
  }
  move(x: number, y = 0): this {
    return this.take(pointerMove(this.tool, { x, y }));
  }
  up(x: number, y = 0): this {
    return this.take(pointerUp(this.tool, { x, y }));
  }
}

describe('gestures', () => {
  it('a click seeks exactly where it was, even with a trembling hand', () => {
    const pointer = new TestPointer().down(100).move(102).up(102);
    expect(pointer.requests).toEqual([{ kind: 'seek', x: 102 }]);
    expect(pointer.tool).toBe(idle);
  });

  it('a drag pans by what the pointer moved and does not seek at its end', () => {
    const pointer = new TestPointer().down(100).move(90).move(70).up(70);
    expect(pointer.requests).toEqual([
      { kind: 'pan', pixels: 10 },
      { kind: 'pan', pixels: 20 },
    ]);
  });

  it('the ruler scrubs from the first press, the middle button pans', () => {
    expect(new TestPointer().down(10, { onRuler: true }).move(30).up(30).requests).toEqual([
      { kind: 'seek', x: 10 },
      { kind: 'seek', x: 30 },
    ]);
    expect(new TestPointer().down(10, { button: 'middle' }).move(12).up(12).requests).toEqual([
      { kind: 'pan', pixels: -2 },
    ]);
  });

  it('an edge is dragged and dropped, goes back on Escape, and a press without a drag chooses it', () => {
    const grip: Grip = { segment: 'a', side: 'end', offset: 2, playhead: 7 };
    expect(new TestPointer().down(10, { grip }).move(30).up(31).requests).toEqual([
      { kind: 'drag', grip, x: 32 },
      { kind: 'drop', grip, x: 33 },
    ]);
    expect(new TestPointer().down(10, { grip }).move(30).escape().up(40).requests).toEqual([
      { kind: 'drag', grip, x: 32 },
      { kind: 'letGo', playhead: 7 },
    ]);
    expect(new TestPointer().down(10, { grip }).up(10).requests).toEqual([{ kind: 'take', grip }]);
  });

  it('a trembling hand moves no edge; once it is dragged it can come back to where it was', () => {
    const grip: Grip = { segment: 'a', side: 'end', offset: 0, playhead: 7 };
    expect(new TestPointer().down(10, { grip }).move(13).move(8).up(8).requests).toEqual([{ kind: 'take', grip }]);
    expect(new TestPointer().down(10, { grip }).move(16).move(11).up(11).requests).toEqual([
      { kind: 'drag', grip, x: 16 },
      { kind: 'drag', grip, x: 11 },
      { kind: 'drop', grip, x: 11 },
    ]);
  });

  it('a segment that is dragged up or down is carried, sideways it pans, and on Escape it goes back', () => {
    const segment = 'a';
    expect(new TestPointer().down(10, { segment }).move(12, 9).move(40, 50).up(40, 52).requests).toEqual([
      { kind: 'carry', segment, y: 9 },
      { kind: 'carry', segment, y: 50 },
      { kind: 'putDown', segment, y: 52 },
    ]);
    expect(new TestPointer().down(10, { segment }).move(30, 9).move(30, 60).up(30, 60).requests).toEqual([
      { kind: 'pan', pixels: -20 },
      { kind: 'pan', pixels: 0 },
    ]);
    expect(new TestPointer().down(10, { segment }).move(10, 30).escape().up(10, 30).requests).toEqual([
      { kind: 'carry', segment, y: 30 },
      { kind: 'letGo', playhead: null },
    ]);
    expect(new TestPointer().down(10).move(10, 30).up(10, 30).requests).toEqual([{ kind: 'seek', x: 10 }]);
  });

  it('edges are taken within 6 pixels, of two that touch the one whose inside the pointer is in', () => {
    const view = { visible: { start: 0, end: 10 }, width: 100, duration: 10 };
    const segment = (id: string, start: number, end: number) => ({ id, start, end, classId: 1, name: id });
    const lane = [segment('a', 2, 4), segment('b', 4, 6)];
    expect(gripAt(lane, view, 39)).toEqual({ segment: 'a', side: 'end', offset: 1 });
    expect(gripAt(lane, view, 41)).toEqual({ segment: 'b', side: 'start', offset: -1 });
    expect(gripAt(lane, view, 14.5)).toEqual({ segment: 'a', side: 'start', offset: 5.5 });
    expect(gripAt(lane, view, 13)).toBeNull();
    expect(gripAt(lane, view, 50)).toBeNull();
  });

  it('an edge snaps to the nearest moment within 8 pixels, else lies where the pointer is', () => {
    const view = { visible: { start: 0, end: 10 }, width: 100, duration: 10 };
    const targets = [1, 4, 5].map((seconds) => ({ seconds, name: `at ${seconds}` }));
    expect(snapped(view, 47, targets)).toEqual({ seconds: 5, name: 'at 5' });
    expect(snapped(view, 44, targets)).toEqual({ seconds: 4, name: 'at 4' });
    expect(snapped(view, 30, targets)).toEqual({ seconds: 3, name: null });
  });

  it('moving without a press asks for nothing', () => {
    expect(new TestPointer().move(5).move(50).requests).toEqual([]);
  });

  it('wheels scroll lanes, zoom with Ctrl, and pan with Shift or sideways', () => {
    const turn = (over: object) => wheel({ deltaX: 0, deltaY: 100, ctrlKey: false, shiftKey: false, ...over });
    expect(turn({})).toBeNull();
    expect(turn({ ctrlKey: true })).toMatchObject({ kind: 'zoom', factor: expect.closeTo(0.717, 3) });
    expect(turn({ ctrlKey: true, deltaY: -100 })).toMatchObject({ kind: 'zoom', factor: expect.closeTo(1.396, 3) });
    expect(turn({ shiftKey: true })).toEqual({ kind: 'pan', pixels: 100 });
    expect(turn({ deltaX: 200 })).toEqual({ kind: 'pan', pixels: 200 });
  });
});
