/** The tokenizer inside a GGUF file (`tokenizer.ggml.*`). */
import { UserError } from '../../common/errors';
import type { GgufFile, GgufValue } from '../weights/gguf';
import { splitMerge } from './huggingFace';
import {
  gpt2Pattern,
  llama3Pattern,
  qwen2Pattern,
  type Splitter,
  splitByPattern,
  splitDigits,
  splitInTurn,
} from './split';
import type { TokenizerDefinition } from './tokenizer';

/** Names of `tokenizer.ggml.pre` and what they do; `wholeFirst` as in the Hugging Face files of these models. */
const preTokenizers: Readonly<Record<string, { split: () => Splitter; wholeFirst: boolean; nfc: boolean }>> = {
  'gpt-2': { split: () => splitByPattern(gpt2Pattern), wholeFirst: false, nfc: false },
  smollm: { split: () => splitInTurn([splitDigits, splitByPattern(gpt2Pattern)]), wholeFirst: false, nfc: false },
  'llama-bpe': { split: () => splitByPattern(llama3Pattern), wholeFirst: true, nfc: false },
  qwen2: { split: () => splitByPattern(qwen2Pattern), wholeFirst: false, nfc: true },
};

const controlToken = 3;
const userToken = 4;

/** @throws UserError `tokenizer-unsupported`, or `tokenizer-invalid` where a list is missing */
export function readGgufTokenizer(file: GgufFile): TokenizerDefinition {
  const { path, metadata } = file;
  const model = metadata.get('tokenizer.ggml.model');
  const pre = String(metadata.get('tokenizer.ggml.pre') ?? 'default');
  const kind = preTokenizers[pre];
  if (model !== 'gpt2' || kind === undefined)
    throw new UserError(
      'tokenizer-unsupported',
      `Unsupported: the tokenizer of ${path} is "${String(model)}" with pre-tokeniser "${pre}"; expected "gpt2" with one of ${Object.keys(preTokenizers).join(', ')}.`,
      'Choose the Hugging Face folder of the model, or another model.',
    );
  const tokens = strings(file, 'tokenizer.ggml.tokens');
  const types = list(file, 'tokenizer.ggml.token_type');
  const token = (key: string) => {
    const id = metadata.get(key);
    return typeof id === 'number' ? (tokens[id] ?? null) : null;
  };
  return {
    vocabulary: new Map(tokens.map((text, id) => [text, id])),
    merges: strings(file, 'tokenizer.ggml.merges').map(splitMerge),
    wholeFirst: kind.wholeFirst,
    unknown: null,
    split: kind.split(),
    nfc: kind.nfc,
    added: tokens
      .map((content, id) => ({ id, content, type: types[id] }))
      .filter(({ type }) => type === controlToken || type === userToken)
      .map(({ id, content, type }) => ({ id, content, special: type === controlToken })),
    bos: token('tokenizer.ggml.bos_token_id'),
    eos: token('tokenizer.ggml.eos_token_id'),
  };
}

function list(file: GgufFile, key: string): readonly GgufValue[] {
  const value = file.metadata.get(key);
  if (Array.isArray(value)) return value as readonly GgufValue[];
  throw new UserError(
    'tokenizer-invalid',
    `Invalid GGUF file ${file.path}: its metadata lacks the list "${key}".`,
    'Take a file that holds its tokenizer.',
  );
}

function strings(file: GgufFile, key: string): string[] {
  return list(file, key).map(String);
}
