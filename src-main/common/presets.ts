import type { TrainSettings } from './settings';

/**
 * Settings of the published runs: repository pangzhan27/GAD, its argument defaults and data set configurations. No
 * class lists: those come with the data.
 */
const all = {
  task: 'online detection',
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
  classToken: true,
  order: 'discriminative first',
  contextAs: 'text',
  stages: 'one',
  balance: 0,
  backgroundRatio: 0,
  shortEvery: 1,
  longEvery: 1,
  long: 128,
} satisfies Partial<TrainSettings>;

/** COIN, whose features are ten visual tokens a step. */
const coin = {
  ...all,
  batch: 1,
  accumulate: 8,
  warmup: 0.05,
  epochs: 5,
  clipSteps: 1200,
  context: 'task goal',
} satisfies Partial<TrainSettings>;

export interface Preset {
  id: string;
  name: string;
  /** Feature rate the settings were chosen for, steps a second. */
  rate: number;
  settings: Partial<TrainSettings>;
  /** Where the settings come from, and what was published of them. */
  source: string;
}

const paper = 'GAD (ICLR 2026, arXiv 2603.02546), code pangzhan27/GAD: argument defaults and the configuration of';

export const published: readonly Preset[] = [
  {
    id: 'thumos14',
    name: "THUMOS'14",
    rate: 4,
    settings: { ...all, short: 32, stride: 32, backgroundWeight: 1, epochs: 50, context: 'label' },
    source: `${paper} THUMOS'14. No context but the label. Published on Llama 3.2 1B: S-F1 58.1, P-F1 40.2.`,
  },
  {
    id: 'crosstask',
    name: 'CrossTask',
    rate: 1,
    settings: { ...all, short: 20, stride: 20, backgroundWeight: 0.2, epochs: 50, context: 'previous action' },
    source: `${paper} CrossTask. Published on Llama 3.2 1B: S-F1 50.3, P-F1 34.5.`,
  },
  {
    id: 'epic-kitchens-100',
    name: 'EPIC-Kitchens-100',
    rate: 4,
    settings: { ...all, short: 20, stride: 20, backgroundWeight: 0.5, epochs: 50, context: 'previous action' },
    source: `${paper} EPIC-Kitchens-100. Published on Llama 3.2 1B: S-F1 24.1, P-F1 20.1.`,
  },
  {
    id: 'ego4d-goalstep',
    name: 'Ego4D GoalStep',
    rate: 1,
    settings: { ...all, short: 16, stride: 16, backgroundWeight: 0.5, epochs: 20, context: 'previous action' },
    source: `${paper} Ego4D GoalStep. Published on Llama 3.2 1B of the discriminative kind: S-F1 10.6, P-F1 4.1.`,
  },
  ...(
    [
      ['step recognition', '65.3'],
      ['step prediction', '51.4'],
      ['task recognition', '93.5'],
    ] as const
  ).map(([task, topOne]) => ({
    id: `coin-${task.replace(' ', '-')}`,
    name: `COIN, ${task}`,
    rate: 2,
    settings: { ...coin, task },
    source: `${paper} COIN: ten visual tokens a step. Published on Llama 3.2 1B: top-1 accuracy ${topOne}.`,
  })),
];

/**
 * The toy kitchen in at most 45 s a run on two cores, so that a study of many rows and seeds is a matter of minutes:
 * half the demo's windows in a quarter of its updates. Too few to learn all; enough to compare.
 */
const demoSmall: Preset = {
  id: 'demo-small',
  name: 'Toy kitchen, small',
  rate: 4,
  source: 'Made for this program: the toy kitchen in at most 45 s a run.',
  settings: { short: 16, long: 48, longEvery: 4, stride: 4, batch: 16, epochs: 5, maxSteps: 120, checkpointEvery: 50 },
};

export const presets: readonly Preset[] = [...published, demoSmall];
