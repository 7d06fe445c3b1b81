import { describe, expect, it } from 'vitest';
import { middlePoints, PointMatcher, startPoints } from '../../../../src-main/analysis/metrics/points';
import { segmentsOf } from '../../../../src-main/analysis/metrics/segmentList';

const actions = Uint8Array.of(0, 1, 1);

function segments(text: string) {
  const labels = Int32Array.from(text, (letter) => '.ab'.indexOf(letter));
  return segmentsOf(labels, actions, new Uint8Array(labels.length).fill(1));
}

function counts(points: typeof middlePoints, truth: string, prediction: string, rate = 1): string[] {
  const matcher = new PointMatcher(actions, [1, 2], rate, points);
  matcher.add(segments(truth), segments(prediction), truth.length);
  return matcher.matches.map((matches) => Object.values(matches.totals()).join(' '));
}

describe('point F1', () => {
  it('takes starts within the tolerance, its end included', () => {
    expect(counts(startPoints, '...aa...', '....aa..')).toEqual(['1 0 0', '1 0 0']);
    expect(counts(startPoints, '...aa...', '.....aa.')).toEqual(['0 1 1', '1 0 0']);
    expect(counts(startPoints, '.aa.....', '....aa..')).toEqual(['0 1 1', '0 1 1']);
  });

  it('measures in seconds', () => {
    expect(counts(startPoints, 'aa......', '....aa..', 4)).toEqual(['1 0 0', '1 0 0']);
  });

  it('asks the nearest true start of any class first', () => {
    // The b that starts at 3 is nearer to the predicted a at 4 than the true a at 6.
    expect(counts(startPoints, '...bb.aa', '....aa..')[1]).toBe('0 1 2');
  });

  it('counts a second prediction of a taken start as invented', () => {
    expect(counts(startPoints, '.aaaa.', 'a.aaa.')[0]).toBe('1 1 0');
  });

  it('counts inventions in a video without true segments', () => {
    expect(counts(startPoints, '.....', '.aa..')).toEqual(['0 1 0', '0 1 0']);
  });

  it('has middles half-way to the exclusive end, but to the last step at the end of the video', () => {
    expect([...middlePoints(segments('aa.bbb'), 6)]).toEqual([1, 4]);
    expect([...middlePoints(segments('aa.bbb.'), 7)]).toEqual([1, 4.5]);
    expect(counts(middlePoints, '.aaaaaa.', '....aa..')).toEqual(['1 0 0', '1 0 0']);
    expect(counts(middlePoints, '.aaaaaa..', '.....aaa.')).toEqual(['0 1 1', '0 1 1']);
  });
});
