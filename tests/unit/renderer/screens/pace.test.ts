import { expect, it } from 'vitest';
import type { RunSummary } from '../../../../src-main/common/contract/runs';
import { defaultTrainSettings, TrainSettings } from '../../../../src-main/common/settings';
import { secondsAnUpdate } from '../../../../src-renderer/screens/train/useEstimate';

const settings = defaultTrainSettings();

function run(seconds: number, stepsDone: number, own: Partial<TrainSettings> = {}): RunSummary {
  return {
    version: 1,
    id: 'r',
    name: 'r',
    created: '',
    status: 'trained',
    origin: 'trained',
    settings: TrainSettings.parse({ ...settings, ...own }),
    classes: [],
    splits: { train: [], val: [], test: [] },
    rate: 4,
    hashes: {},
    versions: {},
    commit: '',
    device: 'cpu',
    stepsDone,
    stepsTotal: stepsDone,
    seconds,
    bytes: 0,
    reports: {},
    outdated: {},
    openSet: {},
    forgetting: null,
    predicted: [],
  };
}

it('an update takes as long as in the newest run with equal settings, epochs and rates apart', () => {
  const runs = [run(10, 10), run(60, 20, { epochs: 9, learningRate: 1e-5, seed: 4 }), run(5, 100, { batch: 64 })];
  expect(secondsAnUpdate(runs, settings)).toBe(3);
});

it('says nothing where no such run got anywhere', () => {
  expect(secondsAnUpdate([], settings)).toBeNull();
  expect(secondsAnUpdate([run(0, 0), run(8, 2, { rank: 4 })], settings)).toBeNull();
});
