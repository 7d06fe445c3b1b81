import { UserError } from '../common/errors';
import type { Tokenizer } from '../models/tokenizer/tokenizer';
import type { ClassifierDescription } from './classifier';
import { type LabelTokens, labelTokens } from './labelTokens';

/**
 * How a window is put to the language model. Order of tokens (official data set code):
 *
 *     <bos> question ⏎ <v> … <v> [<cls>] [⏎Assistant: class[, previous action] [<eos>]]
 *
 * one `<v>` for each visual token of a step, most often one a step. What is learnt is the response, from the newline of
 * `⏎Assistant:` to the end. Plain background is answered by one silence token and no end token. `<v>` and `<cls>` stand behind the tokenizer's vocabulary; their
 * embeddings are overwritten, so the model needs no rows for them.
 */
export const QUESTION = 'What is the action in the last frame?';
const BEFORE_FRAMES = '\n';
const BEFORE_ANSWER = '\nAssistant:';

/** A stretch of the prompt that is tokenised on its own, because special tokens stand around it. */
export interface Piece {
  role: 'prompt' | 'frames' | 'cls' | 'answer';
  text: string;
  ids: readonly number[];
}

/** Class indices of what a window answers in training; `previous` is -1 where there is none. */
export interface Answer {
  label: number;
  previous: number;
}

/** One window as tokens. Positions count from the first token, before any padding. */
export interface TokenLayout {
  ids: number[];
  /** Positions of the `<v>`, ascending: all visual tokens of the first step, then of the next. */
  visuals: number[];
  /** Position of [CLS]; -1 without. */
  cls: number;
  /** Position whose final state decides: [CLS], or the end of `⏎Assistant:`, which predicts the first answer token. */
  decision: number;
  /** Positions of the tokens that are learnt, ascending; each is predicted by the position before it. */
  learnt: number[];
}

export class Prompt {
  /** Id that ends an answer and fills what batches leave empty. */
  readonly eos: number;
  private readonly encoded = new Map<string, readonly number[]>();
  private readonly labels: LabelTokens;
  /** Visual tokens a step. */
  private readonly tokens: number;

  /**
   * @param texts class texts by class index, background first
   * @param tokens visual tokens a step
   * @param seed of the random label tokens
   * @param vocabulary rows of the decoder's embedding table
   * @throws UserError `tokenizer-eos` where the tokenizer has no token that ends an answer, and those of `labelTokens`
   */
  constructor(
    private readonly tokenizer: Tokenizer,
    readonly description: ClassifierDescription,
    private readonly texts: readonly string[],
    { tokens = 1, seed = 0, vocabulary = tokenizer.size }: { tokens?: number; seed?: number; vocabulary?: number } = {},
  ) {
    this.eos = requireEos(tokenizer);
    this.tokens = tokens;
    const { tokenisation } = description;
    this.labels = labelTokens(tokenizer, texts, { tokenisation, seed, eos: this.eos, vocabulary });
  }

  /** Id of the one token that means background; null where the tokenizer needs several. */
  get silence(): number | null {
    return this.labels.silence;
  }

  /** Tokens of each class's answer as training teaches it, behind `⏎Assistant:`. */
  get answers(): readonly (readonly number[])[] {
    return this.labels.answers;
  }

  /**
   * @param steps steps of the window
   * @param answer what training teaches; null at inference, where the generative kind is only told to begin
   */
  pieces(steps: number, answer: Answer | null): Piece[] {
    const { bos, size } = this.tokenizer;
    const frames = steps * this.tokens;
    const { classHead, response } = this.description;
    const question = `${QUESTION}${BEFORE_FRAMES}`;
    const pieces: Piece[] = [];
    if (bos !== null) pieces.push({ role: 'prompt', text: this.tokenizer.tokenOf(bos), ids: [bos] });
    pieces.push({ role: 'prompt', text: question, ids: this.encode(question) });
    pieces.push({ role: 'frames', text: '<v>'.repeat(frames), ids: Array.from({ length: frames }, () => size) });
    if (classHead) pieces.push({ role: 'cls', text: response === 'never' ? '' : '<cls>', ids: [size + 1] });
    if (answer && response !== 'never') pieces.push(...this.answerPieces(answer));
    else if (response === 'always') {
      pieces.push({ role: 'prompt', text: BEFORE_ANSWER, ids: this.encode(BEFORE_ANSWER) });
    }
    return pieces;
  }

  private answerPieces({ label, previous }: Answer): Piece[] {
    if (this.description.tokenisation !== 'subword') {
      return [
        { role: 'answer', text: BEFORE_ANSWER, ids: this.encode(BEFORE_ANSWER) },
        { role: 'answer', text: ` ${this.text(label)}`, ids: this.answers[label] as readonly number[] },
      ];
    }
    const told = this.description.context === 'previous action' && previous >= 0;
    const text = `${BEFORE_ANSWER} ${this.text(label)}${told ? `, ${this.text(previous)}` : ''}`;
    const pieces: Piece[] = [{ role: 'answer', text, ids: this.encode(text) }];
    if (label !== 0 || told || this.silence === null) {
      pieces.push({ role: 'answer', text: this.tokenizer.tokenOf(this.eos), ids: [this.eos] });
    }
    return pieces;
  }

  layout(steps: number, answer: Answer | null): TokenLayout {
    const layout: TokenLayout = { ids: [], visuals: [], cls: -1, decision: -1, learnt: [] };
    for (const { role, ids } of this.pieces(steps, answer)) {
      if (role === 'cls') layout.cls = layout.ids.length;
      for (const id of ids) {
        if (role === 'frames') layout.visuals.push(layout.ids.length);
        if (role === 'answer') layout.learnt.push(layout.ids.length);
        layout.ids.push(id);
      }
    }
    // In training the answer follows; what decides is the same token as at inference.
    const opened = (layout.visuals.at(-1) as number) + this.encode(BEFORE_ANSWER).length;
    layout.decision = layout.cls >= 0 ? layout.cls : opened;
    return layout;
  }

  /** Tokens of the longest window with this many steps, its visual tokens, and those of its learnt part. */
  longest(steps: number, training: boolean): { length: number; visuals: number; answer: number } {
    const visuals = steps * this.tokens;
    if (!training || this.description.response === 'never')
      return { length: this.layout(steps, null).ids.length, visuals, answer: 0 };
    const answer = this.longestAnswer();
    const { ids, learnt } = this.layout(steps, { label: 0, previous: -1 });
    return { length: ids.length - learnt.length + answer, visuals, answer };
  }

  private longestAnswer(): number {
    const told = this.description.context === 'previous action';
    const of = (answer: Answer) => this.answerPieces(answer).reduce((sum, piece) => sum + piece.ids.length, 0);
    const plain = this.texts.map((_, label) => of({ label, previous: -1 }));
    if (!told) return Math.max(...plain);
    // The previous action's tokens follow those of the class, whatever it is.
    const after = this.texts.slice(1).map((text) => this.encode(`, ${text}`).length);
    return Math.max(...plain) + 1 + Math.max(0, ...after);
  }

  private text(index: number): string {
    return this.texts[index] as string;
  }

  private encode(text: string): readonly number[] {
    const known = this.encoded.get(text) ?? this.tokenizer.encode(text).ids;
    this.encoded.set(text, known);
    return known;
  }
}

function requireEos(tokenizer: Tokenizer): number {
  if (tokenizer.eos !== null) return tokenizer.eos;
  throw new UserError(
    'tokenizer-eos',
    'Missing: the tokenizer has no token that ends an answer.',
    'Choose a model whose tokenizer_config.json names an eos_token.',
  );
}
