import { describe, expect, it } from 'vitest';
import { Annotation } from '../../../src-main/common/domain/annotation';
import { checkRecord } from '../../../src-main/data/project/records';

const annotation = {
  version: 1,
  video: 'tea',
  timebase: 'frames',
  segments: [{ id: 's1', start: 3, end: 9, classId: 1, origin: 'human' }],
  reviewed: [{ start: 0, end: 12.5 }],
};

describe('annotations', () => {
  it('count whole frames; other timebases may have fractions', () => {
    expect(() => checkRecord(Annotation, annotation, 'tea.json')).toThrow(
      'Invalid tea.json: field reviewed[0].end: expected a whole frame, found 12.5.',
    );
    expect(checkRecord(Annotation, { ...annotation, timebase: 'seconds' }, 'tea.json').reviewed).toEqual([
      { start: 0, end: 12.5 },
    ]);
  });
});
