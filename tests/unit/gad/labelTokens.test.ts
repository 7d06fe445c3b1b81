import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Tokenisation, tokenisations } from '../../../src-main/common/settings';
import { labelTokens } from '../../../src-main/gad/labelTokens';
import { byteTokenizer } from './byteTokenizer';

const words = ['background', 'cut', 'pour', 'wash', 'onion', 'carrot', 'cup', 'the', 'tomato'];
const tokenizer = byteTokenizer(
  words.map((word) => ` ${word}`),
  '<s>',
  '</s>',
);
const eos = tokenizer.eos!;
const vocabulary = tokenizer.size + 3;

const label = fc.array(fc.constantFrom(...words.slice(1)), { minLength: 1, maxLength: 4 }).map((all) => all.join(' '));
const labels = fc.uniqueArray(label, { minLength: 1, maxLength: 12 }).map((texts) => ['background', ...texts]);

function tokens(texts: readonly string[], tokenisation: Tokenisation, seed = 0) {
  return labelTokens(tokenizer, texts, { tokenisation, seed, eos, vocabulary });
}

/** Answers of the actions, without the end. */
const bodies = (texts: readonly string[], tokenisation: Tokenisation, seed = 0) =>
  tokens(texts, tokenisation, seed)
    .answers.slice(1)
    .map((answer) => answer.slice(0, -1));

/** Which places of which labels hold the same token, whatever it is. */
function overlap(answers: readonly (readonly number[])[]): string {
  const all = answers.flat();
  const numbers = all.map((token) => all.indexOf(token));
  let at = 0;
  return answers.map((answer) => answer.map(() => numbers[at++]).join(' ')).join(' | ');
}

describe('label tokens', () => {
  it('of random subwords overlap as the labels do, and are none of theirs', () => {
    fc.assert(
      fc.property(labels, fc.nat(), (texts, seed) => {
        const plain = bodies(texts, 'subword');
        const random = bodies(texts, 'rand', seed);
        expect(overlap(random)).toBe(overlap(plain));
      }),
      { seed: 31, verbose: true },
    );
  });

  it('without overlap share no token between labels, and keep their lengths', () => {
    fc.assert(
      fc.property(labels, fc.nat(), (texts, seed) => {
        const plain = bodies(texts, 'subword');
        const apart = bodies(texts, 'desync', seed);
        expect(apart.map((answer) => answer.length)).toEqual(plain.map((answer) => answer.length));
        const distinct = apart.map((answer) => new Set(answer));
        const together = new Set(apart.flat());
        expect(together.size).toBe(distinct.reduce((sum, each) => sum + each.size, 0));
      }),
      { seed: 32, verbose: true },
    );
  });

  it('are never special, nor the silence token', () => {
    for (const tokenisation of ['rand', 'desync'] as const) {
      for (let seed = 0; seed < 20; seed++) {
        const { answers, silence } = tokens(['background', 'cut onion', 'cut the onion'], tokenisation, seed);
        expect(answers[0]).toEqual([silence]);
        for (const answer of answers.slice(1)) {
          expect(answer.at(-1)).toBe(eos);
          for (const token of answer.slice(0, -1)) {
            expect(token).not.toBe(silence);
            expect(tokenizer.isSpecial(token)).toBe(false);
          }
        }
      }
    }
  });

  it('that extend the vocabulary are one new token a label', () => {
    const { answers, silence } = tokens(['background', 'cut onion', 'cut the onion'], 'extend');
    expect(answers).toEqual([[vocabulary], [vocabulary + 1], [vocabulary + 2]]);
    expect(silence).toBe(vocabulary);
  });

  it('are the same for the same seed only', () => {
    const texts = ['background', 'cut onion', 'wash the cup'];
    for (const tokenisation of tokenisations) {
      expect(tokens(texts, tokenisation, 3)).toEqual(tokens(texts, tokenisation, 3));
    }
    for (const tokenisation of ['rand', 'desync'] as const) {
      expect(tokens(texts, tokenisation, 3)).not.toEqual(tokens(texts, tokenisation, 4));
    }
  });

  it('need a vocabulary that is large enough', () => {
    const texts = ['background', ...Array.from({ length: tokenizer.size }, (_, i) => `cut ${i}`)];
    expect(() => tokens(texts, 'desync')).toThrow('too few');
  });
});
