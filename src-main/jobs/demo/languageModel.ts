import { join } from 'node:path';
import { toFloat16 } from '../../common/float16';
import { throwIfCancelled } from '../../common/errors';
import { type JobContext, ProgressMeter } from '../../common/progress';
import { Rng } from '../../common/rng';
import { writeFileAtomic } from '../../data/project/atomic';
import { Builder } from '../../engine/ops/builder';
import type { AdamWSettings } from '../../engine/optim/adamw';
import { cosineWithWarmup, warmupSteps } from '../../engine/optim/schedule';
import { floats, type HostTensor } from '../../engine/runtime/tensor';
import type { ParameterTensors } from '../../engine/runtime/trainedState';
import { type TrainingProgram, TrainingStep } from '../../engine/runtime/trainingStep';
import { type DecoderConfig, readDecoderConfig } from '../../models/decoder/config';
import { Decoder } from '../../models/decoder/decoder';
import { decoderShapes } from '../../models/decoder/weights';
import { loadTokenizer } from '../../models/tokenizer/load';
import type { Tokenizer } from '../../models/tokenizer/tokenizer';
import { trainTokenizer } from '../../models/tokenizer/train';
import { huggingFaceNames, tensorName } from '../../models/weights/names';
import { encodeSafetensors } from '../../models/weights/safetensors';
import { corpus } from './corpus';
import { bos, eos, TokenStream } from './tokenStream';

/**
 * Makes the demo's language model: a tokenizer and a small Llama-shaped decoder, trained from nothing on generated text
 * about kitchens, by the same engine that fine-tunes classifiers. Promise: a Hugging Face
 * folder that any program reads.
 */

export interface LanguageModelRecipe {
  seed: number;
  hiddenSize: number;
  layers: number;
  heads: number;
  keyValueHeads: number;
  mlpSize: number;
  /** Ids of the tokenizer, special ones included. */
  vocabulary: number;
  /** Sequences a batch, and tokens a sequence. */
  batch: number;
  steps: number;
  updates: number;
  learningRate: number;
}

/** 4.6 million parameters; a quarter of an hour on two cores. */
export const kitchenRecipe: LanguageModelRecipe = {
  seed: 0,
  hiddenSize: 256,
  layers: 6,
  heads: 4,
  keyValueHeads: 2,
  mlpSize: 688,
  vocabulary: 1024,
  batch: 16,
  steps: 128,
  updates: 900,
  learningRate: 3e-3,
};

const optimizer: AdamWSettings = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.05, maxGradientNorm: 1 };
export interface LanguageModelResult {
  /** Mean loss a token on text not trained on, in nats. */
  loss: number;
  /** The same of a model that knows only how frequent each token is. */
  unigramLoss: number;
  updates: number;
}

/**
 * @param dir where `config.json`, `model.safetensors` (float16), `tokenizer.json`,
 * `tokenizer_config.json` and `README.md` go
 * @param commit of the program, for the README; empty where unknown
 */
export async function trainLanguageModel(
  { dir, commit, recipe = kitchenRecipe }: { dir: string; commit: string; recipe?: LanguageModelRecipe },
  context: JobContext,
): Promise<LanguageModelResult> {
  const tokenizer = await makeTokenizer(dir, recipe);
  const json = configFile(recipe, tokenizer);
  const config = readDecoderConfig('config.json', json);
  const step = await TrainingStep.create<number>({
    device: 'cpu',
    parameters: initialWeights(config, recipe.seed),
    frozen: {},
    build: () => buildLanguageModel(config, recipe),
    recompute: 'none',
    accumulation: 'mean',
    optimizer,
  });
  try {
    await train(step, new TokenStream(tokenizer, recipe.seed, 'train'), recipe, context);
    const { parameters } = await step.exportState();
    const result = { ...(await measure(step, tokenizer, recipe)), updates: recipe.updates };
    await save(dir, json, parameters, readme(recipe, commit, result));
    return result;
  } finally {
    await step.dispose();
  }
}

/** Next-token prediction over full sequences. */
function buildLanguageModel(config: DecoderConfig, { batch, steps }: LanguageModelRecipe): TrainingProgram {
  const b = new Builder();
  const decoder = new Decoder(b, config, { base: 'trained', windows: batch, steps });
  const ids = b.input('ids', 'int32', [batch, steps]);
  const labels = b.input('labels', 'int32', [batch * steps]);
  const states = decoder.states(decoder.embed(ids));
  return { b, loss: b.reduceMean(b.crossEntropy(decoder.logits(states), labels)) };
}

async function train(
  step: TrainingStep<number>,
  stream: TokenStream,
  { batch, steps, updates, learningRate }: LanguageModelRecipe,
  context: JobContext,
): Promise<void> {
  const schedule = cosineWithWarmup(learningRate, warmupSteps(0.05, updates), updates);
  const meter = new ProgressMeter(context, 'Training the language model', updates, 'updates');
  for (let update = 0; update < updates; update++) {
    throwIfCancelled(context.signal);
    const { loss } = await step.forwardBackward(0, stream.batch(batch, steps));
    await step.update(schedule(update));
    if (update % 50 === 0) context.log(`update ${update}: loss ${loss.toFixed(3)}`);
    meter.update(update + 1);
  }
}

