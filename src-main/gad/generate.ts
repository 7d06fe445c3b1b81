import { largestIndex } from './decode';

/**
 * Greedy answers, several tokens a pass. Each window guesses how its answer goes on, one pass of the decoder over the
 * guess, behind the cached window, computes what it would write at every position, and the guess is kept as far as it
 * agrees; so each pass settles at least one token, and all of them where the guess was right, which it
 * nearly always is: a trained model writes class texts, mostly that of the step before. The answer is
 * exactly that of writing token by token.
 */
export interface GreedyRules {
  eos: number;
  /** The token that means background; as the first token it ends the answer. Null: there is none. */
  silence: number | null;
  /** A silence probability below this counts as 0. */
  silenceThreshold: number;
  /** Tokens an answer has at most. */
  longest: number;
}

export class GreedyAnswer {
  /** Tokens settled so far, the end token included. */
  readonly tokens: number[] = [];
  done = false;

  constructor(private readonly rules: GreedyRules) {}

  /** True where the whole answer is the silence token. */
  get silent(): boolean {
    return this.done && this.tokens.length === 1 && this.tokens[0] === this.rules.silence;
  }

  /**
   * As many tokens as an answer has at most: those settled, then those of the first candidate that goes on from them.
   */
  guess(candidates: Iterable<readonly number[]>): number[] {
    const guess = this.tokens.slice();
    for (const candidate of candidates) {
      if (!this.tokens.every((token, i) => candidate[i] === token)) continue;
      guess.push(...candidate.slice(guess.length));
      break;
    }
    while (guess.length < this.rules.longest) guess.push(this.rules.eos);
    return guess.slice(0, this.rules.longest);
  }

  /** @param rows logits at each position of the guess, given the guess before it */
  settle(guess: readonly number[], rows: (position: number) => Float32Array): void {
    for (let at = this.tokens.length; at < this.rules.longest && !this.done; at++) {
      const token = at === 0 ? this.firstToken(rows(0)) : largestIndex(rows(at));
      this.tokens.push(token);
      const silent = at === 0 && token === this.rules.silence;
      this.done = silent || token === this.rules.eos || at === this.rules.longest - 1;
      if (token !== guess[at]) return;
    }
  }

  private firstToken(logits: Float32Array): number {
    const { silence, silenceThreshold } = this.rules;
    const best = largestIndex(logits);
    if (silence === null || best !== silence || silenceThreshold === 0) return best;
    const top = logits[best] as number;
    const probability = 1 / logits.reduce((sum, value) => sum + Math.exp(value - top), 0);
    return probability < silenceThreshold ? largestIndex(logits, new Set([silence])) : best;
  }
}
