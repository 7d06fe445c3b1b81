/**
 * Byte-level BPE tokenizers of the GPT-2, Llama 3, Qwen2 and SmolLM2 kind, equal to Hugging Face `tokenizers` in ids,
 * offsets and decoded text. Offsets are UTF-16 positions in the text (JavaScript's string indices), with a token's
 * leading space included; a token that holds only part of a character spans the whole character.
 */
import { UserError } from '../../common/errors';
import { BytePairEncoder } from './bpe';
import { toByteText, tokenBytes } from './bytes';
import { normaliseNfc } from './normalise';
import type { Splitter } from './split';

/** A token that is found in the text before anything else, such as `<|eot_id|>`. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Left out when decoding with `skipSpecial`. */
  readonly special: boolean;
  /** Takes white space on that side with it. */
  readonly takesLeft?: boolean;
  readonly takesRight?: boolean;
  /** Only where no letter, mark, digit or underscore touches it. */
  readonly wholeWord?: boolean;
}

/** What a tokenizer file says, whatever its format. */
export interface TokenizerDefinition {
  /** Ids by token, in byte characters. */
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly merges: readonly (readonly [string, string])[];
  readonly wholeFirst: boolean;
  readonly unknown: string | null;
  readonly split: Splitter;
  /** Text is brought to Unicode's composed form first. */
  readonly nfc: boolean;
  readonly added: readonly AddedToken[];
  readonly bos: string | null;
  readonly eos: string | null;
}

export interface Encoding {
  readonly ids: number[];
  /** `[start, end)` of each token in the text. */
  readonly offsets: [number, number][];
}

export class Tokenizer {
  private readonly encoder: BytePairEncoder;
  private readonly ids: Map<string, number>;
  private readonly tokens: string[] = [];
  private readonly added = new Map<string, AddedToken>();
  private addedPattern: RegExp | undefined;

  constructor(private readonly definition: TokenizerDefinition) {
    const { vocabulary, merges, wholeFirst, unknown } = definition;
    this.encoder = new BytePairEncoder(
      vocabulary,
      merges,
      wholeFirst,
      unknown === null ? null : (vocabulary.get(unknown) ?? null),
    );
    this.ids = new Map(vocabulary);
    for (const [token, id] of vocabulary) this.tokens[id] = token;
    for (const token of definition.added) this.add(token);
  }

  /** Number of ids, special tokens included. */
  get size(): number {
    return this.tokens.length;
  }

  /** The id that begins a text, or null where the tokenizer has none. */
  get bos(): number | null {
    return this.definition.bos === null ? null : this.idOf(this.definition.bos);
  }

  /** The id that ends an answer, or null where the tokenizer has none. */
  get eos(): number | null {
    return this.definition.eos === null ? null : this.idOf(this.definition.eos);
  }

  /** @throws UserError `tokenizer-token` where the vocabulary lacks the token */
  idOf(token: string): number {
    const id = this.ids.get(token);
    if (id === undefined)
      throw new UserError(
        'tokenizer-token',
        `Missing token "${token}" in the tokenizer's vocabulary.`,
        'Choose a model whose tokenizer has it.',
      );
    return id;
  }

  /** The token of an id, in byte characters (`Ġthe` for " the"). */
  tokenOf(id: number): string {
    const token = this.tokens[id];
    if (token === undefined) throw new Error(`internal: token id ${id} of a vocabulary of ${this.size}`);
    return token;
  }

  /** Whether an id means something other than text, such as the end of an answer. */
  isSpecial(id: number): boolean {
    return this.added.get(this.tokenOf(id))?.special ?? false;
  }

  /** Id of a special token; a new one stands behind the vocabulary. */
  addSpecial(token: string): number {
    const id = this.ids.get(token) ?? this.size;
    this.add({ id, content: token, special: true });
    return id;
  }

  /**
   * Ids and offsets of a text.
   * @param options.addBos put the tokenizer's `bos` before it, with the offsets `[0, 0)`
   */
  encode(text: string, options: { addBos?: boolean } = {}): Encoding {
    const out: Encoding = { ids: [], offsets: [] };
    if (options.addBos) {
      if (this.bos === null)
        throw new UserError(
          'tokenizer-bos',
          'Missing: the tokenizer has no token that begins a text.',
          'Choose a model whose tokenizer has one, such as Llama 3 or SmolLM2.',
        );
      out.ids.push(this.bos);
      out.offsets.push([0, 0]);
    }
    const { text: normal, origin } = this.definition.nfc ? normaliseNfc(text) : { text, origin: undefined };
    const first = out.offsets.length;
    let position = 0;
    for (const match of this.addedPattern ? normal.matchAll(this.addedPattern) : []) {
      this.encodePlain(normal.slice(position, match.index), position, out);
      position = match.index + match[0].length;
      out.ids.push((this.added.get(match[0]) ?? this.added.get(match[0].trim()))!.id);
      out.offsets.push([match.index, position]);
    }
    this.encodePlain(normal.slice(position), position, out);
    if (origin)
      for (const span of out.offsets.slice(first)) [span[0], span[1]] = [origin.start(span[0]), origin.end(span[1])];
    return out;
  }

  /**
   * Text of ids; bytes that are no UTF-8 become U+FFFD.
   * @param options.skipSpecial leave special tokens out
   * @param options.cleanUp join punctuation and English contractions to the word before them
   */
  decode(ids: Iterable<number>, options: { skipSpecial?: boolean; cleanUp?: boolean } = {}): string {
    const bytes: number[] = [];
    for (const id of ids) {
      const token = this.tokenOf(id);
      if (options.skipSpecial && this.added.get(token)?.special) continue;
      bytes.push(...tokenBytes(token));
    }
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
    return options.cleanUp ? cleanUpSpaces(text) : text;
  }

  private encodePlain(text: string, offset: number, out: Encoding): void {
    let pieceStart = offset;
    for (const piece of this.definition.split(text)) {
      const { characters, starts, ends } = toByteText(piece);
      let at = 0;
      for (const { id, length } of this.encoder.encode(characters)) {
        const next = at + length;
        if (id >= 0) {
          out.ids.push(id);
          out.offsets.push([pieceStart + starts[at]!, pieceStart + ends[next - 1]!]);
        }
        at = next;
      }
      pieceStart += piece.length;
    }
  }

  private add(token: AddedToken): void {
    this.ids.set(token.content, token.id);
    this.tokens[token.id] = token.content;
    this.added.set(token.content, token);
    // At the same place the longest token wins.
    const longestFirst = [...this.added.values()].sort((a, b) => b.content.length - a.content.length);
    this.addedPattern = new RegExp(longestFirst.map(addedExpression).join('|'), 'gu');
  }
}

/** `\w` of the reference. */
const wordCharacter = '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]';

function addedExpression(token: AddedToken): string {
  const content = token.content.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  const whole = token.wholeWord ? `(?<!${wordCharacter})${content}(?!${wordCharacter})` : content;
  return `${token.takesLeft ? '\\p{White_Space}*' : ''}${whole}${token.takesRight ? '\\p{White_Space}*' : ''}`;
}

/** "Clean up tokenization spaces" of Hugging Face Transformers, in its order. */
function cleanUpSpaces(text: string): string {
  return text
    .replaceAll(' .', '.')
    .replaceAll(' ?', '?')
    .replaceAll(' !', '!')
    .replaceAll(' ,', ',')
    .replaceAll(" ' ", "'")
    .replaceAll(" n't", "n't")
    .replaceAll(" 'm", "'m")
    .replaceAll(" 's", "'s")
    .replaceAll(" 've", "'ve")
    .replaceAll(" 're", "'re");
}
