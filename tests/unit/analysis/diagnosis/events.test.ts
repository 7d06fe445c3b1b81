import { describe, expect, it } from 'vitest';
import { repair } from '../../../../src-main/analysis/diagnosis/costs';
import { listErrors } from '../../../../src-main/analysis/diagnosis/eventList';
import { codeOf, type Diagnosis, diagnose } from '../../../../src-main/analysis/diagnosis/events';
import type { SegmentList } from '../../../../src-main/analysis/metrics/segmentList';
import { SegmentMatcher } from '../../../../src-main/analysis/metrics/segments';
import { DiagnosisThresholds, errorKinds, verdicts } from '../../../../src-main/common/domain/diagnosis';
import { Rng } from '../../../../src-main/common/rng';
import { actions, segments, tracks } from '../../../builders/tracks';

const thresholds = DiagnosisThresholds.parse({});

const names = (codes: Uint8Array) => [...codes].map((code) => verdicts[code]);
function judge(truth: string, prediction: string, own: Partial<DiagnosisThresholds> = {}) {
  const diagnosis = diagnose(segments(truth), segments(prediction), { ...thresholds, ...own });
  return [names(diagnosis.truths), names(diagnosis.predictions)];
}

describe('the verdict of a segment', () => {
  it.each([
    ['correct, at IoU 0.5 and above', 'aaaa....', '..aa....', ['correct'], ['correct']],
    ['boundary, below it, one to one', 'aaaa....', '...a....', ['boundary'], ['boundary']],
    ['invented and missed, where nothing is near', 'aaaa....', '......bb', ['missed'], ['invented']],
    [
      'invented and missed, where a touch is too small',
      `${'a'.repeat(20)}`,
      `a${'.'.repeat(19)}`,
      ['missed'],
      ['invented'],
    ],
    ['confused, where another class is there', 'aaaa....', '..bbb...', ['confused'], ['confused']],
    [
      'duplicate, where the truth has its prediction',
      'aaaaaaaaaa',
      'aaaaaa.aaa',
      ['correct'],
      ['correct', 'duplicate'],
    ],
    [
      'fragmented, where two or more share one truth',
      'aaaaaaaaaa',
      'aaaa.aaaa.',
      ['fragmented'],
      ['fragmented', 'fragmented'],
    ],
    [
      'fragmented, however small the pieces are',
      'a'.repeat(24),
      'a...a...a...a...a...a...',
      ['fragmented'],
      ['fragmented', 'fragmented', 'fragmented', 'fragmented', 'fragmented', 'fragmented'],
    ],
    [
      'boundary beside a fragment',
      'a'.repeat(24),
      `aaaaaaaaaaa..a${'.'.repeat(10)}`,
      ['boundary'],
      ['boundary', 'fragmented'],
    ],
    ['merged, where one covers two or more', 'aaa.aaa.aaa', 'aaaaaaaaaaa', ['merged', 'merged', 'merged'], ['merged']],
    ['merged into a correct one', 'aaaaaa.aaa', 'aaaaaaaaaa', ['correct', 'merged'], ['correct']],
    ['confused with a truth that has its prediction', 'aaaaaaaaaa', 'aaaaaabbbb', ['correct'], ['correct', 'confused']],
    [
      'missed under a correct prediction of another class',
      'aaaaaabbb',
      'aaaaaaaaa',
      ['correct', 'missed'],
      ['correct'],
    ],
  ])('%s', (_name, truth, prediction, truths, predictions) => {
    expect(judge(truth, prediction)).toEqual([truths, predictions]);
  });

  it('is correct for the pair with the greatest IoU, whatever comes first', () => {
    expect(judge('aaaaa.....', 'a.aaa.....', { correct: 0.1 })[1]).toEqual(['duplicate', 'correct']);
  });

  it('follows the thresholds', () => {
    expect(judge('aaaa....', '...a....', { correct: 0.25 })).toEqual([['correct'], ['correct']]);
    expect(judge('aaaa....', '...a....', { overlap: 0.3 })).toEqual([['missed'], ['invented']]);
  });

  it('is missed or invented throughout where one side is empty', () => {
    expect(judge('aa.bb', '.....')).toEqual([['missed', 'missed'], []]);
    expect(judge('.....', 'aa.bb')).toEqual([[], ['invented', 'invented']]);
    expect(judge('.....', '.....')).toEqual([[], []]);
  });
});

