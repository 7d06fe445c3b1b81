import type { TrainSettings } from './settings';

/**
 * Settings of the published runs for online action detection: repository pangzhan27/GAD, its argument defaults and data
 * set configurations. No class lists: those come with the data.
 */
const all = {
  rank: 128,
  alpha: 256,
  dropout: 0.05,
  learningRate: 1e-4,
  weightDecay: 0,
  warmup: 0.1,
  batch: 16,
  accumulate: 2,
  clip: 1,
  lambda: 1,
  shortEvery: 1,
  longEvery: 1,
  long: 128,
} satisfies Partial<TrainSettings>;

export interface Preset {
  id: string;
  name: string;
  /** Feature rate, steps a second, and row length the settings were chosen for. */
  rate: number;
  dim: number;
  settings: Partial<TrainSettings>;
}

export const published: readonly Preset[] = [
  {
    id: 'thumos14',
    name: "THUMOS'14",
    rate: 4,
    dim: 2048,
    settings: { ...all, short: 32, stride: 32, backgroundWeight: 1, epochs: 50, context: 'label' },
  },
  {
    id: 'crosstask',
    name: 'CrossTask',
    rate: 1,
    dim: 1536,
    settings: { ...all, short: 20, stride: 20, backgroundWeight: 0.2, epochs: 50, context: 'previous action' },
  },
  {
    id: 'epic-kitchens-100',
    name: 'EPIC-Kitchens-100',
    rate: 4,
    dim: 1024,
    settings: { ...all, short: 20, stride: 20, backgroundWeight: 0.5, epochs: 50, context: 'previous action' },
  },
  {
    id: 'ego4d-goalstep',
    name: 'Ego4D GoalStep',
    rate: 1,
    dim: 1536,
    settings: { ...all, short: 16, stride: 16, backgroundWeight: 0.5, epochs: 20, context: 'previous action' },
  },
];

/**
 * The toy kitchen in at most 45 s a run on two cores, so that a study of many rows and seeds is a matter of minutes: half
 * the demo's windows in a quarter of its updates. Too few to learn all; enough to compare.
 */
const demoSmall: Preset = {
  id: 'demo-small',
  name: 'Toy kitchen, small',
  rate: 4,
  dim: 1280,
  settings: { short: 16, long: 48, longEvery: 4, stride: 4, batch: 16, epochs: 5, maxSteps: 120, checkpointEvery: 50 },
};

export const presets: readonly Preset[] = [...published, demoSmall];
