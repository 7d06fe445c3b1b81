import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { everyVideoOnce, videoDraws } from '../../../src-main/analysis/bootstrap';
import { calibration, CalibrationCounts } from '../../../src-main/analysis/calibration';
import { Evaluation } from '../../../src-main/analysis/metrics/evaluation';
import { ScoreCounts } from '../../../src-main/analysis/precisionRecall';
import { earlyDetection, seenFractions, thresholdCurves } from '../../../src-main/analysis/scoreCurves';
import { stepVideoScores } from '../../../src-main/analysis/videoScores';

/** Made by tests/reference/statistics.py. */
const reference = JSON.parse(readFileSync(join(import.meta.dirname, 'data', 'statistics.json'), 'utf8')) as {
  truth: number[][];
  predicted: number[][];
  scored: number[][];
  draws: number[][];
  confidence: number[][];
  calibration: number[];
  scoreBits: number[][][];
  precisionRecall: { precision: number[]; recall: number[]; averagePrecision: number };
};
const actions = Uint8Array.from([0, 1, 1, 1, 1, 1]);
const ground = { actions, shared: actions, background: 0, rate: 4 };
const videos = reference.truth.map((truth, video) => {
  const scored = Uint8Array.from(reference.scored[video]!);
  return {
    truth: Int32Array.from(truth),
    predicted: Int32Array.from(reference.predicted[video]!),
    scored,
    counted: scored,
  };
});
const draws = videoDraws(videos.length);

describe('scores as functions of the videos', () => {
  const scores = stepVideoScores(videos, ground);

  it('are those of the report with every video once', () => {
    const evaluation = new Evaluation(ground.actions, ground.rate);
    for (const { truth, predicted, counted } of videos) evaluation.add(truth, predicted, counted);
    const report = evaluation.report(false);
    const once = everyVideoOnce(videos.length);
    expect(scores.segmentF1!(once)).toBeCloseTo(report.segmentF1[0]!.micro!, 10);
    expect(scores.segmentF1At25!(once)).toBeCloseTo(report.segmentF1[1]!.micro!, 10);
    expect(scores.segmentF1At50!(once)).toBeCloseTo(report.segmentF1[2]!.micro!, 10);
    expect(scores.segmentF1Macro!(once)).toBeCloseTo(report.segmentF1[0]!.macro!, 10);
    expect(scores.pointF1!(once)).toBeCloseTo(report.pointF1[0]!.start!, 10);
    expect(scores.pointF1At2!(once)).toBeCloseTo(report.pointF1[1]!.start!, 10);
    expect(scores.frameAccuracy!(once)).toBeCloseTo(report.frameAccuracy!, 10);
    expect(scores.foregroundF1!(once)).toBeCloseTo(report.foregroundF1!, 10);
    expect(scores.actionRecall!(once)).toBeCloseTo(report.actionMeans.recall!, 10);
  });

  it('of a video drawn twice are those of the two copies', () => {
    const twice = stepVideoScores([videos[0]!, videos[1]!, videos[1]!], ground);
    for (const name of Object.keys(scores) as (keyof typeof scores)[]) {
      expect(twice[name]!([1, 1, 1])).toBeCloseTo(scores[name]!([1, 2, 0, 0]), 10);
    }
  });
});

describe('score against threshold', () => {
  it('goes through the scores of the report', () => {
    const scores = stepVideoScores(videos, ground);
    const once = everyVideoOnce(videos.length);
    const { overlap, starts } = thresholdCurves(videos, ground, draws);
    expect(overlap.find(({ x }) => x === 0.25)!.score!.value).toBeCloseTo(scores.segmentF1At25!(once), 10);
    expect(overlap.find(({ x }) => x === 0.5)!.score!.value).toBeCloseTo(scores.segmentF1At50!(once), 10);
    expect(starts.find(({ x }) => x === 1)!.score!.value).toBeCloseTo(scores.pointF1!(once), 10);
  });

  it('has no point where there is no segment', () => {
    const idle = { truth: new Int32Array(8), predicted: new Int32Array(8), scored: new Uint8Array(8).fill(1) };
    const { overlap, starts } = thresholdCurves([{ ...idle, counted: idle.scored }], ground, videoDraws(1));
    expect([...overlap, ...starts].every(({ score }) => score === null)).toBe(true);
  });
});

