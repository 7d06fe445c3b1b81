import { UserError } from '../common/errors';
import type { Tokenizer } from '../models/tokenizer/tokenizer';
import type { ClassifierDescription } from './classifier';
import { type Answer, contextTexts } from './context';
import { type LabelTokens, labelTokens } from './labelTokens';

/**
 * How a window is put to the language model. Order of tokens (official data set code):
 *
 *     <bos> question ⏎ <v> … <v> [<cls>] [⏎Assistant: class[, context] [<eos>]]
 *
 * one `<v>` for each visual token of a step, most often one a step. What is learnt is the response, from the newline of
 * `⏎Assistant:` to the end. Plain background is answered by one silence token and no end token. Where the text comes first
 * or stands beside the class, `<cls>` stands behind it; a second `<cls>` for the head that names the context stands behind
 * the first. `<v>` and `<cls>` stand behind the tokenizer's vocabulary; their embeddings are overwritten, so the model
 * needs no rows for them.
 */
export const QUESTION = 'What is the action in the last frame?';
const BEFORE_FRAMES = '\n';
const BEFORE_ANSWER = '\nAssistant:';
/** Tokens of an answer at most, in the official code: the first and up to 8 more. */
const officialLongest = 9;

/** A stretch of the prompt that is tokenised on its own, because special tokens stand around it. */
export interface Piece {
  role: 'prompt' | 'frames' | 'cls' | 'contextCls' | 'answer';
  text: string;
  ids: readonly number[];
}

/** One window as tokens. Positions count from the first token, before any padding. */
export interface TokenLayout {
  ids: number[];
  /** Positions of the `<v>`, ascending: all visual tokens of the first step, then of the next. */
  visuals: number[];
  /** Position of [CLS]; -1 without. */
  cls: number;
  /** Position of the second [CLS], which the head that names the context reads; -1 without. */
  contextCls: number;
  /** Position whose final state decides: [CLS], or the last frame, or the end of `⏎Assistant:`, which predicts the answer. */
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

  /**
   * Id of the one token that means background; null where the tokenizer needs several, and for what is written before the
   * class, which must say where it ends.
   */
  get silence(): number | null {
    return this.description.order === 'generation first' ? null : this.labels.silence;
  }

  /** Tokens of each class's answer as training teaches it, behind `⏎Assistant:`. */
  get answers(): readonly (readonly number[])[] {
    return this.labels.answers;
  }

  /**
   * @param steps steps of the window
   * @param answer what training teaches, or the tokens that were written before the class; null at inference, where a
   * response is only told to begin
   */
  pieces(steps: number, answer: Answer | readonly number[] | null): Piece[] {
    const { bos, size } = this.tokenizer;
    const frames = steps * this.tokens;
    const question = `${QUESTION}${BEFORE_FRAMES}`;
    const pieces: Piece[] = [];
    if (bos !== null) pieces.push({ role: 'prompt', text: this.tokenizer.tokenOf(bos), ids: [bos] });
    pieces.push({ role: 'prompt', text: question, ids: this.encode(question) });
    pieces.push({ role: 'frames', text: '<v>'.repeat(frames), ids: Array.from({ length: frames }, () => size) });
    const response = this.responsePieces(answer);
    const cls = this.clsPieces(answer);
    pieces.push(...(this.description.order === 'discriminative first' ? [...cls, ...response] : [...response, ...cls]));
    return pieces;
  }

  private responsePieces(answer: Answer | readonly number[] | null): Piece[] {
    const { response } = this.description;
    if (answer && 'label' in answer) return response === 'never' ? [] : this.answerPieces(answer);
    if (response !== 'always') return [];
    const written = answer ?? [];
    const text = `${BEFORE_ANSWER}${this.tokenizer.decode(written)}`;
    return [{ role: 'prompt', text, ids: [...this.encode(BEFORE_ANSWER), ...written] }];
  }

  private clsPieces(answer: Answer | readonly number[] | null): Piece[] {
    const { classToken, contextHead, order, response } = this.description;
    const { size } = this.tokenizer;
    // Behind a response that is still to be written there is no class yet.
    if (!classToken || (order === 'generation first' && answer === null)) return [];
    const cls: Piece = { role: 'cls', text: response === 'never' ? '' : '<cls>', ids: [size + 1] };
    const named = answer !== null && contextHead === 'own [CLS]';
    return named ? [cls, { role: 'contextCls', text: '', ids: [size + 2] }] : [cls];
  }

