import { describe, expect, it } from 'vitest';
import { type PlanSettings, TrainingPlan } from '../../../src-main/gad/plan';

const spec = { short: 4, long: 4, shortEvery: 1, longEvery: 1, stride: 3, official: false };
const settings: PlanSettings = { spec, seed: 5, batch: 4, accumulate: 2, epochs: 3, maxSteps: 0, backgroundRatio: 0 };
const videos = [
  { id: 'a', labels: new Int32Array(40) },
  { id: 'b', labels: new Int32Array(31).fill(-1, 10, 20) },
];
const keys = (plan: TrainingPlan, first = 0) =>
  [...plan.from(first)].map(({ index, epoch, batches }) => ({
    index,
    epoch,
    batches: batches.map((windows) => windows.map((window) => `${window.video} ${window.target}`)),
  }));

describe('a training plan', () => {
  const plan = new TrainingPlan(videos, settings);

  it('tells how many updates there are before the first', () => {
    expect(keys(plan).map((update) => update.index)).toEqual(Array.from({ length: plan.updates }, (_, i) => i));
  });

  it('goes on from any update exactly as it would have', () => {
    const whole = keys(new TrainingPlan(videos, settings));
    for (let first = 0; first <= whole.length; first++) expect(keys(plan, first)).toEqual(whole.slice(first));
  });

  it('goes through each known step of an offset once an epoch, in another order each time', () => {
    const epochs = [0, 1, 2].map((epoch) => keys(plan).filter((update) => update.epoch === epoch));
    const windows = epochs.map((updates) => updates.flatMap((update) => update.batches.flat()));
    for (const epoch of windows) expect(new Set(epoch).size).toBe(epoch.length);
    for (const epoch of windows) expect(epoch.some((key) => /^b 1\d$/.test(key))).toBe(false);
    expect(windows[0]).not.toEqual(windows[1]);
    expect(windows[0]).not.toEqual(windows[0]!.slice().sort());
  });

  it('fills batches and updates, with a smaller rest at the end of an epoch', () => {
    const first = keys(plan).filter((update) => update.epoch === 0);
    const sizes = first.map((update) => update.batches.map((windows) => windows.length));
    const [last, ...others] = sizes.slice().reverse();
    expect(others.every((update) => update.length === 2 && update.every((size) => size === 4))).toBe(true);
    expect(last!.length).toBeGreaterThan(0);
  });

  it('stops at the most updates allowed', () => {
    const short = new TrainingPlan(videos, { ...settings, maxSteps: 4 });
    expect(short.updates).toBe(4);
    expect(keys(short)).toEqual(keys(plan).slice(0, 4));
  });

  it('keeps background to its ratio, drawn anew in every epoch, and every action', () => {
    const labels = Int32Array.from({ length: 90 }, (_, step) => (step % 10 === 0 ? 1 : 0));
    const everyStep = { ...settings, spec: { ...spec, stride: 1 }, epochs: 2 };
    const targets = (backgroundRatio: number, epoch: number) =>
      [...new TrainingPlan([{ id: 'a', labels }], { ...everyStep, backgroundRatio }).from(0)]
        .filter((update) => update.epoch === epoch)
        .flatMap(({ batches }) => batches.flat())
        .map(({ target }) => target)
        .sort((a, b) => a - b);
    const ofBackground = (steps: number[]) => steps.filter((step) => labels[step] === 0);
    expect(targets(0, 0)).toEqual([...labels.keys()]);
    for (const epoch of [0, 1]) {
      const kept = targets(1.5, epoch);
      expect(kept.filter((step) => labels[step] === 1)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80]);
      expect(ofBackground(kept)).toHaveLength(14);
    }
    expect(ofBackground(targets(1.5, 0))).not.toEqual(ofBackground(targets(1.5, 1)));
    expect(targets(1.5, 0)).toEqual(targets(1.5, 0));
    // There are nine times as many, so nothing is left out.
    expect(targets(9, 0)).toEqual([...labels.keys()]);
  });

  it('with the official rule counts only full updates', () => {
    // 40 steps at stride 4 from offsets below 4: 10 windows, 3 batches, 1 full update and a rest, an epoch.
    const official = { ...settings, spec: { ...spec, stride: 4, official: true } };
    expect(new TrainingPlan([videos[0]!], official).updates).toBe(3);
    expect(new TrainingPlan([videos[0]!], { ...settings, spec: { ...spec, stride: 4 } }).updates).toBe(6);
  });
});
