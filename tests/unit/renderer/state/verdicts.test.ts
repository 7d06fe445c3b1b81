import { describe, expect, it } from 'vitest';
import type { VideoVerdicts } from '../../../../src-main/common/contract/errors';
import { verdicts as names } from '../../../../src-main/common/domain/diagnosis';
import { judgementOf } from '../../../../src-renderer/state/verdicts';

const [correct, confused, missed] = ['correct', 'confused', 'missed'].map((name) => names.indexOf(name as never));

/** Four steps a second: the first truth is found, the second taken for another class, the third not seen. */
const judged = {
  run: 'gad',
  rate: 4,
  truths: [
    { start: 4, end: 12, classId: 1, verdict: correct, other: 0 },
    { start: 20, end: 28, classId: 2, verdict: confused, other: 1 },
    { start: 28, end: 36, classId: 1, verdict: missed, other: -1 },
  ],
  predictions: [
    { start: 4, end: 11, classId: 1, verdict: correct, other: 0 },
    { start: 19, end: 28, classId: 1, verdict: confused, other: 1 },
  ],
} as VideoVerdicts;

describe('what is said of a segment', () => {
  it('is that of the judged truth of its class, though its edges are between steps', () => {
    expect(judgementOf(judged, { start: 5.1, end: 6.9, classId: 2 }, true)).toEqual({
      verdict: 'confused',
      by: { start: 4.75, end: 7, classId: 1 },
    });
    expect(judgementOf(judged, { start: 6.95, end: 9.1, classId: 1 }, true)).toEqual({ verdict: 'missed', by: null });
  });

  it('is that of the prediction for one of a run', () => {
    expect(judgementOf(judged, { start: 4.75, end: 7, classId: 1 }, false)).toEqual({
      verdict: 'confused',
      by: { start: 5, end: 7, classId: 2 },
    });
  });

  it('is not known of what was not judged', () => {
    expect(judgementOf(judged, { start: 10, end: 12, classId: 1 }, true)).toBeNull();
    expect(judgementOf(judged, { start: 5, end: 7, classId: 3 }, true)).toBeNull();
  });
});
