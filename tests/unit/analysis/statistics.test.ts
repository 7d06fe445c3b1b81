import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { comparePaired, everyVideoOnce, scoreInterval, videoDraws } from '../../../src-main/analysis/bootstrap';
import { confusionClusters } from '../../../src-main/analysis/clusters';
import {
  confusedMoments,
  confusedPairs,
  confusionCells,
  groupCells,
  sumCells,
} from '../../../src-main/analysis/confusions';
import { backgroundShare, diversityIntervals, WrongLabels } from '../../../src-main/analysis/diversity';
import { embeddingSimilarity, letterSimilarity, subwordSimilarity } from '../../../src-main/analysis/labelSimilarity';
import { RankedQuantity, SparseRanks } from '../../../src-main/analysis/rankCorrelation';

/** Made by tests/reference/statistics.py. */
const reference = JSON.parse(readFileSync(join(import.meta.dirname, 'data', 'statistics.json'), 'utf8')) as {
  truth: number[][];
  predicted: number[][];
  scored: number[][];
  draws: number[][];
  similarity: number[][];
  matrix: number[][];
  diversity: { entropy: number[]; mean: number; weighted: number }[];
  diversityWithBackground: { mean: number; weighted: number };
  correlations: number[];
};
const classes = 6;
const actions = Uint8Array.from([0, 1, 1, 1, 1, 1]);
const videos = reference.truth.map((truth, video) => ({
  truth: Int32Array.from(truth),
  predicted: Int32Array.from(reference.predicted[video]!),
  scored: Uint8Array.from(reference.scored[video]!),
}));
const cells = videos.map(confusionCells);
const once = everyVideoOnce(videos.length);
const weightings = [once, ...reference.draws];

/** One video of steps `truth label`, such as "12" for truth 1 called 2. */
const labelled = (text: string) => {
  const steps = text.split(' ');
  return {
    truth: Int32Array.from(steps, (step) => Number(step[0])),
    predicted: Int32Array.from(steps, (step) => Number(step[1])),
    scored: new Uint8Array(steps.length).fill(1),
  };
};

