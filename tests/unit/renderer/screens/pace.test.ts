import { expect, it } from 'vitest';
import { defaultTrainSettings, TrainSettings } from '../../../../src-main/common/settings';
import { secondsAnUpdate } from '../../../../src-renderer/screens/train/useEstimate';
import { madeRun, runSummary } from '../../../builders/madeRun';

const settings = defaultTrainSettings();

const run = (seconds: number, stepsDone: number, own: Partial<TrainSettings> = {}) =>
  runSummary(madeRun('r', { classes: [], settings: TrainSettings.parse({ ...settings, ...own }), stepsDone, seconds }));

it('an update takes as long as in the newest run with equal settings, epochs and rates apart', () => {
  const runs = [run(10, 10), run(60, 20, { epochs: 9, learningRate: 1e-5, seed: 4 }), run(5, 100, { batch: 64 })];
  expect(secondsAnUpdate(runs, settings)).toBe(3);
});

it('says nothing where no such run got anywhere', () => {
  expect(secondsAnUpdate([], settings)).toBeNull();
  expect(secondsAnUpdate([run(0, 0), run(8, 2, { rank: 4 })], settings)).toBeNull();
});
