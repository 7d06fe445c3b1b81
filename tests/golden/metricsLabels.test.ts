import { describe, it } from 'vitest';
import type { Scores } from '../../src-main/analysis/metrics/classCounts';
import { Evaluation, pointTolerances, segmentThresholds } from '../../src-main/analysis/metrics/evaluation';
import type { FrameScores } from '../../src-main/analysis/metrics/frames';
import type { PointMatcher } from '../../src-main/analysis/metrics/points';
import { type SegmentList, segmentsOf } from '../../src-main/analysis/metrics/segmentList';
import { Comparison, goldenJson, hasGolden } from './goldenFolder';

type Counts = [truePositive: number, falsePositive: number, falseNegative: number];
type PerVideo<T> = Record<string, T>;
type PerClass = Record<string, number>;
type Found = [labels: string[], starts: number[], ends: number[]];

interface Case {
  name: string;
  classes: string[];
  bg: string;
  ignore: string;
  fps: number;
  gt: PerVideo<string[]>;
  pred: PerVideo<string[]>;
  result: {
    frame: Record<string, number> & { per_class_rec: PerClass; per_class_prec: PerClass; per_class_f1: PerClass };
    segment_f1_micro: Record<string, Scores>;
    segment_f1_macro: Record<
      string,
      {
        per_class: Record<keyof Scores, number[]>;
        mean_f1_as_reported: number;
        mean_precision: number;
        mean_recall: number;
      }
    >;
    segment_counts_per_video: Record<string, PerVideo<Counts>>;
    point_f1_start: Record<string, Scores>;
    point_counts_start: PerVideo<Record<string, Counts>>;
    point_f1_mid: Record<string, Scores>;
    point_counts_mid: PerVideo<Record<string, Counts>>;
    segments: PerVideo<{ gt: Found; pred: Found }>;
  };
  summary_row?: Record<string, number | number[]>;
}

const file = 'metrics/frame_label_cases.json';

describe.runIf(hasGolden(file))('metrics of label tracks, official form', () => {
  const cases = hasGolden(file) ? goldenJson<{ cases: Case[] }>(file).cases : [];
  for (const golden of cases) {
    it(`of ${golden.name}`, () => {
      const compared = new Comparison(`metrics ${golden.name}`);
      const rounded = new Comparison(`metrics ${golden.name}, rounded by the official code`);
      const videos = Object.keys(golden.gt);
      const whole = evaluate(golden, videos);
      compareFrames(compared, golden, whole.frames.scores(true));
      compareSegments(compared, golden, whole);
      comparePoints(rounded, golden.result.point_f1_start, whole.starts);
      comparePoints(rounded, golden.result.point_f1_mid, whole.middles);
      for (const video of videos) compareVideo(compared, golden, video);
      if (golden.summary_row) compareSummary(compared, rounded, golden.summary_row, whole);
      compared.print();
      rounded.print();
    });
  }
});

const actionsOfCase = ({ classes, bg, ignore }: Case) =>
  Uint8Array.from(classes, (name) => (name === bg || name === ignore ? 0 : 1));
const indices = ({ classes }: Case, labels: string[]) => Int32Array.from(labels, (name) => classes.indexOf(name));
const tracks = (golden: Case, video: string) =>
  [indices(golden, golden.gt[video] ?? []), indices(golden, golden.pred[video] ?? [])] as const;

function evaluate(golden: Case, videos: string[]): Evaluation {
  const evaluation = new Evaluation(actionsOfCase(golden), golden.fps);
  for (const video of videos) {
    const [truth, prediction] = tracks(golden, video);
    evaluation.add(truth, prediction, new Uint8Array(truth.length).fill(1));
  }
  return evaluation;
}

function close(compared: Comparison, actual: number[], expected: number[]): void {
  compared.close(
    actual.map((value, i) => (Number.isNaN(value) && Number.isNaN(expected[i]) ? 0 : value)),
    expected.map((value, i) => (Number.isNaN(value) && Number.isNaN(actual[i]) ? 0 : value)),
    1e-12,
    1e-9,
  );
}

function compareFrames(compared: Comparison, golden: Case, scores: FrameScores): void {
  const { frame } = golden.result;
  const background = scores.perClass.find((row) => row.classIndex === 0);
  const of = (key: string): number => frame[key] as number;
  close(
    compared,
    [scores.accuracy, scores.backgroundRecall, scores.foregroundRecall, scores.backgroundPrecision],
    ['accuracy', 'bg_rec', 'fg_rec', 'bg_prec'].map(of),
  );
  close(compared, [scores.foregroundPrecision, scores.foregroundF1], ['fg_prec', 'fg_f1'].map(of));
  const kinds = [
    ['rec', 'recall', frame.per_class_rec],
    ['prec', 'precision', frame.per_class_prec],
    ['f1', 'f1', frame.per_class_f1],
  ] as const;
  for (const [short, kind, perClass] of kinds) {
    close(
      compared,
      [scores.mean[kind], scores.meanForeground[kind], background?.[kind] ?? NaN],
      [of(`mean_${short}`), of(`mean_${short}_fg`), of(`mean_${short}_bg`)],
    );
    const names = scores.perClass.map((row) => golden.classes[row.classIndex] as string);
    compared.equal(names.slice().sort(), Object.keys(perClass).sort());
    close(
      compared,
      scores.perClass.map((row) => row[kind]),
      names.map((name) => perClass[name] as number),
    );
  }
}

