import { describe, expect, it } from 'vitest';
import { breather } from '../../../src-main/analysis/breather';
import { diversified } from '../../../src-main/analysis/suggestions/diversify';
import { type PredictedSteps, suggestions } from '../../../src-main/analysis/suggestions/suggestions';
import { unwatched } from '../../../src-main/common/progress';
import { Rng } from '../../../src-main/common/rng';

const classes = 4;

interface Track extends PredictedSteps {
  /** `[steps, classes]` */
  probabilities: Float32Array;
}

/** Runs of `[class, steps]` at 4 steps a second; the run gives the class `probability`, the others share the rest. */
function track(runs: readonly [number, number][], probability = 0.94): Track {
  const labels = Int32Array.from(runs.flatMap(([label, steps]) => new Array<number>(steps).fill(label)));
  const probabilities = new Float32Array(labels.length * classes).fill((1 - probability) / (classes - 1));
  labels.forEach((label, k) => {
    probabilities[k * classes + label] = probability;
  });
  const reviewed = new Uint8Array(labels.length);
  const lookup = (at: number) => probabilities[at]!;
  return { rate: 4, labels, probabilities, probability: lookup, classes, truth: labels.slice(), reviewed };
}

/** Gives a step these probabilities. */
function put(video: Track, step: number, row: readonly number[]): void {
  video.probabilities.set(row, step * classes);
}

const look = (video: PredictedSteps) => suggestions(video, breather(unwatched.signal));

describe('suggestions', () => {
  it('name an edge at which the probability hardly changes, with what it falls from and to', async () => {
    const video = track([
      [1, 20],
      [2, 20],
    ]);
    for (const k of [18, 19]) put(video, k, [0, 0.62, 0.38, 0]);
    for (const k of [20, 21]) put(video, k, [0, 0.41, 0.59, 0]);
    const [first, ...others] = await look(video);
    expect(first).toMatchObject({ kind: 'boundary', start: 16, end: 24, classIndex: 2, otherIndex: 1 });
    expect(first!.probabilities[0]).toBeCloseTo(0.62, 6);
    expect(first!.probabilities[1]).toBeCloseTo(0.41, 6);
    // 1 less the mean of a fall by 0.21 and a rise by 0.21.
    expect(first!.score).toBeCloseTo(0.79, 6);
    for (const one of others) expect(one.score).toBeLessThan(first!.score);
  });

  it('leave out what somebody has looked at, and what the run is sure of', async () => {
    const video = track(
      [
        [1, 20],
        [2, 20],
      ],
      1,
    );
    expect(await look(video)).toEqual([]);
    const unsure = track(
      [
        [1, 20],
        [2, 20],
      ],
      0.4,
    );
    expect((await look(unsure)).length).toBeGreaterThan(3);
    expect(await look({ ...unsure, reviewed: new Uint8Array(40).fill(1) })).toEqual([]);
  });

  it('name a span by its entropy over ln(classes)', async () => {
    const video = track([[1, 40]], 1);
    for (let k = 16; k < 24; k++) put(video, k, [0.25, 0.25, 0.25, 0.25]);
    expect((await look(video))[0]).toMatchObject({ kind: 'unsure', start: 16, end: 24, score: 1 });
    for (let k = 16; k < 24; k++) put(video, k, [0, 0.5, 0.5, 0]);
    expect((await look(video))[0]!.score).toBeCloseTo(0.5, 6);
  });

  it('doubt a reviewed label that the run calls something else throughout, long ones before edges', async () => {
    const video = track([
      [0, 10],
      [1, 20],
      [0, 10],
    ]);
    video.reviewed.fill(1);
    video.truth.fill(3, 10, 30);
    video.truth[9] = 1;
    const found = await look(video);
    expect(found[0]).toMatchObject({ kind: 'check', start: 10, end: 30, classIndex: 1, otherIndex: 3 });
    // 5 seconds at 0.94 less 0.02.
    expect(found[0]!.score).toBeCloseTo((0.92 * 5) / 6, 6);
    expect(found[1]).toMatchObject({ kind: 'check', start: 9, end: 10 });
    expect(found[1]!.score).toBeLessThan(0.2);
    video.truth.fill(-1, 10, 30);
    expect((await look(video)).some(({ start }) => start === 10)).toBe(false);
  });

  it('name the two classes that are likeliest over an unsure span, and their mean probabilities', async () => {
    const rng = new Rng(5, 'rows');
    const video = track([[1, 60]], 0.25);
    for (let k = 0; k < 60; k++) noisy(video, k, rng);
    const spans = (await look(video)).filter(({ kind }) => kind === 'unsure');
    expect(spans.length).toBeGreaterThan(5);
    for (const { start, end, classIndex, otherIndex, probabilities, score } of spans) {
      const steps = Array.from({ length: end - start }, (_, i) => rowOf(video, start + i));
      const means = steps[0]!.map((_, c) => steps.reduce((sum, row) => sum + row[c]!, 0) / steps.length);
      const [first, second] = [...means.keys()].sort((a, b) => means[b]! - means[a]!);
      expect([classIndex, otherIndex]).toEqual([first, second]);
      expect(probabilities).toEqual([means[first!], means[second!]]);
      const entropy = steps.map((row) => -row.reduce((sum, p) => sum + p * Math.log(p), 0) / Math.log(classes));
      expect(score).toBeCloseTo(entropy.reduce((sum, one) => sum + one, 0) / steps.length, 6);
    }
  });

  it('of one video never share a step', async () => {
    const rng = new Rng(3, 'steps');
    const video = track(
      Array.from({ length: 40 }, () => [rng.below(4), 1 + rng.below(9)] as [number, number]),
      0.5,
    );
    video.reviewed.fill(1, 60, 120);
    const found = (await look(video)).sort((a, b) => a.start - b.start);
    expect(found.length).toBeGreaterThan(10);
    found.slice(1).forEach((one, i) => expect(one.start).toBeGreaterThanOrEqual(found[i]!.end));
  });
});

