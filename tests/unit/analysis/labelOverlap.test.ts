import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LabelTokens, labelOverlap } from '../../../src-main/analysis/labelOverlap';
import type { Tokenisation } from '../../../src-main/common/settings';
import { labelTokens } from '../../../src-main/gad/labelTokens';
import { byteTokenizer } from '../gad/byteTokenizer';

const label = (tokens: readonly number[], frequency = 1): LabelTokens => ({ tokens, frequency });
const taxonomies = fc.array(
  fc.record({
    tokens: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 5 }),
    frequency: fc.integer({ min: 1, max: 40 }),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('labelOverlap', () => {
  it('of "cut onion", "cut bread", "wash pan" is half, half, nothing, weighted by frequency', () => {
    const { overall, classes } = labelOverlap([label([1, 2], 3), label([1, 3], 1), label([4, 5], 4)]);
    expect(classes).toEqual([
      { overlap: 0.5, nearest: 1, nearestShare: 0.5 },
      { overlap: 0.5, nearest: 0, nearestShare: 0.5 },
      { overlap: 0, nearest: -1, nearestShare: 0 },
    ]);
    expect(overall).toBeCloseTo((3 * 0.5 + 1 * 0.5) / 8, 12);
  });

  it('names the label that shares most tokens as nearest', () => {
    const { classes } = labelOverlap([label([1, 2, 3]), label([1, 9]), label([2, 3])]);
    expect(classes[0]).toEqual({ overlap: 1, nearest: 2, nearestShare: 2 / 3 });
  });

  it('is 0 where every token belongs to one label (desync)', () => {
    fc.assert(
      fc.property(taxonomies, (labels) => {
        const own = labels.map(({ tokens, frequency }, i) =>
          label(
            tokens.map((token) => 100 * i + token),
            frequency,
          ),
        );
        expect(labelOverlap(own).overall).toBe(0);
      }),
    );
  });

  it('is 1 where two or more labels all have the same tokens', () => {
    fc.assert(
      fc.property(taxonomies, (labels) => {
        fc.pre(labels.length > 1);
        const { tokens } = labels[0]!;
        expect(labelOverlap(labels.map(({ frequency }) => label(tokens, frequency))).overall).toBeCloseTo(1, 12);
      }),
    );
  });

  it('stays between 0 and 1, and the same when tokens are renamed consistently (rand)', () => {
    fc.assert(
      fc.property(taxonomies, (labels) => {
        const plain = labelOverlap(labels);
        expect(plain.overall).toBeGreaterThanOrEqual(0);
        expect(plain.overall).toBeLessThanOrEqual(1 + 1e-12);
        const renamed = labels.map(({ tokens, frequency }) =>
          label(
            tokens.map((t) => (t * 7 + 3) % 13),
            frequency,
          ),
        );
        expect(labelOverlap(renamed)).toEqual(plain);
      }),
    );
  });

  it('grows when a label gets the tokens of another', () => {
    fc.assert(
      fc.property(taxonomies, (labels) => {
        fc.pre(labels.length > 1);
        const [first, second, ...rest] = labels;
        const apart = [label([100], first!.frequency), label([101], second!.frequency), ...rest];
        const alike = [label([100], first!.frequency), label([100], second!.frequency), ...rest];
        expect(labelOverlap(alike).overall).toBeGreaterThan(labelOverlap(apart).overall);
      }),
    );
  });

  it('refuses a label without tokens', () => {
    expect(() => labelOverlap([label([])])).toThrow(RangeError);
  });

  it.each([0, 1, 2])('tells the controls of the paper apart: rand as subword, desync and extend 0; seed %i', (seed) => {
    const words = ['cut', 'pour', 'wash', 'onion', 'carrot', 'cup'];
    const tokenizer = byteTokenizer([' background', ...words.map((word) => ` ${word}`)], '<s>', '</s>');
    const texts = ['background', 'cut onion', 'cut carrot', 'pour cup', 'wash cup', 'wash carrot', 'onion'];
    const overlap = (tokenisation: Tokenisation) => {
      const options = { tokenisation, seed, eos: tokenizer.eos!, vocabulary: tokenizer.size };
      const { answers } = labelTokens(tokenizer, texts, options);
      const written = answers.slice(1).map((answer) => answer.filter((token) => token !== tokenizer.eos));
      return labelOverlap(written.map((tokens) => label(tokens))).overall;
    };
    expect(overlap('subword')).toBeCloseTo((1 + 1 + 0.5 + 1 + 1 + 1) / 6, 12);
    expect(overlap('rand')).toBe(overlap('subword'));
    expect([overlap('desync'), overlap('extend')]).toEqual([0, 0]);
  });
});
