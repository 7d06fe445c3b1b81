/**
 * A language model on disk: a Hugging Face folder (`config.json`, `*.safetensors`, `tokenizer.json`) or a
 * .gguf file, opened without loading its weights. Promise: what opens fits together (configuration, tokenizer,
 * every tensor and its shape).
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../common/errors';
import { toFloat16 } from '../../common/float16';
import type { HostTensor } from '../../engine/runtime/tensor';
import { loadTokenizer, tokenizerOfGguf } from '../tokenizer/load';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { type GgufFile, openGguf } from '../weights/gguf';
import { ggufNames, huggingFaceNames, type NameTable, tensorName } from '../weights/names';
import { openSafetensorsFolder } from '../weights/safetensors';
import { missingTensor, type TensorSource } from '../weights/source';
import { type DecoderConfig, readDecoderConfig, readGgufConfig } from './config';
import { decoderShapes } from './weights';

export interface Checkpoint {
  readonly path: string;
  readonly config: DecoderConfig;
  readonly tokenizer: Tokenizer;
  /** The weights by our names. */
  readonly weights: TensorSource;
}

/** How frozen matrices are held; vectors are always float32. */
export type Precision = 'fp32' | 'fp16';

/** @throws UserError that names what is missing, damaged, unsupported, or does not fit */
export async function openCheckpoint(path: string): Promise<Checkpoint> {
  const checkpoint = path.endsWith('.gguf') ? await openGgufCheckpoint(path) : await openFolder(path);
  checkVocabulary(checkpoint);
  return checkpoint;
}

async function openFolder(path: string): Promise<Checkpoint> {
  const configPath = join(path, 'config.json');
  const config = readDecoderConfig(configPath, await readConfig(configPath));
  const weights = renamed(path, config, await openSafetensorsFolder(path), huggingFaceNames);
  return { path, config, tokenizer: await loadTokenizer(path), weights };
}

async function openGgufCheckpoint(path: string): Promise<Checkpoint> {
  const file = await openGguf(path);
  const config = readGgufConfig(
    file,
    file.shapes.has('rope_freqs.weight') ? await file.read('rope_freqs.weight') : null,
  );
  const source = config.family === 'llama' ? unpermuted(file, config) : file;
  return { path, config, tokenizer: tokenizerOfGguf(file), weights: renamed(path, config, source, ggufNames) };
}

async function readConfig(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new UserError(
      'decoder-missing',
      `Missing ${path}: the folder holds no Hugging Face model.`,
      'Choose a folder with config.json, tokenizer.json and .safetensors files, or a .gguf file.',
      { cause },
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(
      'decoder-config',
      `Invalid model configuration ${path}: it is not JSON.`,
      'Copy or download the file again.',
    );
  }
}

/** A source under our names, whose tensors all exist and have the shapes that the configuration demands. */
function renamed(path: string, config: DecoderConfig, source: TensorSource, table: NameTable): TensorSource {
  const shapes = decoderShapes(config);
  for (const [ours, expected] of shapes) {
    const theirs = tensorName(table, ours);
    const found = source.shapes.get(theirs);
    if (!found) throw missingTensor(path, theirs);
    if (found.join() !== expected.join())
      throw new UserError(
        'decoder-shape',
        `Invalid model ${path}: tensor "${theirs}" is [${found.join(', ')}]; expected [${expected.join(', ')}] by its configuration.`,
        'Check that weights and configuration are of the same model.',
      );
  }
  return { shapes, read: (name) => source.read(tensorName(table, name)) };
}

/**
 * llama.cpp stores the query and key rows of Llama models with the two halves of each head interleaved, for its own
 * rotary kernel; this puts them back. Other architectures are stored as they are.
 */
function unpermuted(file: GgufFile, config: DecoderConfig): TensorSource {
  const read = async (name: string): Promise<Float32Array> => {
    const values = await file.read(name);
    if (!/\.attn_[qk]\.(weight|bias)$/.test(name)) return values;
    return halvesApart(values, config.headSize, name.endsWith('weight') ? config.hiddenSize : 1);
  };
  return { shapes: file.shapes, read };
}

/** Rows of each head from order (0, h, 1, h+1, …) to (0, 1, …, h, h+1, …), h being half the head size. */
function halvesApart(values: Float32Array, headSize: number, rowLength: number): Float32Array {
  const out = new Float32Array(values.length);
  const half = headSize / 2;
  for (let row = 0; row * rowLength < values.length; row++) {
    const within = row % headSize;
    const to = row - within + (within % 2) * half + (within >> 1);
    out.set(values.subarray(row * rowLength, (row + 1) * rowLength), to * rowLength);
  }
  return out;
}

/** Embedding tables are customarily padded to a multiple of 64, by less than 1 %; any other difference is an error. */
function checkVocabulary({ path, config, tokenizer }: Checkpoint): void {
  const rows = config.vocabularySize;
  const padded = rows % 64 === 0 && tokenizer.size > 0.99 * rows;
  if (tokenizer.size === rows || (padded && tokenizer.size < rows)) return;
  throw new UserError(
    'tokenizer-mismatch',
    `Invalid model ${path}: its tokenizer has ${tokenizer.size} tokens, but its embedding table has ${rows} rows.`,
    'Take the tokenizer that belongs to this model.',
  );
}

/** All weights in memory, ready to be fed. */
export async function loadWeights(checkpoint: Checkpoint, precision: Precision): Promise<Map<string, HostTensor>> {
  const tensors = new Map<string, HostTensor>();
  for (const [name, dims] of checkpoint.weights.shapes) {
    const data = await checkpoint.weights.read(name);
    const half = precision === 'fp16' && dims.length > 1;
    tensors.set(name, half ? { dtype: 'float16', dims, data: toFloat16(data) } : { dtype: 'float32', dims, data });
  }
  return tensors;
}

/** SHA-256 of everything the model is made of: the .gguf file, or a folder's configuration, tokenizer and weights. */
export async function checkpointHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  if ((await stat(path)).isFile()) await hashFile(path, hash);
  else {
    const names = (await readdir(path)).filter((name) => /^(config|tokenizer)\.json$|\.safetensors$/.test(name));
    for (const name of names.sort()) await hashFile(join(path, name), hash.update(`${name}\n`));
  }
  return hash.digest('hex');
}

async function hashFile(path: string, hash: Hash): Promise<void> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
}