/** Loss on text from another seed, and what token frequencies alone would give. */
async function measure(
  step: TrainingStep<number>,
  tokenizer: Tokenizer,
  { seed, batch, steps }: LanguageModelRecipe,
): Promise<Omit<LanguageModelResult, 'updates'>> {
  const held = new TokenStream(tokenizer, seed, 'held out');
  const counts = new Float64Array(tokenizer.size).fill(1);
  const batches = Array.from({ length: 8 }, () => held.batch(batch, steps));
  let loss = 0;
  for (const feeds of batches) {
    loss += (await step.forwardBackward(0, feeds)).loss / batches.length;
    for (const id of feeds.labels.data) counts[Number(id)]!++;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  const unigramLoss = counts.reduce((sum, count) => sum - (count / total) * Math.log(count / total), 0);
  return { loss, unigramLoss };
}

async function makeTokenizer(dir: string, { seed, vocabulary }: LanguageModelRecipe): Promise<Tokenizer> {
  const texts = corpus(new Rng(seed, 'tokenizer'));
  const lines = Array.from({ length: 20_000 }, () => texts.next().value);
  const { tokenizer, config } = trainTokenizer(lines, vocabulary, { bos, eos });
  await writeFileAtomic(join(dir, 'tokenizer.json'), pretty(tokenizer));
  await writeFileAtomic(join(dir, 'tokenizer_config.json'), pretty(config));
  return loadTokenizer(dir);
}

/** `config.json` as Hugging Face Transformers reads it. */
function configFile(recipe: LanguageModelRecipe, tokenizer: Tokenizer): Record<string, unknown> {
  return {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    vocab_size: tokenizer.size,
    hidden_size: recipe.hiddenSize,
    num_hidden_layers: recipe.layers,
    num_attention_heads: recipe.heads,
    num_key_value_heads: recipe.keyValueHeads,
    head_dim: recipe.hiddenSize / recipe.heads,
    intermediate_size: recipe.mlpSize,
    max_position_embeddings: 2048,
    rms_norm_eps: 1e-5,
    rope_theta: 10_000,
    hidden_act: 'silu',
    attention_bias: false,
    mlp_bias: false,
    tie_word_embeddings: true,
    bos_token_id: tokenizer.bos,
    eos_token_id: tokenizer.eos,
    torch_dtype: 'float16',
  };
}

/** Normal with deviation 0.02, smaller where a layer adds to the residual stream (Radford et al. 2019); norms are 1. */
function initialWeights(config: DecoderConfig, seed: number): ParameterTensors {
  const residual = 0.02 / Math.sqrt(2 * config.layers);
  const tensors = [...decoderShapes(config)].map(([name, dims]): [string, HostTensor] => {
    const data = new Float32Array(dims.reduce((product, size) => product * size, 1));
    if (dims.length === 1) return [name, { dtype: 'float32', dims, data: data.fill(1) }];
    const rng = new Rng(seed, name);
    const deviation = /\.(o|down)\.weight$/.test(name) ? residual : 0.02;
    for (let i = 0; i < data.length; i++) data[i] = deviation * rng.normal();
    return [name, { dtype: 'float32', dims, data }];
  });
  return Object.fromEntries(tensors);
}

async function save(dir: string, config: unknown, parameters: ParameterTensors, text: string): Promise<void> {
  const tensors = Object.entries(parameters).map(([name, tensor]): [string, HostTensor] => [
    tensorName(huggingFaceNames, name),
    { dtype: 'float16', dims: tensor.dims, data: toFloat16(floats(tensor)) },
  ]);
  await writeFileAtomic(join(dir, 'model.safetensors'), encodeSafetensors(new Map(tensors), { format: 'pt' }));
  await writeFileAtomic(join(dir, 'config.json'), pretty(config));
  await writeFileAtomic(join(dir, 'README.md'), text);
}

const pretty = (value: unknown) => `${JSON.stringify(value, null, 1)}\n`;

function readme(recipe: LanguageModelRecipe, commit: string, { loss, unigramLoss }: LanguageModelResult): string {
  const tokens = recipe.updates * recipe.batch * recipe.steps;
  return `# kitchen-lm

A small Llama-shaped language model that knows only kitchens, for trying things. Real work takes SmolLM2, Llama 3.2 or
another checkpoint.

* Made by \`npm run make:demo-model\` at commit ${commit || 'unknown'}, seed ${recipe.seed}: trained from random weights on
  ${tokens.toLocaleString('en')} tokens by this program's own engine.
* Text: generated by \`src-main/jobs/demo/corpus.ts\`, endless and seeded: sentences, recipes that follow the rules of
  \`world.ts\`, questions about what came before and what comes next, and the classifiers' question answered from words.
  No text of others is in it.
* Loss on generated text of another seed: ${loss.toFixed(3)} nats a token; token frequencies alone give ${unigramLoss.toFixed(3)}.
* Weights are float16. Licence: Apache-2.0, as the program.
`;
}
