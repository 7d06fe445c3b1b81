import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { measuredTexts } from '../../src-main/jobs/forgetting/texts';
import { TextModel } from '../../src-main/gad/textModel';
import { loadWeights, openCheckpoint } from '../../src-main/models/decoder/checkpoint';
import { mergeLora } from '../../src-main/models/decoder/merge';
import { readAdapter } from '../../src-main/models/weights/peft';
import { goldenPath, hasGolden } from './goldenFolder';

interface Reading {
  losses: number[];
  completion: string;
}

/** Made by tests/reference/forgetting.py with transformers and PyTorch. */
const reference = JSON.parse(readFileSync(fileURLToPath(new URL('./forgetting.json', import.meta.url)), 'utf8')) as {
  tokens: number[];
  opening: string;
  before: Reading;
  after: Reading;
};

const needed = ['tiny-llama/model.safetensors', 'gad/adapter/adapter_model.safetensors'];

async function textModel(trained: boolean): Promise<TextModel> {
  const { config: decoder, tokenizer, ...checkpoint } = await openCheckpoint(goldenPath('tiny-llama'));
  const weights = await loadWeights({ config: decoder, tokenizer, ...checkpoint }, 'fp32');
  if (!trained) {
    return new TextModel({ decoder, tokenizer, weights: Object.fromEntries(weights), lora: null, device: 'cpu' });
  }
  const { tensors, rank, alpha, ...adapter } = await readAdapter(goldenPath('gad', 'adapter'));
  const merged = await mergeLora(weights, tensors, { rank, alpha, ...adapter });
  return new TextModel({
    decoder,
    tokenizer,
    weights: { ...Object.fromEntries(merged), ...Object.fromEntries(tensors) },
    lora: { rank, alpha, dropout: 0, targets: ['head'] },
    device: 'cpu',
  });
}

describe.runIf(hasGolden(...needed))('plain text read by a decoder', () => {
  it.each(['before', 'after'] as const)('%s training is as PyTorch has it', async (when) => {
    const model = await textModel(when === 'after');
    const [prose] = await measuredTexts('tiny', undefined);
    const { tokens, opening, [when]: expected } = reference;
    expect(prose!.passages).toHaveLength(tokens.length);
    for (const [i, passage] of prose!.passages.entries()) {
      const losses = await model.crossEntropies(model.encode(passage));
      expect(losses).toHaveLength(tokens[i]!);
      expect(losses.reduce((sum, loss) => sum + loss, 0) / losses.length).toBeCloseTo(expected.losses[i]!, 4);
    }
    expect(await model.complete(opening, 12)).toBe(expected.completion);
    await model.dispose();
  });
});
