import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textSimilarity } from '../../../src-main/gad/textSimilarity';

it('is the cosine of the counts of trigrams', () => {
  // <cu, cut, ut> on one side; <cu, cut, ut>, <to, top, op> on the other.
  expect(textSimilarity('cut', 'cut top')).toBeCloseTo(3 / Math.sqrt(3 * 6), 12);
});

it('finds words in other forms, and nothing in what shares no subword', () => {
  expect(textSimilarity('onions', 'cut onion')).toBeGreaterThan(textSimilarity('onions', 'open drawer'));
  expect(textSimilarity('stir', 'wash pan')).toBe(0);
  expect(textSimilarity('', 'wash pan')).toBe(0);
});

it('of any texts is symmetric, at most 1, and 1 for the same words in any order and case', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const there = textSimilarity(a, b);
      expect(textSimilarity(b, a)).toBeCloseTo(there, 12);
      expect(there).toBeLessThanOrEqual(1 + 1e-12);
    }),
  );
  expect(textSimilarity('Pour Water', 'water pour')).toBeCloseTo(1, 12);
});
