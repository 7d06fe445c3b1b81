import { expect, it } from 'vitest';
import type { Window } from '../../../src-main/common/domain/window';
import { type MixingRule, NeighbourPredictor } from '../../../src-main/gad/neighbourPredictor';
import { Neighbours } from '../../../src-main/gad/neighbours';

const window = (video: string): Window => ({ video, steps: Int32Array.of(0), target: 0, label: -1, previous: -1 });
const states = {
  rows: Float32Array.of(2, 0, 0, 3, 5, 0.1),
  labels: Int32Array.of(1, 2, 2),
  videos: ['a', 'b', 'c'],
};

/** A predictor whose state is [1, 0] and whose probabilities of three classes are 0.6, 0.3 and 0.1. */
async function predicted({ count = 1, ...rule }: Partial<MixingRule> & { count?: number }, video = 'd') {
  const answer = {
    labels: Int32Array.of(0),
    decisions: Float32Array.of(1, 0),
    logits: Float32Array.of(0.6, 0.3, 0.1).map(Math.log),
    answers: null,
  };
  const predictor = { predict: async () => answer, dispose: async () => undefined };
  const made = new NeighbourPredictor(predictor, new Neighbours(states, count), {
    weight: 0.5,
    leftOut: new Set(),
    ...rule,
  });
  const { labels, logits } = await made.predict([window(video)], [Float32Array.of(0)]);
  return { label: labels[0], probabilities: [...logits!].map(Math.exp) };
}

it('the nearest window says its label with its weight', async () => {
  const { label, probabilities } = await predicted({});
  expect(probabilities).toEqual([0.3, 0.65, 0.05].map((p) => expect.closeTo(p, 6)));
  expect(label).toBe(1);
});

it('several weigh by the softmax of their cosines', async () => {
  const { probabilities } = await predicted({ count: 2, weight: 1 });
  const cosine = 5 / Math.hypot(5, 0.1);
  const share = 1 / (1 + Math.exp((cosine - 1) / 0.07));
  expect(probabilities).toEqual([0, share, 1 - share].map((p) => expect.closeTo(p, 6)));
});

it('windows of the same video are no neighbours', async () => {
  expect((await predicted({ weight: 1 }, 'a')).label).toBe(2);
});

it('a weight of 0 leaves the probabilities, and a class left out is never the answer', async () => {
  expect((await predicted({ weight: 0 })).probabilities).toEqual([0.6, 0.3, 0.1].map((p) => expect.closeTo(p, 6)));
  expect((await predicted({ weight: 1, leftOut: new Set([1]) })).label).not.toBe(1);
});

it('more neighbours than there are windows is all of them', async () => {
  const all = await predicted({ count: 50, weight: 1 });
  expect(all.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
});
