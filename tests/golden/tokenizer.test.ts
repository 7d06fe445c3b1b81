import { readFileSync } from 'node:fs';
import { describe, it } from 'vitest';
import { loadTokenizer } from '../../src-main/models/tokenizer/load';
import { Comparison, goldenJson, goldenPath, hasGolden, hasSharedData, sharedDataPath } from './goldenFolder';

interface Case {
  text?: string;
  ids: number[];
  offsets?: [number, number][];
  ids_with_special?: number[];
  decoded: string;
  decoded_skip_clean: string;
}

/** The reference counts characters, not UTF-16 units. */
function inCharacters(text: string, offsets: readonly (readonly [number, number])[]): number[][] {
  const characters = (end: number) => Array.from(text.slice(0, end)).length;
  return offsets.map((span) => span.map(characters));
}

describe('tokenizer of the Llama 3 kind', () => {
  it.runIf(hasGolden('tiny-llama/ref/tokenizer_cases.json'))(
    'gives the reference ids, offsets and decoded text',
    async () => {
      const tokenizer = await loadTokenizer(goldenPath('tiny-llama'));
      const compared = new Comparison('tokenizer, tiny-llama');
      const cases = goldenJson<Case[]>('tiny-llama', 'ref', 'tokenizer_cases.json');
      for (const { text, ids, offsets, ids_with_special, decoded, decoded_skip_clean } of cases) {
        if (text !== undefined) {
          const encoding = tokenizer.encode(text);
          compared.equal(encoding.ids, ids, text);
          compared.equal(inCharacters(text, encoding.offsets), offsets, text);
          compared.equal(tokenizer.encode(text, { addBos: true }).ids, ids_with_special, text);
        }
        compared.equal(tokenizer.decode(ids), decoded);
        compared.equal(tokenizer.decode(ids, { skipSpecial: true, cleanUp: true }), decoded_skip_clean);
      }
      compared.print();
    },
  );

  for (const model of ['tiny-llama', 'tiny-qwen2']) {
    it.runIf(hasGolden(`${model}/ref/ref.json`))(`encodes the text of ${model}`, async () => {
      const reference = goldenJson<{ text: string; text_ids: number[]; text_tokens: string[] }>(
        model,
        'ref',
        'ref.json',
      );
      const tokenizer = await loadTokenizer(goldenPath(model));
      const { ids } = tokenizer.encode(reference.text);
      const compared = new Comparison(`tokenizer, text of ${model}`);
      compared.equal(ids, reference.text_ids);
      compared.equal(
        ids.map((id) => tokenizer.tokenOf(id)),
        reference.text_tokens,
      );
      compared.print();
    });
  }
});

interface SmollmGolden {
  tokenizer: { text: string; ids: number[]; pieces: string[]; decoded: string }[];
  prompts: { prompt: string; token_ids: number[]; greedy_16_ids: number[]; greedy_16_text: string }[];
}

describe('tokenizer of SmolLM2', () => {
  const folder = ['models', 'smollm2-135m'];
  const sources = { folder, 'GGUF file': [...folder, 'SmolLM2-135M-Instruct.Q4_1.gguf'] };
  for (const [kind, source] of Object.entries(sources)) {
    it.runIf(hasSharedData(...source))(`from its ${kind} gives the reference ids and text`, async () => {
      const tokenizer = await loadTokenizer(sharedDataPath(...source));
      const golden = JSON.parse(readFileSync(sharedDataPath(...folder, 'golden.json'), 'utf8')) as SmollmGolden;
      const compared = new Comparison(`tokenizer, SmolLM2 from its ${kind}`);
      for (const { text, ids, pieces, decoded } of golden.tokenizer) {
        compared.equal(tokenizer.encode(text).ids, ids, text);
        compared.equal(
          ids.map((id) => tokenizer.tokenOf(id)),
          pieces,
          text,
        );
        compared.equal(tokenizer.decode(ids), decoded);
      }
      for (const { prompt, token_ids, greedy_16_ids, greedy_16_text } of golden.prompts) {
        compared.equal(tokenizer.encode(prompt).ids, token_ids, prompt);
        compared.equal(tokenizer.decode(greedy_16_ids), greedy_16_text);
      }
      compared.print();
    });
  }
});
