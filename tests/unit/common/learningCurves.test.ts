import { expect, it } from 'vitest';
import type { RunEvent } from '../../../src-main/common/domain/run';
import { TrainSettings } from '../../../src-main/common/settings';
import { lossCurves, validationCurves } from '../../../src-main/common/learningCurves';

const step = (step: number, classLoss: number | null, textLoss: number | null): RunEvent => ({
  type: 'step',
  step,
  loss: 1,
  classLoss,
  textLoss,
  learningRate: 1e-3,
  gradientNorm: 1,
  seconds: step,
});
const gad = (lambda: number) => TrainSettings.parse({ kind: 'gad', lambda });

it('the text loss is drawn as it counts in the sum', () => {
  const { curves, last } = lossCurves([step(1, 2, 3), step(2, 1, 2)], gad(0.5));
  expect(curves.map((curve) => curve.name)).toEqual(['class', 'text × λ']);
  expect(curves[1]?.raw).toEqual([
    [1, 1.5],
    [2, 1],
  ]);
  expect(last).toBe(2);
});

it('where a head names the context its loss is called so', () => {
  const settings = TrainSettings.parse({ kind: 'gad', contextAs: 'head', lambda: 2 });
  expect(lossCurves([step(1, 2, 3)], settings).curves.map(({ name, raw }) => [name, raw])).toEqual([
    ['class', [[1, 2]]],
    ['context × λ', [[1, 6]]],
  ]);
});

it('the losses between windows are drawn as they count in the sum', () => {
  const event = { ...step(1, 2, null), structureLoss: 1.5, contrastiveLoss: null } as RunEvent;
  const { curves } = lossCurves([event], TrainSettings.parse({ kind: 'discriminative', structure: 0.1 }));
  expect(curves.map(({ name, raw }) => [name, raw])).toEqual([
    ['class', [[1, 2]]],
    ['structure × weight', [[1, expect.closeTo(0.15, 12)]]],
  ]);
});

it('a loss the classifier does not have is no curve', () => {
  const generative = TrainSettings.parse({ kind: 'generative' });
  expect(lossCurves([step(1, null, 3)], generative).curves.map((curve) => curve.name)).toEqual(['text']);
  expect(lossCurves([], null)).toEqual({ curves: [], checkpoints: [], last: 0 });
});

it('checkpoints and validation scores are found among the events', () => {
  const events: RunEvent[] = [
    step(1, 2, null),
    { type: 'checkpoint', step: 1 },
    { type: 'validation', step: 1, scores: { 'S-F1': 40, 'P-F1': 30 } },
    { type: 'validation', step: 2, scores: { 'S-F1': 50 } },
  ];
  expect(lossCurves(events, gad(1)).checkpoints).toEqual([1]);
  expect(validationCurves(events)).toEqual({
    names: ['S-F1', 'P-F1'],
    points: {
      'S-F1': [
        [1, 40],
        [2, 50],
      ],
      'P-F1': [[1, 30]],
    },
  });
});
