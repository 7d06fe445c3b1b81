import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyCounts } from '../../../src-main/jobs/latency';

describe('LatencyCounts', () => {
  it('has quantiles right to 1 %', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 60 }),
        fc.constantFrom(0.5, 0.95, 1),
        (values, share) => {
          const counts = new LatencyCounts();
          for (const value of values) counts.add(value);
          const exact = values.sort((a, b) => a - b)[Math.ceil(share * values.length - 1e-9) - 1]!;
          expect(Math.abs(counts.quantile(share)! / exact - 1)).toBeLessThan(0.0101);
        },
      ),
    );
  });

  it('has none of nothing', () => {
    expect(new LatencyCounts().quantile(0.5)).toBeNull();
  });
});