describe('early detection', () => {
  it('counts what an action is called when a part of it has been seen', () => {
    const predicted = Int32Array.from([0, 0, 0, 1, 1, 2, 1, 1, 1, 1]);
    const counted = new Uint8Array(10).fill(1);
    const video = {
      truth: new Int32Array(10).fill(1),
      predicted,
      scored: counted,
      counted,
      spans: [{ start: 0, end: 10, classIndex: 1 }],
    };
    const { at, until } = earlyDetection([video], ground, videoDraws(1));
    expect(at.map(({ x }) => x)).toEqual(seenFractions);
    expect(at.map(({ score }) => score!.value)).toEqual([0, 0, 0, 100, 100, 0, 100, 100, 100, 100]);
    expect(until.map(({ score }) => score!.value)).toEqual([0, 0, 0, 100, 100, 100, 100, 100, 100, 100]);
    video.counted[9] = 0;
    expect(earlyDetection([video], ground, videoDraws(1)).at[3]!.score).toBeNull();
  });
});

describe('calibration', () => {
  it('has the expected error of the definition, also for draws of videos', () => {
    const counts = videos.map(({ truth, predicted, scored }, video) => {
      const own = new CalibrationCounts();
      truth.forEach((label, k) => {
        if (scored[k]) own.add(reference.confidence[video]![k]!, label === predicted[k]);
      });
      return own;
    });
    expect(calibration(counts, draws).error!.value / 100).toBeCloseTo(reference.calibration[0]!, 8);
    reference.draws.forEach((weights, i) => {
      const drawn = counts.flatMap((own, video) => Array.from({ length: weights[video]! }, () => own));
      const { error } = calibration(drawn, videoDraws(drawn.length));
      expect(error!.value / 100).toBeCloseTo(reference.calibration[i + 1]!, 8);
    });
  });

  it('of a run that is sure and right is 0, and its one bin says so', () => {
    const sure = new CalibrationCounts();
    for (let k = 0; k < 5; k++) sure.add(1, true);
    expect(calibration([sure], videoDraws(1))).toEqual({
      error: { value: 0, low: 0, high: 0 },
      bins: [{ steps: 5, confidence: 1, accuracy: 1 }],
    });
    expect(calibration([new CalibrationCounts()], videoDraws(1))).toEqual({ error: null, bins: [] });
  });
});

describe('precision and recall', () => {
  it('are those of scikit-learn', () => {
    const counts = new ScoreCounts();
    videos.forEach(({ truth, scored }, video) => {
      truth.forEach((label, k) => {
        if (!scored[k]) return;
        for (let index = 1; index < 6; index++) counts.add(reference.scoreBits[video]![k]![index]!, label === index);
      });
    });
    const { points, averagePrecision } = counts.curve(Infinity);
    expect(averagePrecision).toBeCloseTo(reference.precisionRecall.averagePrecision, 8);
    // scikit-learn also has points at scores without a positive, where recall stays.
    const { recall, precision } = reference.precisionRecall;
    const steps = recall.flatMap((value, i) => (value > (recall[i - 1] ?? 0) ? [[value, precision[i]!] as const] : []));
    expect(points).toHaveLength(steps.length);
    points.forEach(([r, p], i) => {
      expect(r).toBeCloseTo(steps[i]![0], 8);
      expect(p).toBeCloseTo(steps[i]![1], 8);
    });
    expect(counts.curve(4).points.length).toBeLessThan(points.length);
  });

  it('say nothing without a positive', () => {
    expect(new ScoreCounts().curve()).toEqual({ points: [], averagePrecision: NaN });
  });
});
