import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GreedyAnswer } from '../../../src-main/gad/generate';

const eos = 3;
const silence = 4;
const vocabulary = 6;
const longest = 9;

/** A made-up language model: logits that depend on every token before. */
function logitsAfter(prefix: readonly number[], salt: number): Float32Array {
  const hash = prefix.reduce((sum, token) => Math.imul(sum ^ (token + 1), 0x9e3779b1) >>> 0, salt >>> 0);
  return Float32Array.from({ length: vocabulary }, (_, token) => Math.sin(hash * 1e-3 + token * 2.1));
}

function writtenTokenByToken(salt: number): number[] {
  const tokens: number[] = [];
  while (tokens.length < longest) {
    const logits = logitsAfter(tokens, salt);
    tokens.push(logits.indexOf(Math.max(...logits)));
    if (tokens.at(-1) === eos || (tokens.length === 1 && tokens[0] === silence)) break;
  }
  return tokens;
}

describe('an answer settled by guesses', () => {
  it('is what writing token by token gives, whatever is guessed', () => {
    const guesses = fc.array(fc.array(fc.nat(vocabulary - 1), { maxLength: 12 }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.nat(), guesses, (salt, candidates) => {
        const answer = new GreedyAnswer({ eos, silence, silenceThreshold: 0, longest });
        let passes = 0;
        while (!answer.done) {
          const guess = answer.guess(candidates);
          expect(guess.length).toBe(longest);
          answer.settle(guess, (position) => logitsAfter(guess.slice(0, position), salt));
          expect(++passes).toBeLessThanOrEqual(longest);
        }
        expect(answer.tokens).toEqual(writtenTokenByToken(salt));
      }),
      { seed: 11, verbose: true },
    );
  });

  it('takes one pass where the guess is right', () => {
    for (let salt = 0; salt < 20; salt++) {
      const answer = new GreedyAnswer({ eos, silence, silenceThreshold: 0, longest });
      const guess = answer.guess([writtenTokenByToken(salt)]);
      answer.settle(guess, (position) => logitsAfter(guess.slice(0, position), salt));
      expect(answer.done).toBe(true);
    }
  });
});

describe('the silence threshold', () => {
  const logits = Float32Array.of(0, 1, 0, 0, 2, 0);
  const first = (silenceThreshold: number) => {
    const answer = new GreedyAnswer({ eos, silence, silenceThreshold, longest });
    answer.settle(answer.guess([]), () => logits);
    return answer;
  };
  const probability = Math.exp(2) / (Math.exp(2) + Math.exp(1) + 4);

  it('keeps a silence that is as probable, and drops one that is less', () => {
    expect(first(probability - 1e-3).silent).toBe(true);
    expect(first(probability + 1e-3).tokens[0]).toBe(1);
    expect(first(0).silent).toBe(true);
  });
});
