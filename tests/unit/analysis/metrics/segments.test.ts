import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SegmentList, segmentsOf } from '../../../../src-main/analysis/metrics/segmentList';
import { SegmentMatcher } from '../../../../src-main/analysis/metrics/segments';

/** Classes: background, a, b, c. A track is written as text: `..aab`. */
const actions = Uint8Array.of(0, 1, 1, 1);
const labelsOf = (text: string) => Int32Array.from(text, (letter) => '.abc'.indexOf(letter));

function segments(text: string): SegmentList {
  const labels = labelsOf(text);
  return segmentsOf(labels, actions, new Uint8Array(labels.length).fill(1));
}

function match(truth: string, prediction: string, thresholds = [0.1, 0.25, 0.5]) {
  const matcher = new SegmentMatcher(actions, thresholds);
  matcher.add(segments(truth), segments(prediction));
  return matcher.matches;
}

const counts = (truth: string, prediction: string) =>
  match(truth, prediction).map((matches) => Object.values(matches.totals()).join(' '));

describe('segments of a label track', () => {
  it('are the maximal runs of one action', () => {
    const { starts, ends, classes } = segments('aab..bb.c');
    expect([[...starts], [...ends], [...classes]]).toEqual([
      [0, 2, 5, 8],
      [2, 3, 7, 9],
      [1, 2, 2, 3],
    ]);
  });

  it('are cut by unreviewed steps', () => {
    const list = segmentsOf(labelsOf('aaaaa'), actions, Uint8Array.of(1, 1, 0, 1, 1));
    expect([[...list.starts], [...list.ends]]).toEqual([
      [0, 3],
      [2, 5],
    ]);
  });
});

describe('segment F1', () => {
  it('counts hits, inventions and misses', () => {
    expect(counts('aaaa..bbbb', 'aaaa.cc...')).toEqual(['1 1 1', '1 1 1', '1 1 1']);
  });

  it('takes an overlap equal to the threshold', () => {
    expect(counts('aaaa', '..aa')).toEqual(['1 0 0', '1 0 0', '1 0 0']);
    expect(counts('aaaa', '...a')).toEqual(['1 0 0', '1 0 0', '0 1 1']);
  });

  it('does not try another true segment when the best is taken', () => {
    // Both predictions overlap the first true segment best; the second could have had the other.
    expect(counts('aaaaaa.a', 'aa.aaaaa')[0]).toBe('1 1 1');
  });

  it('takes the first of true segments with equal overlap', () => {
    expect(counts('aaa..aaa', '..aaaa..')[0]).toBe('1 0 1');
  });

  it('gives micro over all segments and macro over all classes of the list, in exact arithmetic', () => {
    const [matches] = match('aa.bb.a', 'aa.cc.a');
    // a: 2 of 2. b: missed. c: invented.
    expect(matches?.micro(false)).toEqual({ precision: (2 / 3) * 100, recall: (2 / 3) * 100, f1: (4 / 6) * 100 });
    expect(matches?.macro(false)).toEqual({ precision: 100 / 3, recall: 100 / 3, f1: 100 / 3 });
    expect(matches?.micro(true).f1).toBeCloseTo(66.66666644444445, 10);
  });

  it('is undefined where there is nothing to find and nothing was found', () => {
    const [matches] = match('...', '...');
    expect(matches?.micro(false).f1).toBeNaN();
    expect(matches?.micro(true).f1).toBe(0);
    expect(match('...', '.a.')[0]?.micro(false)).toEqual({ precision: 0, recall: NaN, f1: 0 });
  });

  it('equals the plain definition on random tracks', () => {
    const track = fc.string({ unit: fc.constantFrom('.', 'a', 'b'), minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(track, track, (truth, prediction) => {
        expect(match(truth, prediction).map((m) => m.totals().truePositive)).toEqual(
          [0.1, 0.25, 0.5].map((threshold) => plainHits(segments(truth), segments(prediction), threshold)),
        );
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

/** Every prediction against every true segment. */
function plainHits(truth: SegmentList, prediction: SegmentList, threshold: number): number {
  const taken = new Set<number>();
  for (let p = 0; p < prediction.count; p++) {
    const ious = Array.from({ length: truth.count }, (_, g) => {
      if (truth.classes[g] !== prediction.classes[p]) return 0;
      const shared = Math.min(truth.ends[g]!, prediction.ends[p]!) - Math.max(truth.starts[g]!, prediction.starts[p]!);
      const all = Math.max(truth.ends[g]!, prediction.ends[p]!) - Math.min(truth.starts[g]!, prediction.starts[p]!);
      return Math.max(0, shared) / all;
    });
    const best = ious.indexOf(Math.max(...ious));
    if (best >= 0 && ious[best]! >= threshold) taken.add(best);
  }
  return taken.size;
}
