import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkpointHash, loadWeights, openCheckpoint } from '../../../../src-main/models/decoder/checkpoint';
import { readDecoderConfig } from '../../../../src-main/models/decoder/config';
import { describeDecoder } from '../../../../src-main/models/decoder/describe';
import { copyOfTinyLlama, editJson, fixture, refusal, tinyLlama } from '../folder';

const file = async () => JSON.parse(await readFile(join(tinyLlama, 'config.json'), 'utf8')) as Record<string, unknown>;
const read = async (change: object) => readDecoderConfig('config.json', { ...(await file()), ...change });

describe('configuration of a decoder', () => {
  it('takes what older files leave out from the rest', async () => {
    const config = await read({ head_dim: undefined, num_key_value_heads: undefined, rope_scaling: null });
    expect([config.headSize, config.keyValueHeads, config.biases]).toEqual([16, 4, []]);
    expect(config.frequencies.map((f) => f.toFixed(6))).toEqual(
      [0, 2, 4, 6, 8, 10, 12, 14].map((i) => (500000 ** (-i / 16)).toFixed(6)),
    );
  });

  it('reads theta and scaling from where Transformers 5 writes them', async () => {
    const { rope_theta, rope_scaling, ...rest } = await file();
    const now = readDecoderConfig('config.json', {
      ...rest,
      rope_parameters: { ...(rope_scaling as object), rope_theta },
    });
    expect(now).toEqual(await read({}));
  });

  it('scales linearly, and keeps or slows each band of the Llama 3 rule', async () => {
    const plain = (await read({ rope_scaling: null })).frequencies;
    const linear = (await read({ rope_scaling: { type: 'linear', factor: 4 } })).frequencies;
    expect(linear).toEqual(plain.map((frequency) => frequency / 4));
    const llama3 = (await read({})).frequencies.map((frequency, i) => frequency / plain[i]!);
    expect(llama3[0]).toBe(1);
    expect(llama3.at(-1)).toBeCloseTo(1 / 32, 7);
    expect(llama3.filter((ratio) => ratio < 0.999 && ratio > 0.04).length).toBeGreaterThan(0);
  });

  it('has a bias where the family or the file says so', async () => {
    expect((await read({ attention_bias: true })).biases).toEqual(['q', 'k', 'v', 'o']);
    expect((await read({ architectures: ['Qwen2ForCausalLM'] })).biases).toEqual(['q', 'k', 'v']);
  });

  it('is refused where it is not supported or does not fit itself', async () => {
    const refused = (change: object) => refusal(read(change));
    expect(await refused({ architectures: ['MambaForCausalLM'] })).toBe(
      'Unsupported: "MambaForCausalLM" in config.json; expected LlamaForCausalLM or Qwen2ForCausalLM.',
    );
    expect(await refused({ rope_scaling: { rope_type: 'yarn', factor: 2 } })).toBe(
      'Unsupported: rotary scaling "yarn" in config.json; expected default, linear or llama3.',
    );
    expect(await refused({ hidden_act: 'gelu' })).toBe(
      'Unsupported: activation "gelu" in config.json; expected "silu".',
    );
    expect(await refused({ use_sliding_window: true })).toBe('Unsupported: sliding-window attention in config.json.');
    expect(await refused({ hidden_size: 'big' })).toBe(
      'Invalid model configuration config.json: field "hidden_size": Invalid input: expected number, received string.',
    );
    expect(await refused({ architectures: undefined })).toMatch(
      /^Invalid model configuration config\.json: field "architectures"/,
    );
    expect(await refused({ num_key_value_heads: 3 })).toBe(
      'Invalid model configuration config.json: field "num_key_value_heads": 4 heads cannot share 3 key and value heads.',
    );
    expect(await refused({ rope_scaling: { rope_type: 'llama3' } })).toBe(
      'Invalid model configuration config.json: field "rope_scaling.factor": missing.',
    );
  });
});