function compareSegments(compared: Comparison, golden: Case, whole: Evaluation): void {
  segmentThresholds.forEach((threshold, t) => {
    const matches = whole.segments.matches[t]!;
    const micro = golden.result.segment_f1_micro[String(threshold)]!;
    const macro = golden.result.segment_f1_macro[String(threshold)]!;
    const found = matches.micro(true);
    close(compared, [found.precision, found.recall, found.f1], [micro.precision, micro.recall, micro.f1]);
    const mean = matches.macro(true);
    close(
      compared,
      [mean.precision, mean.recall, mean.f1],
      [macro.mean_precision, macro.mean_recall, macro.mean_f1_as_reported],
    );
    for (const kind of ['precision', 'recall', 'f1'] as const) {
      close(
        compared,
        matches.perClass(true).map((row) => row[kind]),
        macro.per_class[kind],
      );
    }
  });
}

/** The official code rounds these to two decimals. */
function comparePoints(rounded: Comparison, expected: Record<string, Scores>, matcher: PointMatcher): void {
  const found = matcher.matches.map((matches) => matches.micro(true));
  const twoDecimals = (value: number): number => Math.round(value * 100) / 100;
  for (const kind of ['precision', 'recall', 'f1'] as const) {
    const values = found.map((scores) => scores[kind]);
    const average = values.map(twoDecimals).reduce((sum, value) => sum + value, 0) / values.length;
    const wanted = pointTolerances.map((seconds) => expected[`${seconds}s`]?.[kind] as number);
    rounded.close([...values, average], [...wanted, expected['avg']?.[kind] as number], 0.005 + 1e-9);
  }
}

function compareVideo(compared: Comparison, golden: Case, video: string): void {
  const single = evaluate(golden, [video]);
  const counts = (matches: { totals(): { truePositive: number; falsePositive: number; falseNegative: number } }) => {
    const { truePositive, falsePositive, falseNegative } = matches.totals();
    return [truePositive, falsePositive, falseNegative];
  };
  segmentThresholds.forEach((threshold, t) => {
    compared.equal(
      counts(single.segments.matches[t]!),
      golden.result.segment_counts_per_video[String(threshold)]![video]!,
    );
  });
  pointTolerances.forEach((seconds, t) => {
    const key = seconds.toFixed(1);
    compared.equal(counts(single.starts.matches[t]!), golden.result.point_counts_start[video]![key]!);
    compared.equal(counts(single.middles.matches[t]!), golden.result.point_counts_mid[video]![key]!);
  });
  const [truth, prediction] = tracks(golden, video);
  const list = (labels: Int32Array) => segmentsOf(labels, actionsOfCase(golden), new Uint8Array(labels.length).fill(1));
  const asFound = ({ classes, starts, ends }: SegmentList) => [
    [...classes].map((index) => golden.classes[index]),
    [...starts],
    [...ends],
  ];
  compared.equal(asFound(list(truth)), golden.result.segments[video]!.gt);
  compared.equal(asFound(list(prediction)), golden.result.segments[video]!.pred);
}

/** The row of the papers' tables: rounded to one decimal (points: two). */
function compareSummary(
  compared: Comparison,
  rounded: Comparison,
  row: Record<string, number | number[]>,
  whole: Evaluation,
): void {
  const report = whole.report(true);
  const frames = [
    report.frameAccuracy,
    report.backgroundRecall,
    report.foregroundRecall,
    report.foregroundF1,
    report.classMeans.f1,
    report.actionMeans.f1,
  ];
  const keys = ['[Frame]- Acc', 'bg_rec', 'fg_rec', 'ov_f1', 'bal_F1', 'bal_F1_fg'];
  close(
    compared,
    frames.map((value) => value ?? NaN),
    keys.map((key) => row[key] as number),
  );
  const segments = (kind: 'micro' | 'macro') => report.segmentF1.map((score) => score[kind] ?? NaN);
  rounded.close(segments('micro'), row['ov-F1@10, 25, 50]'] as number[], 0.05 + 1e-9);
  rounded.close(segments('macro'), row['bal-F1@10, 25, 50]'] as number[], 0.05 + 1e-9);
  const points = ['[F1, prec, rec] Start_1s', 's2s', 'Mid_1s', 'm2s'].map((key) => (row[key] as number[])[0] as number);
  const [one, two] = report.pointF1;
  const found = [one?.start, two?.start, one?.middle, two?.middle].map((value) => value ?? NaN);
  rounded.close(found, points, 0.005 + 1e-9);
}
