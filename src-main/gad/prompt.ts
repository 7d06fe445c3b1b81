import { UserError } from '../common/errors';
import type { Tokenizer } from '../models/tokenizer/tokenizer';
import type { ClassifierDescription } from './classifier';
import { type Answer, contextTexts } from './context';
import { type LabelTokens, labelTokens } from './labelTokens';
import { layoutOf, type Piece, type TokenLayout } from './tokenLayout';

/**
 * How a window is put to the language model. Order of tokens (official data set code):
 *
 *     <bos> question[ Similar moments: class, class.] ⏎ <v> … <v> [<cls>] [⏎Assistant: class[, context] [<eos>]]
 *
 * one `<v>` for each visual token of a step, most often one a step. What is learnt is the response, from the newline of
 * `⏎Assistant:` to the end. Plain background is answered by one silence token and no end token. Where the text comes
 * first or stands beside the class, `<cls>` stands behind it; a second `<cls>` for the head that names the context
 * stands behind the first. `<v>` and `<cls>` stand behind the tokenizer's vocabulary; their embeddings are overwritten,
 * so the model needs no rows for them.
 */
export const QUESTION = 'What is the action in the last frame?';
const BEFORE_SIMILAR = ' Similar moments:';
const BEFORE_FRAMES = '\n';
const BEFORE_ANSWER = '\nAssistant:';
/** Tokens of an answer at most, in the official code: the first and up to 8 more. */
const officialLongest = 9;

export interface PromptOptions {
  /** Visual tokens a step. */
  tokens?: number;
  /** Of the random label tokens. */
  seed?: number;
  /** Rows of the decoder's embedding table. */
  vocabulary?: number;
}

export class Prompt {
  /** Id that ends an answer and fills what batches leave empty. */
  readonly eos: number;
  private readonly encoded = new Map<string, readonly number[]>();
  private readonly labels: LabelTokens;
  /** Visual tokens a step. */
  protected readonly tokens: number;

  /**
   * @param texts class texts by class index, background first
   * @throws UserError `tokenizer-eos` where the tokenizer has no token that ends an answer, and those of `labelTokens`
   */
  constructor(
    protected readonly tokenizer: Tokenizer,
    readonly description: ClassifierDescription,
    private readonly texts: readonly string[],
    { tokens = 1, seed = 0, vocabulary = tokenizer.size }: PromptOptions = {},
  ) {
    this.eos = requireEos(tokenizer);
    this.tokens = tokens;
    const { tokenisation } = description;
    this.labels = labelTokens(tokenizer, texts, { tokenisation, seed, eos: this.eos, vocabulary });
  }

  /**
   * Id of the one token that means background; null where the tokenizer needs several, and for what is written before
   * the class, which must say where it ends.
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
   * @param similar class indices that the question names
   */
  pieces(steps: number, answer: Answer | readonly number[] | null, similar: readonly number[] = []): Piece[] {
    const { bos } = this.tokenizer;
    const taught = answer !== null && 'label' in answer && this.description.response !== 'never';
    const pieces: Piece[] = [];
    if (bos !== null) pieces.push({ role: 'prompt', text: this.tokenizer.tokenOf(bos), ids: [bos] });
    pieces.push(...this.questionPieces(similar), ...this.framePieces(steps, taught));
    const response = this.responsePieces(answer);
    const cls = this.clsPieces(answer);
    pieces.push(...(this.description.order === 'discriminative first' ? [...cls, ...response] : [...response, ...cls]));
    return pieces;
  }

  /** What is asked, and what then stands before the frames. */
  get question(): readonly [string, string] {
    return [QUESTION, BEFORE_FRAMES];
  }

  /** What stands behind each class that the question names, and behind the last. */
  protected get marks(): readonly [string, string] {
    return [',', '.'];
  }

  /** Named classes are tokenised on their own, so that they are the tokens of the answers. */
  private questionPieces(similar: readonly number[]): Piece[] {
    const [asked, end] = this.question;
    if (similar.length === 0) return [this.piece('prompt', `${asked}${end}`)];
    const [between, last] = this.marks;
    const named = similar.flatMap((label, i) => [` ${this.text(label)}`, i < similar.length - 1 ? between : last]);
    return [`${asked}${BEFORE_SIMILAR}`, ...named, end].map((text) => this.piece('prompt', text));
  }

  /** What opens a response. */
  get opening(): string {
    return BEFORE_ANSWER;
  }

  /** Ids of `<v>`, `<cls>` and the second `<cls>`. */
  get specials(): { visual: number; cls: number; contextCls: number } {
    const { size } = this.tokenizer;
    return { visual: size, cls: size + 1, contextCls: size + 2 };
  }

  /** The frames and what stands around them. @param taught whether a response is learnt behind them */
  protected framePieces(steps: number, _taught: boolean): Piece[] {
    return [this.visuals(steps)];
  }

  protected visuals(steps: number): Piece {
    const length = steps * this.tokens;
    return { role: 'frames', text: '<v>'.repeat(length), ids: Array.from({ length }, () => this.specials.visual) };
  }