describe('opening a checkpoint', () => {
  const changed = async (name: string, edit: (json: Record<string, unknown>) => void) => {
    const folder = await copyOfTinyLlama();
    await editJson(join(folder, name), edit);
    return refusal(openCheckpoint(folder));
  };

  it('refuses a tokenizer with fewer or more tokens than the embedding has rows', async () => {
    const keep = (count: number) => (json: Record<string, unknown>) => {
      const model = json['model'] as { vocab: Record<string, number>; merges: unknown[] };
      model.vocab = Object.fromEntries(Object.entries(model.vocab).filter(([, id]) => id < count));
      model.merges = [];
      json['added_tokens'] = [];
    };
    expect(await changed('tokenizer.json', keep(500))).toBe(
      'Invalid model DIR/tiny: its tokenizer has 500 tokens, but its embedding table has 600 rows.',
    );
    const more = (json: Record<string, unknown>) =>
      (json['added_tokens'] as object[]).push({ id: 600, content: '<more>', special: true });
    expect(await changed('tokenizer.json', more)).toBe(
      'Invalid model DIR/tiny: its tokenizer has 601 tokens, but its embedding table has 600 rows.',
    );
  });

  it('refuses weights that are missing or of other shapes than the configuration demands', async () => {
    expect(await changed('config.json', (json) => Object.assign(json, { num_hidden_layers: 4 }))).toBe(
      'Missing tensor "model.layers.3.input_layernorm.weight" in DIR/tiny.',
    );
    expect(await changed('config.json', (json) => Object.assign(json, { intermediate_size: 200 }))).toBe(
      'Invalid model DIR/tiny: tensor "model.layers.0.mlp.gate_proj.weight" is [176, 64]; expected [200, 64] by its configuration.',
    );
    const folder = await copyOfTinyLlama();
    const path = join(folder, 'model.safetensors');
    await writeFile(path, (await readFile(path)).subarray(0, 700_000));
    expect(await refusal(openCheckpoint(folder))).toBe(
      'Invalid weights file DIR/tiny/model.safetensors: it ends at byte 700000, but its header tells of 711352 bytes. The file is truncated.',
    );
    expect(await refusal(openCheckpoint(join(folder, 'none')))).toBe(
      'Missing DIR/tiny/none/config.json: the folder holds no Hugging Face model.',
    );
  });

  it('gives the same model from GGUF as from the folder', async () => {
    const folder = await openCheckpoint(tinyLlama);
    const gguf = await openCheckpoint(fixture('gguf', 'llama.gguf'));
    const { frequencies, ...sizes } = gguf.config;
    expect({ ...sizes, normEpsilon: 1e-5, layers: 3 }).toEqual({ ...folder.config, frequencies: undefined });
    expect(sizes.normEpsilon).toBeCloseTo(1e-5, 11);
    frequencies.forEach((frequency, i) => expect(frequency / folder.config.frequencies[i]!).toBeCloseTo(1, 6));
    for (const name of gguf.weights.shapes.keys())
      expect({ name, values: await gguf.weights.read(name) }).toEqual({
        name,
        values: await folder.weights.read(name),
      });
    const text = "<|begin_of_text|>What's cooking?\n";
    expect(gguf.tokenizer.encode(text)).toEqual(folder.tokenizer.encode(text));
    expect([gguf.tokenizer.bos, gguf.tokenizer.eos]).toEqual([folder.tokenizer.bos, folder.tokenizer.eos]);
  });

  it('holds matrices in half precision where asked, vectors never', async () => {
    const weights = await loadWeights(await openCheckpoint(tinyLlama), 'fp16');
    expect(weights.get('layer.0.q.weight')).toMatchObject({ dtype: 'float16', dims: [64, 64] });
    expect(weights.get('layer.0.attentionNorm.weight')).toMatchObject({ dtype: 'float32', dims: [64] });
  });

  it('hashes what the model is made of and nothing else', async () => {
    const folder = await copyOfTinyLlama();
    const hash = await checkpointHash(folder);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    await writeFile(join(folder, 'README.md'), 'notes');
    expect(await checkpointHash(folder)).toBe(hash);
    await editJson(join(folder, 'config.json'), (json) => Object.assign(json, { rope_theta: 1 }));
    expect(await checkpointHash(folder)).not.toBe(hash);
  });

  it('describes it in a line', async () => {
    expect(await describeDecoder(tinyLlama)).toBe('Llama, 0.18 M parameters, vocabulary 600');
  });
});
