import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subtractSpans } from '../../../../src-main/common/domain/span';
import type { FrameClock } from '../../../../src-main/common/domain/video';
import { converter, endOf, onFrames, type Timebase } from '../../../../src-main/data/merge/times';

/** Five frames from 0.5 s, with a gap: shown at 0.5, 0.6, 0.7, 1.5, 1.6 s, ending at 1.7 s. */
const clock: FrameClock = { times: Float64Array.of(0.5, 0.6, 0.7, 1.5, 1.6), end: 1.7 };
const seconds: Timebase = { unit: 'seconds', rate: null };
const frames: Timebase = { unit: 'frames', rate: null };
const rows: Timebase = { unit: 'steps', rate: null };
const steps = (rate: number): Timebase => ({ unit: 'steps', rate });

describe('time bases', () => {
  it.each([
    [0, 0],
    [0.1, 1],
    [0.14, 1],
    [0.59, 2],
    [0.61, 3],
    [1.1, 4],
    [1.2, 5],
    [9, 5],
  ])('puts %f s from the first frame at boundary %i', (at, boundary) => {
    expect(converter(seconds, frames, clock)?.(at)).toBe(boundary);
  });

  it('gives a tie to the earlier boundary', () => {
    const even: FrameClock = { times: Float64Array.of(0, 1, 2), end: 3 };
    expect(converter(seconds, frames, even)?.(0.5)).toBe(0);
  });

  it('turns steps into seconds, other steps and frames', () => {
    expect(converter(steps(4), seconds, null)?.(6)).toBe(1.5);
    expect(converter(steps(4), steps(2), null)?.(6)).toBe(3);
    expect(converter(steps(10), frames, clock)?.(1)).toBe(1);
    expect(converter(rows, frames, clock)?.(3)).toBe(3);
  });

  it('knows what cannot be compared without a video', () => {
    expect(converter(rows, seconds, null)).toBeNull();
    expect(converter(seconds, rows, null)).toBeNull();
    expect(converter(frames, seconds, clock)).toBeNull();
  });

  it('ends with the video', () => {
    expect(endOf(seconds, 1.2, clock)).toBe(1.2);
    expect(endOf(steps(4), 1.2, clock)).toBe(5);
    expect(endOf(rows, 1.2, clock)).toBe(5);
    expect(endOf(seconds, null, null)).toBe(Infinity);
  });
});

describe('labels whose video was found', () => {
  const labels = (start: number, end: number) => ({
    version: 1 as const,
    video: 'a',
    timebase: 'seconds' as const,
    segments: [{ id: 's1', start, end, classId: 1, origin: 'human' }],
    reviewed: [{ start: 0, end: 1.2 }],
  });

  it('move to frames', () => {
    const moved = onFrames(labels(0.1, 1.1), clock);
    expect(moved).toMatchObject({
      timebase: 'frames',
      segments: [{ start: 1, end: 4 }],
      reviewed: [{ start: 0, end: 5 }],
    });
  });

  it('keep at least one frame, and are clipped at the end', () => {
    expect(onFrames(labels(0.11, 0.12), clock)?.segments[0]).toMatchObject({ start: 1, end: 2 });
    expect(onFrames(labels(1.1, 7), clock)?.segments[0]).toMatchObject({ start: 4, end: 5 });
    expect(onFrames(labels(1.19, 7), clock)?.segments[0]).toMatchObject({ start: 4, end: 5 });
  });

  it('are not those of a shorter video', () => {
    expect(onFrames(labels(1.3, 2), clock)).toBeNull();
  });
});

describe('taking spans out of spans', () => {
  it('leaves what is in none of the holes', () => {
    const spans = [
      { start: 0, end: 10 },
      { start: 20, end: 30 },
    ];
    const holes = [
      { start: 2, end: 3 },
      { start: 9, end: 22 },
      { start: 40, end: 50 },
    ];
    expect(subtractSpans(spans, holes)).toEqual([
      { start: 0, end: 2 },
      { start: 3, end: 9 },
      { start: 22, end: 30 },
    ]);
    expect(subtractSpans(spans, [{ start: 0, end: 40 }])).toEqual([]);
  });

  it('less others are the positions of one and not of the other', () => {
    const span = fc.tuple(fc.nat(40), fc.nat(8)).map(([start, length]) => ({ start, end: start + length }));
    const positions = (list: { start: number; end: number }[]) =>
      new Set(list.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)));
    fc.assert(
      fc.property(fc.array(span), fc.array(span), (spans, holes) => {
        const left = subtractSpans(spans, holes);
        const cut = positions(holes);
        const expected = [...positions(spans)].filter((position) => !cut.has(position));
        expect([...positions(left)]).toEqual(expected.sort((a, b) => a - b));
      }),
      { seed: 7 },
    );
  });
});
