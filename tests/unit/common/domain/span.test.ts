import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeSpans, overlap, overlapped } from '../../../../src-main/common/domain/span';

const spans = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 9 }))
    .map(([start, length]) => ({ start, end: start + length })),
  { maxLength: 20 },
);

describe('spans that share something with another', () => {
  it('are those that a look at each finds', () => {
    fc.assert(
      fc.property(spans, spans, (some, others) => {
        const merged = mergeSpans(some);
        for (const one of others)
          expect(overlapped(merged, one)).toEqual(merged.filter((span) => overlap(span, one) > 0));
      }),
    );
  });
});
