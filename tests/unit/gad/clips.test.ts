import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClipRule, type ClipVideo, clipSteps, clipWindows, thinnedClip } from '../../../src-main/gad/clips';

const video: ClipVideo = {
  id: 'v',
  steps: 20,
  segments: [
    { start: 1, end: 4, classIndex: 2 },
    { start: 4.6, end: 9, classIndex: 0 },
    { start: 10, end: 10.2, classIndex: 0 },
    { start: 12, end: 18, classIndex: 1 },
  ],
  task: 'make tea',
  taskIndex: 3,
};
const rule = (task: ClipRule['task'], own: Partial<ClipRule> = {}): ClipRule => ({
  task,
  most: 64,
  official: null,
  ...own,
});
const spans = (windows: ReturnType<typeof clipWindows>) =>
  windows.map(({ steps, label }) => [steps[0], steps[steps.length - 1], label]);

describe('clips', () => {
  it('of step recognition are the segments, with their class', () => {
    expect(spans(clipWindows(video, rule('step recognition')))).toEqual([
      [1, 3, 2],
      [5, 8, 0],
      [10, 10, 0],
      [12, 17, 1],
    ]);
  });

  it('of step prediction are the segments that another follows, with the class of that one', () => {
    expect(spans(clipWindows(video, rule('step prediction')))).toEqual([
      [1, 3, 0],
      [5, 8, 0],
      [10, 10, 1],
    ]);
  });

  it('of task recognition are whole videos whose task is known', () => {
    expect(spans(clipWindows(video, rule('task recognition')))).toEqual([[0, 19, 3]]);
    expect(clipWindows({ ...video, taskIndex: -1 }, rule('task recognition'))).toEqual([]);
    expect(spans(clipWindows(video, rule('task recognition', { official: 'even' })))).toEqual([[1, 18, 3]]);
  });

  it('are told what happens around the named segment, where it is something else, and the task', () => {
    const told = clipWindows(video, rule('step recognition')).map(({ previous, earlier, future, task }) => ({
      previous,
      earlier,
      future,
      task,
    }));
    expect(told).toEqual([
      { previous: -1, earlier: [], future: 0, task: 'make tea' },
      { previous: 2, earlier: [2], future: 1, task: 'make tea' },
      { previous: 2, earlier: [2], future: 1, task: 'make tea' },
      { previous: 0, earlier: [2, 0], future: -1, task: 'make tea' },
    ]);
    const predicted = clipWindows(video, rule('step prediction'));
    expect(predicted.map((window) => window.previous)).toEqual([2, 2, 0]);
  });

  it('have a step, lie in the video and are covered by their segment at their middles', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 60, noNaN: true }),
        fc.double({ min: 0.01, max: 30, noNaN: true }),
        fc.boolean(),
        (steps, start, length, official) => {
          const clip = clipSteps({ start, end: start + length }, steps, official);
          expect(clip.start).toBeGreaterThanOrEqual(0);
          expect(clip.end).toBeGreaterThan(clip.start);
          expect(clip.end).toBeLessThanOrEqual(steps);
          if (official || clip.end - clip.start === 1) return;
          expect(clip.start + 0.5).toBeGreaterThanOrEqual(start - 1e-6);
          expect(clip.end - 0.5).toBeLessThan(start + length + 1e-6);
        },
      ),
    );
  });

  it('that are long keep their first and last step and are evenly spaced', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 1, max: 200 }), (most, count) => {
        const steps = [...thinnedClip({ start: 7, end: 7 + count }, { most, official: null })];
        expect(steps).toHaveLength(Math.min(most, count));
        expect([steps[0], steps.at(-1)]).toEqual([7, 6 + count]);
        const gaps = steps.slice(1).map((step, i) => step - steps[i]!);
        if (gaps.length > 0) expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('of which the published code sees nothing are left out', () => {
    const few = rule('step recognition', { most: 3, official: 'none' });
    // By the published rule the segments have 4, 5, 2 and 7 frames.
    expect(spans(clipWindows(video, few))).toEqual([[10, 11, 0]]);
  });
});
