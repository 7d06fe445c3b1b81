import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeId } from '../../../../src-main/data/project/ids';

describe('ids as file names', () => {
  it.each([
    ['P01_11', 'P01_11'],
    ['-YtYoSwdUf8', '-YtYoSwdUf8'],
    ['rice, 2nd try', 'rice, 2nd try'],
    ['a/b\\c', 'a_b_c'],
    ['..', '__'],
    ['.hidden', '_hidden'],
    ['end. ', 'end__'],
    ['what?', 'what_'],
    ['con.mp4', '_con.mp4'],
    ['', '_'],
    ['e\u0301', '\u00e9'],
    [`${'x'.repeat(178)}🍳`, 'x'.repeat(178)],
    [`${'x'.repeat(178)} .y`, `${'x'.repeat(178)}__`],
    ['half of an \ud83c emoji', 'half of an _ emoji'],
  ])('%j is kept as %j', (text, id) => {
    expect(safeId(text)).toBe(id);
  });

  it('are safe already when made safe, and short enough', () => {
    const odd = fc.constantFrom('🍳', 'e\u0301', '\u3000', ' ', '.', 'a', '\ud83c', '?');
    const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: odd, maxLength: 300 }));
    fc.assert(
      fc.property(texts, (text) => {
        const id = safeId(text);
        expect(safeId(id)).toBe(id);
        expect(Buffer.byteLength(id)).toBeLessThanOrEqual(181);
      }),
      { seed: 1 },
    );
  });
});
