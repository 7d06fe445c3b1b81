import { describe, expect, it } from 'vitest';
import { parseMoment } from '../../../../src-renderer/ui/moment';

describe('a moment that is typed', () => {
  it.each([
    ['f 1018', { frame: 1018 }],
    ['F0', { frame: 0 }],
    ['46.36', { seconds: 46.36 }],
    ['46,36', { seconds: 46.36 }],
    ['01:02.5', { seconds: 62.5 }],
    ['1:02:03', { seconds: 3723 }],
    [' 7 ', { seconds: 7 }],
  ])('%j', (text, moment) => expect(parseMoment(text)).toEqual(moment));

  it.each(['', 'f', 'f -1', 'f 1.5', '-3', '1:2:3:4', 'now', '1.2.3', '12 s'])('is not %j', (text) =>
    expect(parseMoment(text)).toBeNull(),
  );
});
