import { describe, expect, it } from 'vitest';
import {
  actionsOf,
  Evaluation,
  labelsWithAmbiguous,
  rankedSteps,
} from '../../../../src-main/analysis/metrics/evaluation';
import type { StepTruth } from '../../../../src-main/features/stepLabels';

const classes = [{ background: true as const }, {}, {}, { ambiguous: true as const }];
const actions = actionsOf(classes);

function truthOf(steps: number, spans: StepTruth['spans'], labels: number[]): StepTruth {
  return { spans, labels: Int32Array.from(labels), reviewed: new Uint8Array(steps).fill(1) };
}

describe('evaluation', () => {
  it('sums counts over videos, in exact percent', () => {
    const evaluation = new Evaluation(actions, 1);
    const all = new Uint8Array(6).fill(1);
    // Perfect on the first video; on the second b starts 3 s late and is half covered, and a is invented at the front.
    evaluation.add(Int32Array.of(0, 1, 1, 0, 2, 2), Int32Array.of(0, 1, 1, 0, 2, 2), all);
    evaluation.add(Int32Array.of(2, 2, 2, 2, 2, 2), Int32Array.of(1, 0, 0, 2, 2, 2), all);
    const report = evaluation.report(false);
    expect(report).toMatchObject({ videos: 2, steps: 12, frameAccuracy: 75, backgroundRecall: 100 });
    expect(report.foregroundPrecision).toBeCloseTo((7 / 8) * 100, 12);
    expect(report.foregroundRecall).toBeCloseTo((7 / 10) * 100, 12);
    expect(report.segmentF1.map(({ micro }) => micro)).toEqual([(6 / 7) * 100, (6 / 7) * 100, (6 / 7) * 100]);
    // a: 1 hit of 2 predicted and 1 true; b: 2 of 2 and 2.
    expect(report.segmentF1[2]?.macro).toBeCloseTo((200 / 3 + 100) / 2, 12);
    expect(report.segmentF1[2]?.counts).toEqual({ truePositive: 3, falsePositive: 1, falseNegative: 0 });
    expect(report.pointF1[0]?.startCounts).toEqual({ truePositive: 2, falsePositive: 2, falseNegative: 1 });
    expect(report.pointF1[0]?.start).toBe((4 / 7) * 100);
  });

  it('rounds point F1 and falls short of 100 only when official', () => {
    const evaluation = new Evaluation(actions, 1);
    evaluation.add(Int32Array.of(1, 0, 2, 0), Int32Array.of(1, 0, 0, 0), new Uint8Array(4).fill(1));
    expect(evaluation.report(false).pointF1[0]?.start).toBe((2 / 3) * 100);
    expect(evaluation.report(true).pointF1[0]?.start).toBe(66.67);
    expect(evaluation.report(false).classMeans.f1).toBeCloseTo((100 * (4 / 5 + 1 + 0)) / 3, 12);
    expect(evaluation.report(true).classMeans.f1).toBeLessThan((100 * (4 / 5 + 1 + 0)) / 3 - 1e-8);
  });

  it('says null where a score is 0/0', () => {
    const evaluation = new Evaluation(actions, 1);
    evaluation.add(Int32Array.of(0, 0), Int32Array.of(0, 0), new Uint8Array(2).fill(1));
    const report = evaluation.report(false);
    expect(report).toMatchObject({ frameAccuracy: 100, foregroundPrecision: null, foregroundF1: null });
    expect(report.segmentF1[0]).toMatchObject({ micro: null, macro: 0 });
    expect(report.actionMeans).toEqual({ precision: null, recall: null, f1: null });
  });

  it('scores nothing outside reviewed spans, and cuts segments at their borders', () => {
    const evaluation = new Evaluation(actions, 1);
    evaluation.add(Int32Array.of(1, 1, 1, 0, 0, 0), Int32Array.of(1, 1, 1, 2, 2, 2), Uint8Array.of(0, 1, 1, 1, 0, 0));
    const report = evaluation.report(false);
    expect(report.steps).toBe(3);
    expect(report.segmentF1[2]?.counts).toEqual({ truePositive: 1, falsePositive: 1, falseNegative: 0 });
  });
});

describe('ambiguous classes', () => {
  const truth = truthOf(
    4,
    [
      { start: 0, end: 3, classIndex: 1 },
      { start: 2, end: 4, classIndex: 3 },
    ],
    [1, 1, 1, 3],
  );

  it('win over the classes they share a step with', () => {
    expect([...labelsWithAmbiguous(truth, actions)]).toEqual([1, 1, 3, 3]);
  });

  it('take steps out of average precision; the official form takes column 21, ambiguous or not', () => {
    expect([...rankedSteps(truth, actions, false)]).toEqual([1, 1, 0, 0]);
    expect([...rankedSteps(truth, actions, true)]).toEqual([1, 1, 1, 1]);
    const plain = truthOf(3, [{ start: 1, end: 2, classIndex: 21 }], [0, 21, 0]);
    const many = new Uint8Array(30).fill(1);
    expect([...rankedSteps(plain, many, false)]).toEqual([1, 1, 1]);
    expect([...rankedSteps(plain, many, true)]).toEqual([1, 0, 1]);
  });
});
