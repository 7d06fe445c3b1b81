import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TrainSettings } from '../../src-main/common/settings';
import { measuredTexts } from '../../src-main/jobs/forgetting/texts';
import { gradient } from '../../src-main/engine/autodiff/gradient';
import { Builder } from '../../src-main/engine/ops/builder';
import { Executable } from '../../src-main/engine/runtime/executable';
import { floats, int32, scalar } from '../../src-main/engine/runtime/tensor';
import { describeClassifier } from '../../src-main/gad/classifier';
import { textKl } from '../../src-main/gad/textKl';
import { TextModel } from '../../src-main/gad/textModel';
import { loadWeights, openCheckpoint } from '../../src-main/models/decoder/checkpoint';
import { mergeLora } from '../../src-main/models/decoder/merge';
import { loraTargets } from '../../src-main/models/decoder/weights';
import { readAdapter } from '../../src-main/models/weights/peft';
import { Comparison, goldenPath, hasGolden } from './goldenFolder';

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
  textKl: { ids: number[][]; loss: number; gradients: Record<string, number[]> };
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

describe.runIf(hasGolden(...needed))('the divergence from the frozen decoder on text', () => {
  it('and its gradients are as PyTorch has them, whatever the dropout', async () => {
    const checkpoint = await openCheckpoint(goldenPath('tiny-llama'));
    const { rank, alpha, tensors } = await readAdapter(goldenPath('gad', 'adapter'));
    const { ids, loss, gradients } = reference.textKl;
    const [windows, steps] = [ids.length, ids[0]!.length];
    const b = new Builder();
    const model = {
      description: describeClassifier(TrainSettings.parse({ kind: 'gad', textKl: 1 })),
      decoder: checkpoint.config,
      visualDim: 32,
      classes: 12,
      lora: { rank, alpha, dropout: 0.5, targets: loraTargets },
      base: 'fp32' as const,
    };
    const found = textKl(b, model, { windows, steps });
    const names = Object.keys(gradients);
    const ofAdapters = gradient(
      b,
      found,
      names.map((name) => b.inputNamed(name)!),
    );
    const outputs = Object.fromEntries(names.map((name, i) => [`d ${name}`, ofAdapters[i]!]));
    const executable = await Executable.create(b.graph({ loss: found, ...outputs }), { device: 'cpu' });
    const feeds = {
      ...Object.fromEntries(await loadWeights(checkpoint, 'fp32')),
      ...Object.fromEntries(tensors),
      textIds: int32([windows, steps], ids.flat()),
    };
    const results = await executable.run(executable.inputsAmong(feeds));
    await executable.dispose();
    expect(scalar(results['loss']!)).toBeCloseTo(loss, 5);
    const compared = new Comparison('text KL, gradients');
    for (const name of names) compared.close(floats(results[`d ${name}`]!), gradients[name]!, 1e-5, 1e-4);
    compared.print();
  });
});
