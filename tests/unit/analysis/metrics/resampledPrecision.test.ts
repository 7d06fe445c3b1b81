import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { everyVideoOnce } from '../../../../src-main/analysis/bootstrap';
import { averagePrecision, type ScoreTrack } from '../../../../src-main/analysis/metrics/averagePrecision';
import { meanPrecisionByVideo } from '../../../../src-main/analysis/metrics/resampledPrecision';
import { toFloat16 } from '../../../../src-main/common/float16';
import { Rng } from '../../../../src-main/common/rng';

/** Made by tests/reference/statistics.py. */
const reference = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'data', 'statistics.json'), 'utf8')) as {
  truth: number[][];
  scored: number[][];
  draws: number[][];
  scoreBits: number[][][];
  meanAveragePrecision: number[];
};
const classes = 6;
const tracks = reference.truth.map((truth, video): ScoreTrack => {
  const rows = Uint16Array.from(reference.scoreBits[video]!.flat());
  return {
    spans: truth.map((classIndex, k) => ({ start: k, end: k + 1, classIndex })),
    scored: Uint8Array.from(reference.scored[video]!),
    readRows: (from, to) => Promise.resolve(rows.subarray(from * classes, to * classes)),
  };
});
const actions = [1, 2, 3, 4, 5];

describe('mean average precision of draws of videos', () => {
  it('is that of scikit-learn with weights', async () => {
    const score = await meanPrecisionByVideo(tracks, classes, actions);
    [everyVideoOnce(tracks.length), ...reference.draws].forEach((weights, i) => {
      expect(score(weights)).toBeCloseTo(100 * reference.meanAveragePrecision[i]!, 6);
    });
  });

  it('is that of the videos put beside each other as often as they were drawn', async () => {
    const rng = new Rng(5);
    const many = Array.from({ length: 6 }, () => randomTrack(rng, 40, 4));
    const score = await meanPrecisionByVideo(many, 4, [0, 1, 2, 3]);
    for (const weights of [
      [1, 1, 1, 1, 1, 1],
      [3, 0, 1, 2, 0, 0],
      [0, 0, 0, 6, 0, 0],
    ]) {
      const drawn = many.flatMap((track, video) => new Array<ScoreTrack>(weights[video]!).fill(track));
      const values = [...(await averagePrecision(drawn, 4, [0, 1, 2, 3]))].filter((value) => !Number.isNaN(value));
      expect(score(weights)).toBeCloseTo((100 * values.reduce((sum, value) => sum + value, 0)) / values.length, 9);
    }
  });

  it('is not defined of videos without any of the classes', async () => {
    const score = await meanPrecisionByVideo(tracks, classes, actions);
    expect(score(new Uint8Array(tracks.length))).toBeNaN();
  });
});

/** Scores with ties; spans overlap. */
function randomTrack(rng: Rng, steps: number, width: number): ScoreTrack {
  const rows = toFloat16(Float32Array.from({ length: steps * width }, () => Math.round(rng.next() * 20) / -4));
  return {
    spans: Array.from({ length: 5 }, () => {
      const start = rng.below(steps - 8);
      return { start, end: start + 1 + rng.below(7), classIndex: rng.below(width) };
    }),
    scored: Uint8Array.from({ length: steps }, () => (rng.next() < 0.9 ? 1 : 0)),
    readRows: (from, to) => Promise.resolve(rows.subarray(from * width, to * width)),
  };
}
