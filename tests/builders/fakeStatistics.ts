import type { Handlers } from '../../src-main/common/contract';

import { runScoreNames } from '../../src-main/common/domain/statistics';

type Statistics = Pick<Handlers, Extract<keyof Handlers, `${'confusions' | 'entropy' | 'statistics'}.${string}`>>;

const ground = { split: 'test', videos: ['soup-07'], unit: 'step' as const, notes: [] };

/** Two classes that are confused now and then. */
export const fakeStatistics: Statistics = {
  'confusions.matrix': async ({ run, grouping }) => ({
    ...ground,
    run,
    grouping,
    groups: [
      { name: 'pour water', classIds: [1], steps: 20 },
      { name: 'pour milk', classIds: [2], steps: 10 },
      { name: 'background', classIds: [0], background: true, steps: 40 },
    ],
    cells: [
      [0, 0, 15],
      [0, 1, 5],
      [1, 1, 9],
      [1, 2, 1],
      [2, 2, 40],
    ],
  }),
  'confusions.pairs': async ({ run }) => ({
    ...ground,
    run,
    decoder: 'kitchen-lm',
    pairs: [
      {
        truth: 1,
        predicted: 2,
        steps: 5,
        share: 0.25,
        similarity: { subwords: 1 / 3, letters: 0.5, embedding: null },
        shared: 'verb',
        examples: [{ video: 'soup-07', start: 4, end: 5.25 }],
      },
    ],
    confused: 1,
    possible: 2,
  }),
  'confusions.correlations': async ({ run }) => ({
    ...ground,
    run,
    possible: 2,
    correlations: [{ measure: 'subwords', interval: { value: 0.4, low: 0.1, high: 0.6 } }],
  }),
  'statistics.scores': async ({ runs }) => ({
    runs: runs.map((run) => ({
      ...ground,
      run,
      scores: Object.fromEntries(runScoreNames.map((name) => [name, { value: 50, low: 40, high: 60 }])) as never,
      difference: null,
    })),
    unscored: [],
  }),
  'statistics.curves': async ({ run }) => ({
    ...ground,
    run,
    overlap: [{ x: 0.1, score: { value: 50, low: 40, high: 60 } }],
    starts: [{ x: 1, score: null }],
    early: { at: [], until: [] },
    calibration: null,
    precisionRecall: null,
  }),
  'entropy.report': async ({ runs, countBackground }) => ({
    ...ground,
    countBackground,
    runs: runs.map((run) => ({
      run,
      mean: { value: 0.5, low: 0.4, high: 0.6 },
      weighted: { value: 0.6, low: 0.5, high: 0.7 },
      backgroundShare: 1 / 6,
      classes: [
        {
          classId: 1,
          steps: 20,
          errors: 5,
          toBackground: 0,
          videos: 2,
          entropy: { value: 0.5, low: 0.4, high: 0.6 },
          labels: [{ classId: 2, steps: 5 }],
        },
      ],
      difference: null,
    })),
  }),
};