const seeds = Array.from({ length: 400 }, (_, seed) => seed);

/** The rule as it is written, over all pairs of segments. */
function byTheRule(truth: SegmentList, prediction: SegmentList) {
  const T = [...truth.starts.keys()];
  const P = [...prediction.starts.keys()];
  const iou = (t: number, p: number) => {
    const shared = Math.min(truth.ends[t]!, prediction.ends[p]!) - Math.max(truth.starts[t]!, prediction.starts[p]!);
    const lengths = truth.ends[t]! - truth.starts[t]! + prediction.ends[p]! - prediction.starts[p]!;
    return shared <= 0 ? 0 : shared / (lengths - shared);
  };
  const same = (t: number, p: number) => truth.classes[t] === prediction.classes[p];
  const near = (t: number, p: number) => iou(t, p) >= thresholds.overlap;
  const pairs = T.flatMap((t) => P.map((p) => ({ t, p }))).filter(({ t, p }) => same(t, p) && iou(t, p) >= 0.5);
  pairs.sort((a, b) => iou(b.t, b.p) - iou(a.t, a.p));
  const takenTruths = new Set<number>();
  const takenPredictions = new Set<number>();
  for (const { t, p } of pairs) {
    if (takenTruths.has(t) || takenPredictions.has(p)) continue;
    takenTruths.add(t);
    takenPredictions.add(p);
  }
  const isDuplicate = (p: number) =>
    !takenPredictions.has(p) && T.some((t) => takenTruths.has(t) && same(t, p) && near(t, p));
  const leftTruths = T.filter((t) => !takenTruths.has(t));
  const leftPredictions = P.filter((p) => !takenPredictions.has(p) && !isDuplicate(p));
  const ofTruth = (t: number) => leftPredictions.filter((p) => same(t, p) && iou(t, p) > 0);
  const ofPrediction = (p: number) => leftTruths.filter((t) => same(t, p) && iou(t, p) > 0);
  const isBoundary = (t: number, p: number) =>
    ofTruth(t)
      .filter((other) => near(t, other))
      .join() === String(p) &&
    ofPrediction(p)
      .filter((other) => near(other, p))
      .join() === String(t);
  const verdictOf = (p: number) => {
    if (takenPredictions.has(p)) return 'correct';
    if (isDuplicate(p)) return 'duplicate';
    if (ofPrediction(p).some((t) => isBoundary(t, p))) return 'boundary';
    if (ofPrediction(p).some((t) => ofTruth(t).length > 1)) return 'fragmented';
    if (ofPrediction(p).length > 1) return 'merged';
    return T.some((t) => !same(t, p) && near(t, p)) ? 'confused' : 'invented';
  };
  const verdictOfTruth = (t: number) => {
    if (takenTruths.has(t)) return 'correct';
    const is = (p: number, verdict: string) => verdictOf(p) === verdict;
    const around = ofTruth(t);
    if (around.some((p) => is(p, 'boundary') && isBoundary(t, p))) return 'boundary';
    if (around.length > 1 && around.some((p) => is(p, 'fragmented'))) return 'fragmented';
    const joins = (p: number) => same(t, p) && near(t, p) && (is(p, 'correct') || is(p, 'duplicate'));
    if (around.some((p) => is(p, 'merged')) || P.some(joins)) return 'merged';
    return P.some((p) => is(p, 'confused') && !same(t, p) && near(t, p)) ? 'confused' : 'missed';
  };
  return { truths: T.map(verdictOfTruth), predictions: P.map(verdictOf) };
}

