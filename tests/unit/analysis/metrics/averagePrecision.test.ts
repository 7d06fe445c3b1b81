import { describe, expect, it } from 'vitest';
import { averagePrecision, type ScoreTrack } from '../../../../src-main/analysis/metrics/averagePrecision';
import { toFloat16 } from '../../../../src-main/common/float16';
import { Rng } from '../../../../src-main/common/rng';

/** A track of one class (index 0 of 1) from its scores and its positive steps. */
function track(scores: number[], positive: number[], scored?: number[]): ScoreTrack {
  const rows = toFloat16(Float32Array.from(scores));
  return {
    spans: positive.map((k) => ({ start: k, end: k + 1, classIndex: 0 })),
    scored: Uint8Array.from(scored ?? scores.map(() => 1)),
    readRows: (from, to) => Promise.resolve(rows.subarray(from, to)),
  };
}

const valueOf = async (...tracks: ScoreTrack[]) => (await averagePrecision(tracks, 1, [0]))[0];

describe('average precision', () => {
  it('sums gains in recall times precision, as in the manual of scikit-learn', async () => {
    // average_precision_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) is 0.8333...
    expect(await valueOf(track([0.1, 0.4, 0.35, 0.8], [2, 3]))).toBeCloseTo(5 / 6, 12);
  });

  it('counts equal scores together, whatever their order', async () => {
    // At 0.5 there are three steps, one positive: precision 1/3 at recall 1.
    expect(await valueOf(track([0.5, 0.5, 0.5], [0]))).toBeCloseTo(1 / 3, 12);
    expect(await valueOf(track([0.5, 0.5, 0.5], [2]))).toBeCloseTo(1 / 3, 12);
  });

  it('orders negative scores, zeros of both signs and infinities', async () => {
    expect(await valueOf(track([-0.5, -1, -2], [0]))).toBe(1);
    expect(await valueOf(track([-0.5, -1, -2], [2]))).toBeCloseTo(1 / 3, 12);
    expect(await valueOf(track([0, -0], [1]))).toBe(1 / 2);
    expect(await valueOf(track([-Infinity, -3, 1], [0]))).toBeCloseTo(1 / 3, 12);
  });

  it('ranks the steps of all videos together and leaves out those not scored', async () => {
    expect(await valueOf(track([0.9], []), track([0.8], [0]))).toBe(1 / 2);
    expect(await valueOf(track([0.9], [], [0]), track([0.8, 0.95], [0, 1], [1, 0]))).toBe(1);
  });

  it('counts a step covered twice once', async () => {
    const twice = track([0.1, 0.9, 0.2], [1]);
    const spans = [...twice.spans, { start: 0, end: 2, classIndex: 0 }];
    expect(await valueOf({ ...twice, spans })).toBeCloseTo(0.5 * 1 + 0.5 * (2 / 3), 12);
  });

  it('is undefined for a class without a positive step', async () => {
    expect(await valueOf(track([0.1, 0.9], []))).toBeNaN();
  });

  it('equals a plain sort on random scores of many rows and classes', async () => {
    const rng = new Rng(3);
    const [steps, classes] = [1000, 2];
    const values = Float32Array.from({ length: steps * classes }, () => Math.round(rng.next() * 4000) / -400);
    const rows = toFloat16(values);
    const spans = Array.from({ length: 200 }, () => {
      const start = rng.below(steps - 5);
      return { start, end: start + 1 + rng.below(4), classIndex: rng.below(classes) };
    });
    const whole: ScoreTrack = {
      spans,
      scored: Uint8Array.from({ length: steps }, () => (rng.next() < 0.9 ? 1 : 0)),
      readRows: (from, to) => Promise.resolve(rows.subarray(from * classes, to * classes)),
    };
    const found = await averagePrecision([whole], classes, [0, 1]);
    for (const c of [0, 1]) expect(found[c]).toBeCloseTo(plain(whole, rows, classes, c), 12);
  });
});

function plain({ spans, scored }: ScoreTrack, rows: Uint16Array, classes: number, c: number): number {
  const kept = [...scored.keys()].filter((k) => scored[k]);
  const isPositive = (k: number) => spans.some((s) => s.classIndex === c && k >= s.start && k < s.end);
  // Patterns of negative halves ascend as the values descend.
  const score = (k: number) => -(rows[k * classes + c] as number);
  const thresholds = [...new Set(kept.map(score))].sort((a, b) => b - a);
  const positives = kept.filter(isPositive).map(score);
  const all = kept.map(score);
  let sum = 0;
  let recall = 0;
  for (const threshold of thresholds) {
    const hits = positives.filter((value) => value >= threshold).length;
    const seen = all.filter((value) => value >= threshold).length;
    sum += (hits / positives.length - recall) * (hits / seen);
    recall = hits / positives.length;
  }
  return sum;
}
