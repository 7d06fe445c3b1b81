/** `tokenizer.json` and `tokenizer_config.json` of a Hugging Face folder. */
import { z } from 'zod';
import { UserError } from '../../common/errors';
import { gpt2Pattern, type Splitter, splitByPattern, splitDigits, splitInTurn } from './split';
import type { AddedToken, TokenizerDefinition } from './tokenizer';

const Added = z.object({
  id: z.int().nonnegative(),
  content: z.string().min(1),
  special: z.boolean().default(false),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  single_word: z.boolean().default(false),
});

/** The parts of `tokenizer.json` that matter to a byte-level BPE. */
const TokenizerFile = z.object({
  added_tokens: z.array(Added).default([]),
  normalizer: z.object({ type: z.string() }).nullish(),
  pre_tokenizer: z.looseObject({ type: z.string() }).nullish(),
  model: z.object({
    type: z.string(),
    vocab: z.record(z.string(), z.int().nonnegative()),
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
    unk_token: z.string().nullish(),
    byte_fallback: z.boolean().nullish(),
    ignore_merges: z.boolean().nullish(),
    continuing_subword_prefix: z.string().nullish(),
    end_of_word_suffix: z.string().nullish(),
  }),
});

const Special = z.union([z.string(), z.object({ content: z.string() }).transform((token) => token.content)]).nullish();
const TokenizerConfig = z.object({ bos_token: Special, eos_token: Special });

/**
 * @param path of `tokenizer.json`, for messages
 * @param config parsed `tokenizer_config.json`, which names the tokens that begin and end a
 * text; `{}` where there is none
 * @throws UserError `tokenizer-invalid` or `tokenizer-unsupported`
 */
export function readTokenizerFile(path: string, file: unknown, config: unknown): TokenizerDefinition {
  const parsed = TokenizerFile.safeParse(file);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const what = `field "${issue?.path.join('.')}": ${issue?.message}`;
    throw new UserError('tokenizer-invalid', `Invalid tokenizer ${path}: ${what}.`, 'Copy or download the file again.');
  }
  const { model, added_tokens, normalizer, pre_tokenizer } = parsed.data;
  if (model.type !== 'BPE' || model.byte_fallback || model.continuing_subword_prefix || model.end_of_word_suffix)
    throw unsupported(path, `a model of type ${model.type} that is not byte-level BPE`);
  if (normalizer && normalizer.type !== 'NFC') throw unsupported(path, `the normaliser ${normalizer.type}`);
  const { bos_token, eos_token } = TokenizerConfig.parse(config);
  return {
    vocabulary: new Map(Object.entries(model.vocab)),
    merges: model.merges.map((merge) => (typeof merge === 'string' ? splitMerge(merge) : merge)),
    wholeFirst: model.ignore_merges ?? false,
    unknown: model.unk_token ?? null,
    split: splitInTurn(readSplitters(path, pre_tokenizer ?? { type: 'none' })),
    nfc: normalizer?.type === 'NFC',
    added: added_tokens.map(readAdded),
    bos: bos_token ?? null,
    eos: eos_token ?? null,
  };
}

/** The two halves of a merge written as "Ġ t". */
export function splitMerge(merge: string): [string, string] {
  const space = merge.indexOf(' ');
  return [merge.slice(0, space), merge.slice(space + 1)];
}

function readAdded(token: z.infer<typeof Added>): AddedToken {
  const { id, content, special, lstrip, rstrip, single_word } = token;
  return { id, content, special, takesLeft: lstrip, takesRight: rstrip, wholeWord: single_word };
}

const Step = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Sequence'), pretokenizers: z.array(z.looseObject({ type: z.string() })) }),
  z.object({
    type: z.literal('Split'),
    pattern: z.object({ Regex: z.string() }),
    behavior: z.literal('Isolated'),
    invert: z.literal(false),
  }),
  z.object({ type: z.literal('Digits'), individual_digits: z.literal(true) }),
  z.object({ type: z.literal('ByteLevel'), add_prefix_space: z.literal(false), use_regex: z.boolean().default(true) }),
]);

function readSplitters(path: string, description: { type: string }): Splitter[] {
  const parsed = Step.safeParse(description);
  if (!parsed.success) throw unsupported(path, `the pre-tokeniser ${JSON.stringify(description)}`);
  const step = parsed.data;
  switch (step.type) {
    case 'Sequence':
      return step.pretokenizers.flatMap((inner) => readSplitters(path, inner));
    case 'Split':
      return [splitByPattern(step.pattern.Regex)];
    case 'Digits':
      return [splitDigits];
    case 'ByteLevel':
      return step.use_regex ? [splitByPattern(gpt2Pattern)] : [];
  }
}

function unsupported(path: string, what: string): UserError {
  return new UserError(
    'tokenizer-unsupported',
    `Unsupported: the tokenizer ${path} has ${what}; expected byte-level BPE as in GPT-2, Llama 3, Qwen2 or SmolLM2.`,
    'Choose a model with such a tokenizer.',
  );
}
