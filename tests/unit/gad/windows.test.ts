import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochOffset, streamingWindow, trainingWindows, type WindowSpec } from '../../../src-main/gad/windows';

const plain: WindowSpec = { short: 4, long: 6, shortEvery: 1, longEvery: 1, stride: 1, official: false };
const specs = fc.record({
  short: fc.integer({ min: 1, max: 40 }),
  long: fc.integer({ min: 0, max: 60 }),
  shortEvery: fc.integer({ min: 1, max: 7 }),
  longEvery: fc.integer({ min: 1, max: 7 }),
  stride: fc.integer({ min: 1, max: 9 }),
  official: fc.boolean(),
});
const labelLists = fc
  .array(fc.integer({ min: -1, max: 5 }), { minLength: 1, maxLength: 80 })
  .map((l) => Int32Array.from(l));
const seed = 20_260_301;

describe('training windows', () => {
  it('classify every known step exactly once at stride 1', () => {
    fc.assert(
      fc.property(specs, labelLists, (spec, labels) => {
        const windows = trainingWindows('v', labels, { ...spec, stride: 1, official: false }, 0);
        const known = [...labels.keys()].filter((step) => labels[step]! >= 0);
        expect(windows.map((w) => w.target)).toEqual(known);
        expect(windows.map((w) => w.label)).toEqual(known.map((step) => labels[step]));
      }),
      { seed, verbose: true },
    );
  });

  it('over all offsets of a stride classify every step exactly once', () => {
    fc.assert(
      fc.property(specs, fc.integer({ min: 1, max: 80 }), (spec, count) => {
        const offsets = Array.from({ length: spec.stride }, (_, offset) => offset);
        const labels = new Int32Array(count);
        const targets = offsets.flatMap((o) =>
          trainingWindows('v', labels, { ...spec, official: false }, o).map((w) => w.target),
        );
        expect(targets.sort((a, b) => a - b)).toEqual([...labels.keys()]);
      }),
      { seed, verbose: true },
    );
  });

  it('see ascending steps that end with the classified one, none outside the video', () => {
    fc.assert(
      fc.property(specs, labelLists, fc.nat(10), (spec, labels, offset) => {
        for (const { steps, target } of trainingWindows('v', labels, spec, offset)) {
          expect(steps[steps.length - 1]).toBe(target);
          expect(steps[0]).toBeGreaterThanOrEqual(0);
          expect(target).toBeLessThan(labels.length);
          for (let i = 1; i < steps.length; i++) expect(steps[i]!).toBeGreaterThan(steps[i - 1]!);
        }
      }),
      { seed, verbose: true },
    );
  });

  it('never classify a step that was not reviewed', () => {
    const labels = Int32Array.of(0, 0, -1, -1, 3, 3, -1);
    expect(trainingWindows('v', labels, plain, 0).map((w) => w.target)).toEqual([0, 1, 4, 5]);
  });

  it('take the short part backwards from the classified step, the long part before it', () => {
    const window = streamingWindow('v', 12, { ...plain, short: 5, shortEvery: 2, long: 6, longEvery: 3 });
    expect([...window.steps]).toEqual([2, 5, 8, 10, 12]);
  });

  it('with the official rule leave out the last step and give the first twice', () => {
    const targets = trainingWindows('v', new Int32Array(4), { ...plain, official: true }, 0).map((w) => w.target);
    expect(targets).toEqual([0, 0, 1, 2]);
  });
});

describe('streaming windows', () => {
  it('never see a later step', () => {
    fc.assert(
      fc.property(specs, fc.nat(200), (spec, step) => {
        expect(Math.max(...streamingWindow('v', step, spec).steps)).toBeLessThanOrEqual(step);
      }),
      { seed, verbose: true },
    );
  });

  it('end with the step they classify', () => {
    fc.assert(
      fc.property(specs, fc.nat(200), (spec, step) => {
        const { steps } = streamingWindow('v', step, { ...spec, official: false });
        expect(steps[steps.length - 1]).toBe(step);
      }),
      { seed, verbose: true },
    );
  });
});

describe('the context of a window', () => {
  /** Of the window that classifies a step, its long part left out of the context. */
  const contextAt = (labels: number[], target: number, short = 8) => {
    const spec = { ...plain, short, long: 4 };
    const window = trainingWindows('v', Int32Array.from(labels), spec, 0).find((one) => one.target === target)!;
    return [window.previous, window.earlier, window.future];
  };

  it('has as previous action the last class to appear for the first time, so B for A B A C', () => {
    expect(contextAt([1, 1, 2, 1, 3], 4)).toEqual([2, [1, 2], -1]);
  });
  it('tells neither background, nor unknown, nor the current action', () => {
    expect(contextAt([0, -1, 4, 4, -1, 0, 4], 3)).toEqual([-1, [], -1]);
    expect(contextAt([2, 0, -1, 4], 3)).toEqual([2, [2], -1]);
  });
  it('looks back only over the short part, and forward over the whole video', () => {
    expect(contextAt([5, 2, 4, 4, 0, 4, 0, 0, 0, 3], 3, 3)).toEqual([2, [2], 3]);
  });
  it('is unknown at inference', () => {
    expect(streamingWindow('v', 3, plain)).toMatchObject({ label: -1, previous: -1 });
    expect(Object.keys(streamingWindow('v', 3, plain))).not.toContain('future');
  });
});

describe('epoch offset', () => {
  it('repeats for a seed, changes over epochs and stays inside the stride and the video', () => {
    const offsets = Array.from({ length: 200 }, (_, epoch) => epochOffset(3, epoch, 'v', 100, { ...plain, stride: 6 }));
    expect(new Set(offsets)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    expect(epochOffset(3, 7, 'v', 100, { ...plain, stride: 6 })).toBe(offsets[7]);
    for (let epoch = 0; epoch < 50; epoch++)
      expect(epochOffset(3, epoch, 'v', 2, { ...plain, stride: 6 })).toBeLessThan(2);
  });
});
