/**
 * Trains a byte-level BPE tokenizer of the Llama 3 kind from text (Sennrich et al. 2016): starting from bytes, the most
 * frequent pair of neighbouring tokens becomes a token, until the vocabulary is full. Equal input gives equal output.
 */
import { byteCharacters, toByteText } from './bytes';
import { llama3Pattern, splitByPattern } from './split';

export interface TrainedTokenizer {
  /** Content of `tokenizer.json`. */
  readonly tokenizer: Record<string, unknown>;
  /** Content of `tokenizer_config.json`. */
  readonly config: Record<string, unknown>;
}

interface Word {
  readonly count: number;
  tokens: string[];
}

/**
 * @param lines the corpus
 * @param size number of ids, special tokens included; fewer come out where the corpus has no more pairs
 * @param special tokens that end the vocabulary: `bos` begins a text, `eos` ends it
 */
export function trainTokenizer(
  lines: Iterable<string>,
  size: number,
  special: { bos: string; eos: string },
): TrainedTokenizer {
  const specials = [special.bos, special.eos];
  const alphabet = [...byteCharacters].sort();
  const merges = learnMerges(countWords(lines), size - alphabet.length - specials.length);
  const tokens = new Set([...alphabet, ...merges.map(([left, right]) => left + right)]);
  const vocab = Object.fromEntries([...tokens].map((token, id) => [token, id]));
  const added = specials.map((content, i) => ({
    id: tokens.size + i,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  return {
    tokenizer: tokenizerFile(vocab, merges, added, special.bos),
    config: {
      tokenizer_class: 'PreTrainedTokenizerFast',
      bos_token: special.bos,
      eos_token: special.eos,
      clean_up_tokenization_spaces: true,
    },
  };
}

function countWords(lines: Iterable<string>): Word[] {
  const split = splitByPattern(llama3Pattern);
  const counts = new Map<string, number>();
  for (const line of lines) {
    for (const piece of split(line)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  return [...counts].map(([piece, count]) => ({ count, tokens: Array.from(toByteText(piece).characters) }));
}

/**
 * Pairs of tokens with how often they occur and in which words; a space never is a byte character, so it can join them.
 */
class PairTable {
  private readonly counts = new Map<string, number>();
  private readonly words = new Map<string, Set<Word>>();

  add(word: Word): void {
    for (const pair of pairsOf(word)) {
      this.counts.set(pair, (this.counts.get(pair) ?? 0) + word.count);
      let words = this.words.get(pair);
      if (!words) this.words.set(pair, (words = new Set()));
      words.add(word);
    }
  }

  remove(word: Word): void {
    for (const pair of pairsOf(word)) {
      const left = this.counts.get(pair)! - word.count;
      if (left > 0) this.counts.set(pair, left);
      else this.counts.delete(pair);
      this.words.get(pair)!.delete(word);
    }
  }

  /** The most frequent pair; of equals the first in code unit order. */
  best(): string | undefined {
    let best: string | undefined;
    let most = 1;
    for (const [pair, count] of this.counts) {
      if (count > most || (count === most && best !== undefined && pair < best)) [best, most] = [pair, count];
    }
    return best;
  }

  wordsWith(pair: string): Word[] {
    return [...this.words.get(pair)!];
  }
}

function pairsOf(word: Word): string[] {
  return word.tokens.slice(1).map((token, i) => `${word.tokens[i]} ${token}`);
}

/** Pairs seen only once are not worth a token. */
function learnMerges(words: readonly Word[], wanted: number): [string, string][] {
  const table = new PairTable();
  for (const word of words) table.add(word);
  const merges: [string, string][] = [];
  while (merges.length < wanted) {
    const best = table.best();
    if (best === undefined) break;
    const [left, right] = best.split(' ') as [string, string];
    merges.push([left, right]);
    for (const word of table.wordsWith(best)) {
      table.remove(word);
      word.tokens = joinPair(word.tokens, left, right);
      table.add(word);
    }
  }
  return merges;
}

function joinPair(tokens: readonly string[], left: string, right: string): string[] {
  const out: string[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i] === left && tokens[i + 1] === right) {
      out.push(left + right);
      i++;
    } else out.push(tokens[i]!);
  }
  return out;
}

/** `tokenizer.json` as Hugging Face writes it for Llama 3. */
function tokenizerFile(
  vocab: Record<string, number>,
  merges: readonly [string, string][],
  added: readonly { id: number; content: string }[],
  bos: string,
): Record<string, unknown> {
  const bosId = added.find((token) => token.content === bos)!.id;
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added,
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: llama3Pattern }, behavior: 'Isolated', invert: false },
        byteLevel,
      ],
    },
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ SpecialToken: { id: bos, type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
      pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
      special_tokens: { [bos]: { id: bos, ids: [bosId], tokens: [bos] } },
    },
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: true,
      vocab,
      merges,
    },
  };
}
