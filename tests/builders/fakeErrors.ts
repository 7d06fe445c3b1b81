/** Errors of a run, invented from a seed, for unit tests of the page. */
import type { OutputOf } from '../../src-main/common/contract';
import { DiagnosisThresholds, errorKinds, verdicts } from '../../src-main/common/domain/diagnosis';
import { Rng } from '../../src-main/common/rng';

/** @param count events */
export function makeErrors(
  run: string,
  split: string,
  videos: readonly string[],
  count: number,
): OutputOf<'errors.list'> {
  const rng = new Rng(3, 'errors');
  const rows = Array.from({ length: count }, (_, i) => {
    const kind = rng.pick(errorKinds);
    const start = 4 * i;
    const truth = kind === 'invented' ? [-1, -1, -1] : [start, start + 1 + rng.below(8), 1 + rng.below(18)];
    const predicted = kind === 'missed' ? [-1, -1, -1] : [start, start + 1 + rng.below(8), 1 + rng.below(18)];
    return { kind, video: Math.floor((i * videos.length) / count), truth, predicted };
  });
  const column = (of: (row: (typeof rows)[number]) => number | undefined) => rows.map((row) => of(row) ?? -1);
  return {
    events: {
      rate: 4,
      videos: [...videos],
      video: column((row) => row.video),
      kind: column((row) => verdicts.indexOf(row.kind)),
      truthStart: column(({ truth }) => truth[0]),
      truthEnd: column(({ truth }) => truth[1]),
      truthClass: column(({ truth }) => truth[2]),
      predictedStart: column(({ predicted }) => predicted[0]),
      predictedEnd: column(({ predicted }) => predicted[1]),
      predictedClass: column(({ predicted }) => predicted[2]),
      probability: [],
      entropy: [],
      against: [],
    },
    report: {
      version: 1,
      run,
      split,
      thresholds: DiagnosisThresholds.parse({}),
      videos: videos.length,
      truths: 2 * count,
      predictions: 2 * count,
      correct: count,
      scores: [0.1, 0.25, 0.5].map((iou) => ({ iou, score: around(60 - 40 * iou) })),
      kinds: errorKinds.map((kind) => {
        const events = rows.filter((row) => row.kind === kind).length;
        return { kind, events, truths: events, predictions: events, costs: [1.5, 2.5, 3.5].map(around) };
      }),
      sensitivity: [],
      notes: [],
    },
  };
}

const around = (value: number) => ({ value, low: value - 1, high: value + 1 });