  private answerPieces(answer: Answer): Piece[] {
    if (this.description.tokenisation !== 'subword') {
      const text = ` ${this.text(answer.label)}`;
      return [
        { role: 'answer', text: BEFORE_ANSWER, ids: this.encode(BEFORE_ANSWER) },
        { role: 'answer', text, ids: this.answers[answer.label] as readonly number[] },
      ];
    }
    const told = contextTexts(this.description.context, answer, this.texts);
    const text = `${BEFORE_ANSWER} ${[this.text(answer.label), ...told].join(', ')}`;
    const pieces: Piece[] = [{ role: 'answer', text, ids: this.encode(text) }];
    if (answer.label !== 0 || told.length > 0 || this.silence === null)
      pieces.push({ role: 'answer', text: this.tokenizer.tokenOf(this.eos), ids: [this.eos] });
    return pieces;
  }

  layout(steps: number, answer: Answer | readonly number[] | null): TokenLayout {
    const layout: TokenLayout = { ids: [], visuals: [], cls: -1, contextCls: -1, decision: -1, learnt: [] };
    for (const { role, ids } of this.pieces(steps, answer)) {
      if (role === 'cls' || role === 'contextCls') layout[role] = layout.ids.length;
      for (const id of ids) {
        if (role === 'frames') layout.visuals.push(layout.ids.length);
        if (role === 'answer') layout.learnt.push(layout.ids.length);
        layout.ids.push(id);
      }
    }
    // In training the answer follows; what decides is the same token as at inference.
    const opening = this.description.response === 'never' ? 0 : this.encode(BEFORE_ANSWER).length;
    layout.decision = layout.cls >= 0 ? layout.cls : (layout.visuals.at(-1) as number) + opening;
    return layout;
  }

  /**
   * Tokens of the longest window with this many steps, its visual tokens, and those of its learnt part.
   * @param taught what is taught of all windows, read where class texts alone do not bound the context
   */
  longest(
    steps: number,
    training: boolean,
    taught: Iterable<Answer> = [],
  ): { length: number; visuals: number; answer: number } {
    const visuals = steps * this.tokens;
    if (!training) return { length: this.layout(steps, null).ids.length, visuals, answer: 0 };
    const { ids, learnt } = this.layout(steps, { label: 0, previous: -1 });
    if (this.description.response === 'never') return { length: ids.length, visuals, answer: 0 };
    const answer = this.longestAnswer(taught);
    return { length: ids.length - learnt.length + answer, visuals, answer };
  }

  /**
   * Tokens at most that inference writes behind `⏎Assistant:`; 0 where it writes nothing. Of a response before the class,
   * as many as the texts of one class, of two where the context names one more, or of four where it may tell more.
   */
  get longestWritten(): number {
    const { response, classHead, context, tokenisation } = this.description;
    if (response !== 'always') return 0;
    // A new token for each label is the whole answer.
    if (!classHead) return tokenisation === 'extend' ? 1 : officialLongest;
    const told = context === 'label' ? 1 : context === 'previous action' || context === 'future action' ? 2 : 4;
    return told * Math.max(...this.texts.map((text) => this.encode(`, ${text}`).length)) + 1;
  }

  private longestAnswer(taught: Iterable<Answer>): number {
    const { context } = this.description;
    const of = (answer: Answer) => this.answerPieces(answer).reduce((sum, piece) => sum + piece.ids.length, 0);
    let longest = Math.max(...this.texts.map((_, label) => of({ label, previous: -1 })));
    if (context === 'previous action' || context === 'future action') {
      // The context's tokens follow those of the class, whatever it is.
      const after = this.texts.slice(1).map((text) => this.encode(`, ${text}`).length);
      longest += 1 + Math.max(0, ...after);
    }
    if (context === 'previous actions' || context === 'task goal')
      for (const answer of taught) longest = Math.max(longest, of(answer));
    return longest;
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
