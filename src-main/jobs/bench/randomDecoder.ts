import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rng } from '../../common/rng';
import type { HostTensor } from '../../engine/runtime/tensor';
import { readDecoderConfig } from '../../models/decoder/config';
import { decoderShapes } from '../../models/decoder/weights';
import { trainTokenizer } from '../../models/tokenizer/train';
import { huggingFaceNames, tensorName } from '../../models/weights/names';
import { encodeSafetensors } from '../../models/weights/safetensors';

/** The sizes of a Llama decoder, as `config.json` names them. */
export interface DecoderShape {
  hidden_size: number;
  num_hidden_layers: number;
  num_attention_heads: number;
  num_key_value_heads: number;
  intermediate_size: number;
  vocab_size: number;
}

/** SmolLM2-135M. */
export const smolLm2: DecoderShape = {
  hidden_size: 576,
  num_hidden_layers: 30,
  num_attention_heads: 9,
  num_key_value_heads: 3,
  intermediate_size: 1536,
  vocab_size: 49152,
};

/**
 * Writes a Hugging Face folder of a Llama decoder with random weights, one file a layer so that little memory is held.
 * @param lines text whose words each become one token
 */
export async function writeRandomDecoder(folder: string, shape: DecoderShape, lines: readonly string[]): Promise<void> {
  const config = {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    ...shape,
    max_position_embeddings: 8192,
    rms_norm_eps: 1e-5,
    rope_theta: 100_000,
    tie_word_embeddings: true,
    torch_dtype: 'float32',
  };
  await mkdir(folder, { recursive: true });
  await writeJson(join(folder, 'config.json'), config);
  await writeTokenizer(folder, shape.vocab_size, lines);
  const files = new Map<string, Map<string, HostTensor['dims']>>();
  for (const [name, dims] of decoderShapes(readDecoderConfig('config.json', config))) {
    const file = `model-${name.split('.').slice(0, 2).join('-')}.safetensors`;
    files.set(file, (files.get(file) ?? new Map<string, HostTensor['dims']>()).set(name, dims));
  }
  const fileOf: Record<string, string> = {};
  for (const [file, shapes] of files) {
    const tensors = new Map<string, HostTensor>();
    for (const [name, dims] of shapes) {
      tensors.set(tensorName(huggingFaceNames, name), randomTensor(name, dims));
      fileOf[tensorName(huggingFaceNames, name)] = file;
    }
    await writeFile(join(folder, file), encodeSafetensors(tensors, { format: 'pt' }));
  }
  await writeJson(join(folder, 'model.safetensors.index.json'), { metadata: {}, weight_map: fileOf });
}

/** As Llama models begin: matrices with a spread of 0.02, norms 1. */
function randomTensor(name: string, dims: HostTensor['dims']): HostTensor {
  const data = new Float32Array(dims.reduce((product, length) => product * length, 1)).fill(1);
  const rng = new Rng(0, name);
  const bound = 0.02 * Math.sqrt(3);
  if (dims.length > 1) for (let i = 0; i < data.length; i++) data[i] = rng.between(-bound, bound);
  return { dtype: 'float32', dims, data };
}

/** A tokenizer of these lines' words, filled up with tokens that never occur. */
async function writeTokenizer(folder: string, size: number, lines: readonly string[]): Promise<void> {
  const { tokenizer, config } = trainTokenizer(lines, size, { bos: '<|begin_of_text|>', eos: '<|eot_id|>' });
  const { vocab } = tokenizer['model'] as { vocab: Record<string, number> };
  const special = (tokenizer['added_tokens'] as unknown[]).length;
  for (let id = Object.keys(vocab).length + special; id < size; id++) vocab[`<filler ${id}>`] = id;
  await writeJson(join(folder, 'tokenizer.json'), tokenizer);
  await writeJson(join(folder, 'tokenizer_config.json'), config);
}

function writeJson(path: string, value: unknown): Promise<void> {
  return writeFile(path, `${JSON.stringify(value)}\n`);
}
