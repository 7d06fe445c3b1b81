import { UserError } from '../common/errors';
import { Rng } from '../common/rng';
import type { Tokenisation } from '../common/settings';
import type { Tokenizer } from '../models/tokenizer/tokenizer';

/**
 * Labels as tokens: what a class's answer is, behind `⏎Assistant:`. Beside the tokenizer's own subwords there are the
 * controls of GAD (ICLR 2026, "label tokenisation"), which show what shared subwords do to a generative classifier:
 *
 * - `rand`: each subword of the labels becomes a random token, the same subword always the same, different ones
 *     different; the overlap between labels is kept, the meaning is not.
 * - `desync`: the same with every subword of every label drawn by itself; no two labels share a token.
 * - `extend`: each label becomes one new token behind the vocabulary, and its answer ends there.
 *
 * Random tokens are those of the vocabulary that are neither special nor the silence token, which keeps
 * meaning background. They follow from the seed, the texts and the tokenizer alone, so that a run's
 * settings say which they were.
 */
export interface LabelTokens {
  /** By class index: the tokens of its answer, the end token included where it has one. */
  readonly answers: readonly (readonly number[])[];
  /** The one token that means background; null where it takes several, then background ends like any answer. */
  readonly silence: number | null;
}

export interface LabelTokenOptions {
  tokenisation: Tokenisation;
  seed: number;
  /** Id that ends an answer. */
  eos: number;
  /** Rows of the decoder's embedding table, behind which new tokens stand. */
  vocabulary: number;
}

/**
 * @param texts class texts by class index, background first
 * @throws UserError `label-tokens` where the vocabulary has too few tokens
 */
export function labelTokens(tokenizer: Tokenizer, texts: readonly string[], options: LabelTokenOptions): LabelTokens {
  const { tokenisation, seed, eos, vocabulary } = options;
  if (tokenisation === 'extend') return { answers: texts.map((_, i) => [vocabulary + i]), silence: vocabulary };
  const plain = texts.map((text) => tokenizer.encode(` ${text}`).ids);
  const silence = plain[0]?.length === 1 ? (plain[0][0] as number) : null;
  const draw = randomTokens(tokenizer, silence, new Rng(seed, `labels ${tokenisation}`));
  const shared = new Map<number, number>();
  const replaced = (ids: readonly number[]) => {
    const known = tokenisation === 'rand' ? shared : new Map<number, number>();
    for (const id of ids) if (!known.has(id)) known.set(id, draw());
    return ids.map((id) => known.get(id) as number);
  };
  const answers = plain.map((ids, label) => {
    if (label === 0 && silence !== null) return ids;
    return [...(tokenisation === 'subword' ? ids : replaced(ids)), eos];
  });
  return { answers, silence };
}

/** Tokens in random order, none twice. */
function randomTokens(tokenizer: Tokenizer, silence: number | null, rng: Rng): () => number {
  const all = Array.from({ length: tokenizer.size }, (_, id) => id);
  const left = rng.shuffle(all.filter((id) => id !== silence && !tokenizer.isSpecial(id)));
  return () => {
    const token = left.pop();
    if (token !== undefined) return token;
    throw new UserError(
      'label-tokens',
      `Replacing the subwords of the labels: the vocabulary of ${tokenizer.size} tokens has too few.`,
      'Choose a decoder with a larger vocabulary, or another setting of label tokens.',
    );
  };
}
