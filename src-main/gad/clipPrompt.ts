import type { Tokenizer } from '../models/tokenizer/tokenizer';
import type { ClassifierDescription } from './classifier';
import { sentence } from './clipText';
import type { Piece } from './tokenLayout';
import { Prompt, type PromptOptions } from './prompt';

/**
 * How a clip is put to the language model in the offline tasks (official COIN code, after VideoLLM-online):
 *
 *     <bos> system ⏎⏎User: question[ Similar moments: Class. Class.] format ⏎[<v>…,<v>…, … <v>…]⏎ [<cls>]
 *     [⏎Assistant: Class. Context. <eos>]
 *
 * All visual tokens of a step, then a comma; behind the last a bracket. Where a response is learnt, commas and bracket
 * are, too. There is no silence: every clip has an answer.
 */
const SYSTEM =
  'A multimodal AI assistant is helping users with some activities. Below is their conversation, interleaved with the list of video frames received by the assistant.';
const QUESTIONS = {
  'online detection': 'What is the action in the last frame?',
  'step recognition': 'What is the action in the video?',
  'step prediction': 'What is the next action for the video?',
  'task recognition': 'What is the overall activity in the video?',
};
const FORMAT = 'Format your answer concisely. No extra text output.';
const BETWEEN_FRAMES = ',';
const AFTER_FRAMES = ']\n';
const RESPONSE = 'Assistant:';

export class ClipPrompt extends Prompt {
  /** @param texts class texts by class index, not yet sentences */
  constructor(
    tokenizer: Tokenizer,
    description: ClassifierDescription,
    texts: readonly string[],
    options: PromptOptions = {},
  ) {
    super(tokenizer, description, texts.map(sentence), options);
  }

  override get silence(): null {
    return null;
  }

  /** No class may be too long to be written. */
  protected override get longestLabel(): number {
    return Math.max(...this.answers.map((tokens) => tokens.length));
  }

  override get question(): readonly [string, string] {
    return [`${SYSTEM}\n\nUser: ${QUESTIONS[this.description.task]}`, ` ${FORMAT}\n[`];
  }

  /** The texts are sentences. */
  protected override get marks(): readonly [string, string] {
    return ['', ''];
  }

  /** Behind <cls> a new line begins; the frames have ended theirs. */
  override get opening(): string {
    const { classToken, order } = this.description;
    return classToken && order === 'discriminative first' ? `\n${RESPONSE}` : RESPONSE;
  }

  /** The published code adds <cls> before <v> here, and after it in online detection. */
  override get specials(): { visual: number; cls: number; contextCls: number } {
    const { size } = this.tokenizer;
    const [visual, cls] = this.description.classToken ? [size + 1, size] : [size, size + 1];
    return { visual, cls, contextCls: size + 2 };
  }

  protected override framePieces(steps: number, taught: boolean): Piece[] {
    const role = taught ? 'separator' : 'prompt';
    const frame = this.visuals(1);
    return Array.from({ length: steps }, (_, step) => [
      frame,
      this.piece(role, step < steps - 1 ? BETWEEN_FRAMES : AFTER_FRAMES),
    ]).flat();
  }

  protected override get beforeAnswer(): number {
    return this.encode(AFTER_FRAMES).length + super.beforeAnswer;
  }

  protected override said(label: string, told: readonly string[]): string {
    const { context } = this.description;
    return [label, ...(context === 'task goal' ? told.map(sentence) : told)].join(' ');
  }
}