  protected piece(role: Piece['role'], text: string): Piece {
    return { role, text, ids: this.encode(text) };
  }

  private responsePieces(answer: Answer | readonly number[] | null): Piece[] {
    const { response } = this.description;
    if (answer && 'label' in answer) return response === 'never' ? [] : this.answerPieces(answer);
    if (response !== 'always') return [];
    const written = answer ?? [];
    const text = `${this.opening}${this.tokenizer.decode(written)}`;
    return [{ role: 'prompt', text, ids: [...this.encode(this.opening), ...written] }];
  }

  private clsPieces(answer: Answer | readonly number[] | null): Piece[] {
    const { classToken, contextHead, order, response, task } = this.description;
    // Behind a response that is still to be written there is no class yet.
    if (!classToken || (order === 'generation first' && answer === null)) return [];
    // In the published code [CLS] without a response is an embedding, no token, in online detection.
    const text = response === 'never' && task === 'online detection' ? '' : '<cls>';
    const cls: Piece = { role: 'cls', text, ids: [this.specials.cls] };
    const named = answer !== null && contextHead === 'own [CLS]';
    return named ? [cls, { role: 'contextCls', text: '', ids: [this.specials.contextCls] }] : [cls];
  }

  private answerPieces(answer: Answer): Piece[] {
    if (this.description.tokenisation !== 'subword') {
      const ids = this.answers[answer.label] as readonly number[];
      return [this.piece('answer', this.opening), { role: 'answer', text: ` ${this.text(answer.label)}`, ids }];
    }
    const told = contextTexts(this.description.context, answer, this.texts);
    const pieces = [this.piece('answer', `${this.opening} ${this.said(this.text(answer.label), told)}`)];
    if (answer.label !== 0 || told.length > 0 || this.silence === null)
      pieces.push({ role: 'answer', text: this.tokenizer.tokenOf(this.eos), ids: [this.eos] });
    return pieces;
  }

  /** Class and context as one text. */
  protected said(label: string, told: readonly string[]): string {
    return [label, ...told].join(', ');
  }

  layout(steps: number, answer: Answer | readonly number[] | null, similar: readonly number[] = []): TokenLayout {
    // In training the answer follows; what decides is the same token as at inference.
    const between = this.description.response === 'never' ? 0 : this.beforeAnswer;
    return layoutOf(this.pieces(steps, answer, similar), between);
  }

  /** Tokens between the last frame and an answer right behind the frames. */
  protected get beforeAnswer(): number {
    return this.encode(this.opening).length;
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
    const similar = this.longestSimilar;
    if (!training) return { length: this.layout(steps, null, similar).ids.length, visuals, answer: 0 };
    const plain: Answer = { label: 0, previous: -1 };
    const { ids, learnt } = this.layout(steps, plain, similar);
    if (this.description.response === 'never') return { length: ids.length, visuals, answer: 0 };
    const more = this.longestAnswer(taught) - this.answerLength(plain);
    return { length: ids.length + more, visuals, answer: learnt.length + more };
  }

  /**
   * Tokens at most that inference writes behind `⏎Assistant:`; 0 where it writes nothing. Of a response
   * before the class, as many as the texts of one class, of two where the context names one more, or of
   * four where it may tell more.
   */
  get longestWritten(): number {
    const { response, classHead, context, tokenisation } = this.description;
    if (response !== 'always') return 0;
    // A new token for each label is the whole answer.
    if (!classHead) return tokenisation === 'extend' ? 1 : this.longestLabel;
    const told = context === 'label' ? 1 : context === 'previous action' || context === 'future action' ? 2 : 4;
    return told * Math.max(...this.texts.map((text) => this.encode(`, ${text}`).length)) + 1;
  }

  /** Tokens of a written class at most, the end token included. */
  protected get longestLabel(): number {
    return officialLongest;
  }

  /** As many classes as the question may name, those of the longest texts. */
  private get longestSimilar(): number[] {
    const lengths = this.texts.map((text) => this.encode(` ${text}`).length);
    const order = [...lengths.keys()].sort((a, b) => (lengths[b] as number) - (lengths[a] as number));
    return order.slice(0, this.description.similar);
  }

  private answerLength(answer: Answer): number {
    return this.answerPieces(answer).reduce((sum, piece) => sum + piece.ids.length, 0);
  }

  private longestAnswer(taught: Iterable<Answer>): number {
    const { context } = this.description;
    let longest = Math.max(...this.texts.map((_, label) => this.answerLength({ label, previous: -1 })));
    if (context === 'previous action' || context === 'future action') {
      // The context's tokens follow those of the class, whatever it is.
      const after = this.texts.map((text) => this.encode(`, ${text}`).length);
      longest += 1 + Math.max(0, ...after);
    }
    if (context === 'previous actions' || context === 'task goal')
      for (const answer of taught) longest = Math.max(longest, this.answerLength(answer));
    return longest;
  }

  private text(index: number): string {
    return this.texts[index] as string;
  }

  protected encode(text: string): readonly number[] {
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