describe('confusions', () => {
  it('are those of scikit-learn', () => {
    const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
    for (const { truth, predicted, steps } of sumCells(cells)) matrix[truth]![predicted] = steps;
    expect(matrix).toEqual(reference.matrix);
  });

  it('leave out steps that do not count', () => {
    const video = labelled('11 12 12 20');
    video.scored[1] = 0;
    expect(confusionCells(video)).toEqual([
      { truth: 1, predicted: 1, steps: 1 },
      { truth: 1, predicted: 2, steps: 1 },
      { truth: 2, predicted: 0, steps: 1 },
    ]);
  });

  it('of groups put what stays inside a group on the diagonal', () => {
    const grouped = groupCells(confusionCells(labelled('12 21 13 33 30')), [0, 1, 1, 2]);
    expect(grouped).toEqual([
      { truth: 1, predicted: 1, steps: 2 },
      { truth: 1, predicted: 2, steps: 1 },
      { truth: 2, predicted: 0, steps: 1 },
      { truth: 2, predicted: 2, steps: 1 },
    ]);
  });

  it('name pairs of actions by steps, with their share of the true class', () => {
    const pairs = confusedPairs(confusionCells(labelled('12 12 11 11 10 31 32 01 31 31')), actions);
    expect(pairs).toEqual([
      { truth: 3, predicted: 1, steps: 3, share: 0.75 },
      { truth: 1, predicted: 2, steps: 2, share: 0.4 },
      { truth: 3, predicted: 2, steps: 1, share: 0.25 },
    ]);
  });

  it('last as long as truth and label stay the same', () => {
    const video = labelled('12 12 22 12 13 13');
    expect(confusedMoments(video)).toEqual([
      { start: 0, end: 2, truth: 1, predicted: 2 },
      { start: 3, end: 4, truth: 1, predicted: 2 },
      { start: 4, end: 6, truth: 1, predicted: 3 },
    ]);
    video.scored[5] = 0;
    expect(confusedMoments(video)).toHaveLength(3);
  });

  it('cluster what is taken for each other', () => {
    // 1 and 2 exchange half of their steps, 3 and 4 a tenth, 5 nothing.
    const steps = ['12 11', '21 22', `${'33 '.repeat(9)}34`, `${'44 '.repeat(9)}43`, '55 50 05'].join(' ');
    expect(confusionClusters(confusionCells(labelled(steps)), actions)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
});

describe('misclassification diversity', () => {
  const choice = { actions, background: 0, countBackground: false };

  it('of wrong labels 2, 1 and 1 is 1.0397', () => {
    const { entropy, errors, mean, weighted } = new WrongLabels(
      [confusionCells(labelled('12 12 13 14 11 10 22 01'))],
      choice,
    ).diversity([1]);
    expect(entropy[1]).toBeCloseTo(1.0397, 4);
    expect([...errors]).toEqual([0, 4, 0, 0, 0, 0]);
    expect([entropy[2], mean, weighted]).toEqual([NaN, entropy[1], entropy[1]]);
  });

  it('counts the background as a label only when asked for, and tells its share', () => {
    const own = confusionCells(labelled('12 10 10 10 01'));
    expect(new WrongLabels([own], choice).diversity([1]).mean).toBe(0);
    const counted = new WrongLabels([own], { ...choice, countBackground: true }).diversity([1]);
    expect(counted.mean).toBeCloseTo(-0.25 * Math.log(0.25) - 0.75 * Math.log(0.75), 12);
    expect(backgroundShare(own, choice)).toBe(0.75);
  });

  it('is that of SciPy, also for draws of videos', () => {
    const labels = new WrongLabels(cells, choice);
    weightings.forEach((weights, i) => {
      const { entropy, mean, weighted } = labels.diversity(weights);
      const expected = reference.diversity[i]!;
      entropy.forEach((value, index) => {
        expect(Number.isNaN(value) ? -1 : value).toBeCloseTo(expected.entropy[index]!, 8);
      });
      expect(mean).toBeCloseTo(expected.mean, 8);
      expect(weighted).toBeCloseTo(expected.weighted, 8);
    });
    const counted = new WrongLabels(cells, { ...choice, countBackground: true }).diversity(once);
    expect(counted.mean).toBeCloseTo(reference.diversityWithBackground.mean, 8);
    expect(counted.weighted).toBeCloseTo(reference.diversityWithBackground.weighted, 8);
  });

  it('lies inside its interval, and all classes that err have one', () => {
    const { value, mean, entropy } = diversityIntervals(new WrongLabels(cells, choice), videoDraws(videos.length));
    expect(mean!.low).toBeLessThan(mean!.value);
    expect(mean!.high).toBeGreaterThan(mean!.value);
    expect(entropy.map((one) => one?.value ?? NaN)).toEqual([...value.entropy]);
  });

  it('of a run without an error is nothing, not NaN in disguise', () => {
    const labels = new WrongLabels([confusionCells(labelled('11 22'))], choice);
    expect(diversityIntervals(labels, videoDraws(1))).toMatchObject({ mean: null, weighted: null });
    expect(backgroundShare(confusionCells(labelled('11 22')), choice)).toBeNaN();
  });
});

describe('rank correlation', () => {
  const pairs = [1, 2, 3, 4, 5].flatMap((a) => [1, 2, 3, 4, 5].filter((b) => b !== a).map((b) => [a, b] as const));
  const similarity = Float64Array.from(pairs, ([a, b]) => reference.similarity[a]![b]!);

  it('of confusions with similarities is that of SciPy, with most pairs at 0 and many ties', () => {
    const ranked = new RankedQuantity(similarity);
    weightings.forEach((weights, i) => {
      const counts = new Map<string, number>();
      const totals = new Map<number, number>();
      cells.forEach((own, video) => {
        for (const { truth, predicted, steps } of own) {
          const weighted = steps * weights[video]!;
          counts.set(`${truth},${predicted}`, (counts.get(`${truth},${predicted}`) ?? 0) + weighted);
          totals.set(truth, (totals.get(truth) ?? 0) + weighted);
        }
      });
      const shares = pairs.map(([a, b]) => (counts.get(`${a},${b}`) ?? 0) / (totals.get(a) || 1));
      const filled = [...pairs.keys()].filter((pair) => shares[pair]! > 0);
      const ranks = new SparseRanks(
        pairs.length,
        filled,
        filled.map((pair) => shares[pair]!),
      );
      expect(ranks.correlation(ranked)).toBeCloseTo(reference.correlations[i]!, 8);
    });
  });

  it('of ranks that agree is 1, that disagree -1, of what never changes NaN', () => {
    const ranked = new RankedQuantity(Float64Array.from([10, 20, 30, 40]));
    expect(new SparseRanks(4, [1, 2, 3], [1, 5, 6]).correlation(ranked)).toBeCloseTo(1, 12);
    expect(new SparseRanks(4, [0, 1, 2], [9, 5, 1]).correlation(ranked)).toBeCloseTo(-1, 12);
    expect(new SparseRanks(4, [], []).correlation(ranked)).toBeNaN();
    const same = new RankedQuantity(Float64Array.from([2, 2]));
    expect(new SparseRanks(2, [0], [1]).correlation(same)).toBeNaN();
  });
});

describe('likeness of labels', () => {
  const form = (text: string, tokens: number[]) => ({ text, tokens, embedding: null });

  it('is what share of their tokens and letters is common', () => {
    const labels = [form('pour milk', [1, 2]), form('pour water', [3, 1, 3]), form('', [])];
    const [subwords, letters] = [subwordSimilarity(labels), letterSimilarity(labels)];
    expect(subwords(0, 1)).toBeCloseTo(1 / 3, 12);
    expect(letters(0, 1)).toBeCloseTo(1 - 5 / 10, 12);
    expect([subwords(0, 0), letters(0, 0), letters(2, 2)]).toEqual([1, 1, 1]);
    expect([subwords(0, 2), subwords(2, 2), letters(0, 2)]).toEqual([0, 0, 0]);
  });

  it('is the cosine of their meanings, where they are known', () => {
    const cosine = embeddingSimilarity(
      [[3, 4], [4, -3], [6, 8], null].map((x) => ({ embedding: x && Float32Array.from(x) })),
    );
    expect(cosine(0, 1)).toBeCloseTo(0, 12);
    expect(cosine(0, 2)).toBeCloseTo(1, 12);
    expect(cosine(0, 3)).toBeNaN();
  });
});

describe('the bootstrap over videos', () => {
  const draws = videoDraws(6);
  const right = [9, 8, 7, 9, 6, 8];
  const accuracy = (hits: readonly number[]) => (weights: ArrayLike<number>) => {
    const drawn = hits.reduce((sum, hit, video) => sum + hit * weights[video]!, 0);
    return drawn / (10 * [...Array(6).keys()].reduce((sum, video) => sum + weights[video]!, 0));
  };

  it('draws as many videos as there are, the same every time', () => {
    expect(draws).toHaveLength(1000);
    expect(draws.every((weights) => weights.reduce((sum, weight) => sum + weight, 0) === 6)).toBe(true);
    expect(videoDraws(6)).toEqual(draws);
  });

  it('gives the interval that all 46,656 ways to draw six videos have', () => {
    const all = Array.from({ length: 6 ** 6 }, (_, way) => {
      const hits = Array.from({ length: 6 }, (__, place) => right[Math.floor(way / 6 ** place) % 6]!);
      return hits.reduce((sum, hit) => sum + hit, 0) / 60;
    }).sort((a, b) => a - b);
    const { value, low, high } = scoreInterval(accuracy(right), draws)!;
    expect(value).toBeCloseTo(47 / 60, 12);
    // Scores of six videos are 1/60 apart, and a thousand draws may miss by one of them.
    expect(Math.abs(low - all[Math.round(0.025 * all.length)]!)).toBeLessThan(1.01 / 60);
    expect(Math.abs(high - all[Math.round(0.975 * all.length)]!)).toBeLessThan(1.01 / 60);
  });

  it('knows a run that is better on every video for sure, and calls the same run twice even', () => {
    const better = comparePaired(accuracy(right), accuracy(right.map((hit) => hit + 1)), draws)!;
    expect(better).toMatchObject({ better: 1, superiority: 1, effect: null });
    expect(better.value).toBeCloseTo(0.1, 12);
    expect(better.low).toBeCloseTo(0.1, 12);
    expect(comparePaired(accuracy(right), accuracy(right), draws)).toMatchObject({
      value: 0,
      better: 0.5,
      superiority: 0.5,
    });
    const worse = comparePaired(accuracy(right), accuracy(right.map((hit) => hit + 1)), draws, { lowerIsBetter: true });
    expect(worse).toMatchObject({ better: 0, superiority: 0 });
  });

  it('measures the effect in standard deviations of the videos', () => {
    const differences = [2, 0, 1, -1, 2, 2];
    const { effect, superiority } = comparePaired(
      accuracy(right),
      accuracy(right.map((hit, i) => hit + differences[i]!)),
      draws,
    )!;
    const mean = 1;
    const deviation = Math.sqrt(differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 5);
    expect(effect).toBeCloseTo(mean / deviation, 8);
    expect(superiority).toBeCloseTo(4.5 / 6, 12);
  });

  it('says nothing of a score that is 0/0', () => {
    expect(scoreInterval(() => NaN, draws)).toBeNull();
    expect(comparePaired(() => NaN, accuracy(right), draws)).toBeNull();
  });
});