describe('one queue of several videos', () => {
  it('does not let one video fill the top, and keeps the order within each', async () => {
    const scored = (scores: number[]) => scores.map((score) => ({ score }));
    const queue = diversified([scored([0.9, 0.89, 0.88, 0.87]), scored([0.8, 0.7]), scored([])], 10);
    expect(queue.map(({ video }) => video)).toEqual([0, 1, 0, 0, 1, 0]);
    expect(diversified([scored([0.5, 0.4])], 1)).toEqual([{ video: 0, suggestion: { score: 0.5 } }]);
    expect(diversified([scored([0.5]), scored([0.5])], 2).map(({ video }) => video)).toEqual([0, 1]);
  });
});

/**
 * Ten videos of which half of each is reviewed. Of the reviewed segments some are labelled wrong; of the edges nobody
 * has looked at, some are blurred over two seconds. The run is right of everything, with noise.
 */
function plantedProject(seed: number) {
  const rng = new Rng(seed, 'planted');
  return Array.from({ length: 10 }, () => {
    const runs = Array.from(
      { length: 24 },
      (_, i) => [i % 2 === 0 ? 0 : 1 + rng.below(3), 8 + rng.below(16)] as [number, number],
    );
    const video = track(runs);
    const half = Math.floor(video.labels.length / 2);
    video.reviewed.fill(1, 0, half);
    const planted: { start: number; end: number }[] = [];
    let at = 0;
    runs.forEach(([label, steps], i) => {
      const [start, end] = [at, at + steps];
      at = end;
      if (label > 0 && end < half && rng.next() < 0.15) {
        video.truth.fill(1 + (label % 3), start, end);
        planted.push({ start, end });
      }
      const next = runs[i + 1];
      if (start > half && next && next[0] !== label && rng.next() < 0.15) {
        for (let k = end - 4; k < end + 4; k++) {
          const behind = (k - end + 4.5) / 8;
          const row = new Array<number>(classes).fill(0.02);
          row[label] = 0.04 + 0.92 * (1 - behind);
          row[next[0]] = 0.92 * behind;
          put(video, k, row);
        }
        planted.push({ start: end - 1, end: end + 1 });
      }
    });
    for (let k = 0; k < video.labels.length; k++) noisy(video, k, rng);
    return { video, planted };
  });
}

const rowOf = ({ probabilities }: Track, step: number) => [
  ...probabilities.subarray(step * classes, (step + 1) * classes),
];

function noisy(video: Track, step: number, rng: Rng): void {
  const row = rowOf(video, step).map((p) => p + 0.08 * rng.next());
  const sum = row.reduce((total, p) => total + p, 0);
  put(
    video,
    step,
    row.map((p) => p / sum),
  );
}

describe('what was planted', () => {
  it.each([1, 2, 3, 4, 5])('is found sooner than in any order by chance, seed %i', async (seed) => {
    const project = plantedProject(seed);
    const hit = ({ video, suggestion }: { video: number; suggestion: { start: number; end: number } }) =>
      project[video]!.planted.some(({ start, end }) => start < suggestion.end && suggestion.start < end);
    const queue = diversified(await Promise.all(project.map(({ video }) => look(video))), 10_000);
    const planted = project.reduce((sum, one) => sum + one.planted.length, 0);
    expect(planted).toBeGreaterThan(15);
    const precision = (items: typeof queue, k: number) => items.slice(0, k).filter(hit).length / k;
    // What looking through two seconds after the other, in any order, finds.
    const windows = project.flatMap(({ video }, index) =>
      Array.from({ length: Math.floor(video.labels.length / 8) }, (_, i) => ({
        video: index,
        suggestion: { kind: 'unsure' as const, start: 8 * i, end: 8 * i + 8, score: 0 },
      })),
    );
    const chance = windows.filter(hit).length / windows.length;
    expect(chance).toBeLessThan(0.35);
    expect(precision(queue, 10)).toBeGreaterThanOrEqual(0.9);
    expect(precision(queue, 15)).toBeGreaterThanOrEqual(0.8);
    expect(precision(queue, 15)).toBeGreaterThan(2 * chance);
    // No video has more than three of the first ten.
    const first = queue.slice(0, 10).map(({ video }) => video);
    expect(Math.max(...project.map((_, video) => first.filter((one) => one === video).length))).toBeLessThanOrEqual(3);
  });
});