const countOf = (codes: Uint8Array, kind: (typeof verdicts)[number]) => codes.filter((c) => c === codeOf[kind]).length;

describe('random tracks', () => {
  it('get the verdicts of the rule taken literally', () => {
    const seen = new Set<string>();
    for (const seed of seeds) {
      const [truth, prediction] = tracks(seed);
      const { truths, predictions } = diagnose(truth, prediction, thresholds);
      const expected = byTheRule(truth, prediction);
      expect({ truths: names(truths), predictions: names(predictions) }, `seed ${seed}`).toEqual(expected);
      for (const verdict of [...expected.truths, ...expected.predictions]) seen.add(verdict);
    }
    expect([...seen].sort()).toEqual([...verdicts].sort());
  });

  it('have one verdict a segment, as many correct truths as predictions, and every error in the list', () => {
    for (const seed of seeds) {
      const [truth, prediction] = tracks(seed);
      const diagnosis = diagnose(truth, prediction, thresholds);
      const { truths, predictions } = diagnosis;
      expect(countOf(truths, 'correct'), `seed ${seed}`).toBe(countOf(predictions, 'correct'));
      expect([countOf(truths, 'duplicate'), countOf(truths, 'invented'), countOf(predictions, 'missed')]).toEqual([
        0, 0, 0,
      ]);
      expectListed(diagnosis, seed);
    }
  });

  it('score 100 once all kinds are set right, and each cost is that of its kind', () => {
    for (const seed of seeds) {
      const [truth, prediction] = tracks(seed);
      const diagnosis = diagnose(truth, prediction, thresholds);
      const perfect = repair(truth, prediction, diagnosis, errorKinds);
      const f1 = (list: SegmentList) => {
        const matcher = new SegmentMatcher(actions, [0.5]);
        matcher.add(truth, list);
        return matcher.matches[0]?.micro(false).f1;
      };
      expect(f1(perfect), `seed ${seed}`).toBe(truth.count === 0 ? Number.NaN : 100);
    }
  });
});

/** Every wrong segment stands in the list under its own kind; no event has a kind that none of its segments has. */
function expectListed(diagnosis: Diagnosis, seed: number): void {
  const events = listErrors(diagnosis);
  const { truths, predictions } = diagnosis;
  truths.forEach((code, t) => {
    const own = events.filter((event) => event.truth === t && event.kind === code);
    expect(own.length > 0, `seed ${seed}, truth ${t}`).toBe(code !== codeOf.correct);
  });
  predictions.forEach((code, p) => {
    const own = events.filter((event) => event.prediction === p && event.kind === code);
    expect(own.length > 0, `seed ${seed}, prediction ${p}`).toBe(code !== codeOf.correct);
  });
  for (const { kind, truth, prediction } of events) {
    expect([truths[truth], predictions[prediction]], `seed ${seed}`).toContain(kind);
  }
  expect(new Set(events.map(({ truth, prediction }) => `${truth} ${prediction}`)).size).toBe(events.length);
}

it('half a million segments take one pass and a sort', () => {
  const rng = new Rng(1, 'long');
  const list = (): SegmentList => {
    const count = 250_000;
    const starts = Int32Array.from({ length: count }, (_, i) => 8 * i + rng.below(3));
    return {
      count,
      starts,
      ends: starts.map((start) => start + 1 + rng.below(5)),
      classes: starts.map(() => 1 + rng.below(3)),
    };
  };
  const [truth, prediction] = [list(), list()];
  const { truths, predictions } = diagnose(truth, prediction, thresholds);
  expect(countOf(truths, 'correct')).toBe(countOf(predictions, 'correct'));
  expect(countOf(predictions, 'confused')).toBeGreaterThan(10_000);
});
