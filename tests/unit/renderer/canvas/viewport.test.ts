import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortenings, fittingLabel } from '../../../../src-main/common/figures/shorten';
import { tickLabel, ticks } from '../../../../src-renderer/canvas/ticks';
import {
  clamped,
  following,
  panned,
  toSeconds,
  toX,
  type Viewport,
  zoomedAt,
} from '../../../../src-renderer/canvas/viewport';

const view: Viewport = { visible: { start: 10, end: 30 }, width: 1000, duration: 60 };
const views = fc
  .record({ start: fc.double({ min: 0, max: 50, noNaN: true }), length: fc.double({ min: 0.1, max: 9, noNaN: true }) })
  .map(({ start, length }): Viewport => ({ visible: { start, end: start + length }, width: 800, duration: 60 }));

describe('viewport', () => {
  it('maps time to pixels and back', () => {
    expect(toX(view, 20)).toBe(500);
    fc.assert(
      fc.property(views, fc.double({ min: 0, max: 800, noNaN: true }), (v, x) => {
        expect(toX(v, toSeconds(v, x))).toBeCloseTo(x, 6);
      }),
    );
  });

  it('keeps the moment under the pointer where it is while zooming, away from the ends', () => {
    const zoomed = zoomedAt(view, 250, 2);
    expect(zoomed.end - zoomed.start).toBeCloseTo(10, 9);
    expect(toSeconds({ ...view, visible: zoomed }, 250)).toBeCloseTo(toSeconds(view, 250), 9);
  });

  it('never leaves the video, whatever is asked', () => {
    const factors = fc.double({ min: 0.001, max: 1000, noNaN: true });
    fc.assert(
      fc.property(
        views,
        fc.double({ min: 0, max: 800, noNaN: true }),
        factors,
        fc.double({ min: -1e5, max: 1e5, noNaN: true }),
        (v, x, factor, pixels) => {
          for (const span of [zoomedAt(v, x, factor), panned(v, pixels)]) {
            expect(span.start).toBeGreaterThanOrEqual(0);
            expect(span.end).toBeLessThanOrEqual(60 + 1e-9);
            expect(span.end - span.start).toBeGreaterThanOrEqual(0.05 - 1e-9);
          }
        },
      ),
    );
    expect(clamped({ start: -5, end: 200 }, 60)).toEqual({ start: 0, end: 60 });
  });

  it('turns a page when the playhead leaves, and not before', () => {
    expect(following(view, 29.9)).toBe(view.visible);
    expect(following(view, 31)).toEqual({ start: 29, end: 49 });
    expect(following(view, 5)).toEqual({ start: 3, end: 23 });
  });
});

describe('ticks', () => {
  it('has labels at least 64 px apart at every zoom', () => {
    for (const length of [0.5, 3, 20, 100, 1000, 12_000]) {
      const labelled = ticks({ visible: { start: 0, end: length }, width: 900, duration: length }).filter(
        (tick) => tick.label !== null,
      );
      expect(labelled.length).toBeGreaterThan(1);
      for (let i = 1; i < labelled.length; i++)
        expect(labelled[i]!.x - labelled[i - 1]!.x).toBeGreaterThanOrEqual(63.999);
    }
  });

  it('marks every frame where frames are at least 8 px wide, at the times they have', () => {
    const clock = { times: Float64Array.from([5, 5.1, 5.25, 5.3, 5.4]), end: 5.5 };
    const near = { visible: { start: 0, end: 0.5 }, width: 50, duration: 0.5 };
    expect(ticks(near, clock).map(({ x, label }) => [Math.round(x), label])).toEqual([
      [0, 'f 0'],
      [10, null],
      [25, null],
      [30, null],
      [40, null],
    ]);
    expect(ticks({ ...near, width: 35 }, clock).some(({ label }) => label?.startsWith('f'))).toBe(false);
    expect(ticks({ ...near, width: 650 }, clock).every(({ label }) => label?.startsWith('f'))).toBe(true);
  });

  it('writes minutes, tenths and hours where they are needed', () => {
    expect(tickLabel(65, 5)).toBe('01:05');
    expect(tickLabel(65.2, 0.2)).toBe('01:05.2');
    expect(tickLabel(3725, 60)).toBe('1:02:05');
  });
});

describe('labels in segments', () => {
  it('shorten by whole words and never cut one', () => {
    expect(shortenings('cut onion')).toEqual(['cut onion', 'c. onion', 'onion']);
    const measure = (text: string) => text.length * 6;
    expect(fittingLabel('cut onion', 54, measure)).toBe('cut onion');
    expect(fittingLabel('cut onion', 50, measure)).toBe('c. onion');
    expect(fittingLabel('cut onion', 30, measure)).toBe('onion');
    expect(fittingLabel('cut onion', 29, measure)).toBeNull();
  });
});
