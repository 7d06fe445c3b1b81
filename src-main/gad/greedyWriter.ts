import type { Window } from '../common/domain/window';
import { type AnswerOptions, Continuation } from './continuation';
import { GreedyAnswer } from './generate';
import type { Prompt } from './prompt';

/** Writes the most likely tokens behind windows, reading each window once (`GreedyAnswer`). */
export class GreedyWriter {
  readonly continuation: Continuation;
  private readonly prompt: Prompt;
  /** Tokens an answer has at most. */
  private readonly longest: number;
  /** The answer settled last, the first guess for the next. */
  private lastAnswer: readonly number[] = [];

  constructor(options: AnswerOptions) {
    this.prompt = options.prompt;
    this.longest = options.prompt.longestWritten;
    this.continuation = new Continuation({ ...options, nodes: this.longest, edges: null });
  }

  /**
   * @param windows of one batch at most,
   * @param tracks features of each window's visual tokens `[steps * tokens, dim]`
   */
  async write(
    windows: readonly Window[],
    tracks: readonly Float32Array[],
    silenceThreshold: number,
  ): Promise<{ answers: GreedyAnswer[]; decisions: Float32Array }> {
    const { eos, silence } = this.prompt;
    const answers = windows.map(() => new GreedyAnswer({ eos, silence, silenceThreshold, longest: this.longest }));
    const cached = await this.continuation.read(windows, tracks);
    const parents = Array.from({ length: this.longest }, (_, node) => node - 1);
    for (;;) {
      const guesses = answers.map((answer) => answer.guess([this.lastAnswer, ...this.prompt.answers]));
      const tokens = guesses.map((guess) => [-1, ...guess.slice(0, -1)]);
      const { values, decisions } = await this.continuation.follow(cached, { tokens, parents });
      answers.forEach((answer, window) => this.settle(answer, guesses[window] as number[], values, window));
      if (answers.every((answer) => answer.done)) return { answers, decisions };
    }
  }

  private settle(answer: GreedyAnswer, guess: readonly number[], values: Float32Array, window: number): void {
    const { vocabulary } = this.continuation;
    answer.settle(guess, (position) => {
      const start = (window * this.longest + position) * vocabulary;
      return values.subarray(start, start + vocabulary);
    });
    if (answer.done && !answer.silent) this.lastAnswer = answer.tokens;
  }
}
