import { describe, it } from 'vitest';
import { averagePrecision, type ScoreTrack } from '../../src-main/analysis/metrics/averagePrecision';
import { Evaluation, labelsWithAmbiguous, rankedSteps } from '../../src-main/analysis/metrics/evaluation';
import type { StepTruth } from '../../src-main/features/stepLabels';
import { Comparison, goldenJson, hasGolden } from './goldenFolder';

interface Case {
  name: string;
  classes: string[];
  ambiguous_index: number | null;
  videos: string[];
  scores: Record<string, number[][]>;
  /** Per video, per step the class indices that are 1. */
  labels: number[][][];
  mAP: number;
  per_class_AP: Record<string, number>;
  summary_row: { raises: string } | Record<string, number | number[]>;
}

const file = 'metrics/score_cases.json';

describe.runIf(hasGolden(file))('metrics of scores, official form', () => {
  const cases = hasGolden(file) ? goldenJson<{ cases: Case[] }>(file).cases : [];
  for (const golden of cases) {
    it(`of ${golden.name}`, async () => {
      const compared = new Comparison(`metrics ${golden.name}`);
      const actions = Uint8Array.from(golden.classes, (_, c) => (c === 0 || c === golden.ambiguous_index ? 0 : 1));
      const truths = golden.labels.map(truthOf);
      const chosen = [...actions.keys()].filter((c) => actions[c]);
      const scores = inHalfPrecision(golden);
      const tracks = truths.map((truth, v): ScoreTrack => {
        const readRows = (from: number, to: number) =>
          Promise.resolve(scores[v]!.subarray(from * actions.length, to * actions.length));
        return { spans: truth.spans, scored: rankedSteps(truth, actions, true), readRows };
      });
      const values = await averagePrecision(tracks, actions.length, chosen);
      const found = chosen.flatMap((c, i) =>
        Number.isNaN(values[i]) ? [] : [[golden.classes[c], values[i]] as const],
      );
      compared.equal(
        found.map(([name]) => name),
        Object.keys(golden.per_class_AP),
      );
      compared.close(
        found.map(([, value]) => value as number),
        Object.values(golden.per_class_AP),
        0,
        1e-9,
      );
      const mean = found.reduce((sum, [, value]) => sum + (value as number), 0) / found.length;
      compared.close([mean * 100], [golden.mAP], 0, 1e-9);
      if (!('raises' in golden.summary_row)) compareSummary(golden, golden.summary_row, truths, actions, mean * 100);
      compared.print();
    });
  }
});

function truthOf(labels: number[][]): StepTruth {
  return {
    spans: labels.flatMap((indices, k) => indices.map((classIndex) => ({ start: k, end: k + 1, classIndex }))),
    labels: Int32Array.from(labels, (indices) => Math.min(...indices)),
    reviewed: new Uint8Array(labels.length).fill(1),
  };
}

/** Scores of each video as float16 patterns. Average precision sees order only, so each column's ranks stand for it. */
function inHalfPrecision({ videos, scores, classes }: Case): Uint16Array[] {
  const ranks = classes.map((_, c) => {
    const distinct = new Set(videos.flatMap((video) => scores[video]!.map((row) => row[c]!)));
    return new Map([...distinct].sort((a, b) => a - b).map((value, rank) => [value, rank]));
  });
  return videos.map((video) => Uint16Array.from(scores[video]!.flatMap((row) => row.map((x, c) => ranks[c]!.get(x)!))));
}

/**
 * The row of the tables: labels are the most likely classes. Rates do not matter to what it holds but for the points.
 */
function compareSummary(
  golden: Case,
  row: Record<string, number | number[]>,
  truths: StepTruth[],
  actions: Uint8Array,
  mean: number,
): void {
  const rounded = new Comparison(`metrics ${golden.name}, rounded by the official code`);
  const evaluation = new Evaluation(actions, 4);
  truths.forEach((truth, v) => {
    const rows = golden.scores[golden.videos[v]!]!;
    const guesses = Int32Array.from(rows, (scores) => scores.indexOf(Math.max(...scores)));
    evaluation.add(labelsWithAmbiguous(truth, actions), guesses, truth.reviewed);
  });
  const report = evaluation.report(true);
  rounded.close([mean, report.frameAccuracy ?? NaN], [row['[Frame]- mAP'] as number, row['Acc'] as number], 1e-9, 1e-9);
  const segments = report.segmentF1.map((score) => score.micro ?? NaN);
  rounded.close(segments, row['[Seg] - ov-F1@10, 25, 50]'] as number[], 0.05 + 1e-9);
  const starts = report.pointF1.map((score) => score.start ?? NaN);
  rounded.close(starts, row['[Pint] - F1@Start 1, 2'] as number[], 0.05 + 1e-9);
  rounded.print();
}
