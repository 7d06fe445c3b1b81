/** The safetensors format (huggingface/safetensors): one file, or a folder with one file or several and their index. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../common/errors';
import { fromFloat16 } from '../../common/float16';
import type { DType } from '../../engine/graph/graph';
import type { HostTensor } from '../../engine/runtime/tensor';
import { fromBfloat16 } from './bfloat16';
import { elementCount, missingTensor, readRange, type TensorSource, truncated, weightsSize } from './source';

const Entry = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
type Entry = z.infer<typeof Entry>;
const Header = z.record(z.string(), z.unknown());

/**
 * Bytes of a value. Types beyond those `SafetensorsFile` reads are listed so that a file
 * holding them can still be opened.
 */
// biome-ignore format: a table
const valueBytes: Readonly<Record<string, number>> = {
  F64: 8, F32: 4, F16: 2, BF16: 2, F8_E4M3: 1, F8_E5M2: 1,
  I64: 8, I32: 4, I16: 2, I8: 1, U64: 8, U32: 4, U16: 2, U8: 1, BOOL: 1,
};

function invalid(path: string, what: string): UserError {
  return new UserError(
    'safetensors-invalid',
    `Invalid safetensors file ${path}: ${what}.`,
    'Copy or download the file again.',
  );
}

/** One .safetensors file. Opened by `openSafetensors`. */
export class SafetensorsFile implements TensorSource {
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  constructor(
    readonly path: string,
    private readonly entries: ReadonlyMap<string, Entry>,
    private readonly dataStart: number,
  ) {
    this.shapes = new Map([...entries].map(([name, entry]) => [name, entry.shape]));
  }

  /** Values of an F32, F16 or BF16 tensor. */
  async read(name: string): Promise<Float32Array> {
    const { dtype, bytes } = await this.load(name);
    if (dtype === 'F32') return new Float32Array(bytes.buffer);
    if (dtype === 'F16') return fromFloat16(new Uint16Array(bytes.buffer));
    if (dtype === 'BF16') return fromBfloat16(new Uint16Array(bytes.buffer));
    throw this.unsupported(name, dtype, 'F32, F16 or BF16');
  }

  /** Values of an I32 or I64 tensor, such as token ids; I64 values must fit in 32 bits. */
  async readIntegers(name: string): Promise<Int32Array> {
    const { dtype, bytes } = await this.load(name);
    if (dtype === 'I32') return new Int32Array(bytes.buffer);
    if (dtype !== 'I64') throw this.unsupported(name, dtype, 'I32 or I64');
    return Int32Array.from(new BigInt64Array(bytes.buffer), (value) => {
      if (value !== BigInt.asIntN(32, value))
        throw invalid(this.path, `tensor "${name}" holds ${value}, beyond 32 bits`);
      return Number(value);
    });
  }

  private async load(name: string): Promise<{ dtype: string; bytes: Uint8Array }> {
    const entry = this.entries.get(name);
    if (!entry) throw missingTensor(this.path, name);
    const [start, end] = entry.data_offsets;
    return { dtype: entry.dtype, bytes: await readRange(this.path, this.dataStart + start, end - start) };
  }

  private unsupported(name: string, dtype: string, expected: string): UserError {
    return new UserError(
      'safetensors-type',
      `Unsupported: tensor "${name}" of ${this.path} is stored as ${dtype}; expected ${expected}.`,
      'Convert the checkpoint to F32, F16 or BF16.',
    );
  }
}

/** The tensors of several shards as one source. */
class ShardedSafetensors implements TensorSource {
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  constructor(
    private readonly path: string,
    private readonly shardOf: ReadonlyMap<string, SafetensorsFile>,
  ) {
    this.shapes = new Map([...shardOf].map(([name, shard]) => [name, shard.shapes.get(name)!]));
  }

  async read(name: string): Promise<Float32Array> {
    const shard = this.shardOf.get(name);
    if (!shard) throw missingTensor(this.path, name);
    return shard.read(name);
  }
}

/**
 * Opens one .safetensors file and checks its whole header: entries of the right size, side
 * by side, up to the file's end.
 * @throws UserError `safetensors-invalid` or `weights-truncated`
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  const size = await weightsSize(path);
  if (size < 8) throw invalid(path, `it has ${size} bytes, too few for the length of its header`);
  const headerBytes = Number(new DataView((await readRange(path, 0, 8)).buffer).getBigUint64(0, true));
  if (headerBytes > 100_000_000)
    throw invalid(path, `its first 8 bytes give a header of ${headerBytes} bytes, which no such file has`);
  const dataStart = 8 + headerBytes;
  if (dataStart > size) throw truncated(path, size, dataStart);
  const entries = parseHeader(path, await readRange(path, 8, headerBytes));
  checkLayout(path, entries, size - dataStart, dataStart);
  return new SafetensorsFile(path, entries, dataStart);
}

/** `model.safetensors`, or the shards of `model.safetensors.index.json`, of a Hugging Face folder. */
export async function openSafetensorsFolder(folder: string): Promise<TensorSource> {
  const index = join(folder, 'model.safetensors.index.json');
  let text: string;
  try {
    text = await readFile(index, 'utf8');
  } catch {
    return openSafetensors(join(folder, 'model.safetensors'));
  }
  const map = parseIndex(index, text);
  const shards = new Map<string, SafetensorsFile>();
  for (const file of new Set(Object.values(map))) shards.set(file, await openSafetensors(join(folder, file)));
  const shardOf = new Map<string, SafetensorsFile>();
  for (const [name, file] of Object.entries(map)) {
    const shard = shards.get(file)!;
    if (!shard.shapes.has(name)) throw missingTensor(shard.path, name);
    shardOf.set(name, shard);
  }
  return new ShardedSafetensors(index, shardOf);
}

function parseIndex(path: string, text: string): Record<string, string> {
  try {
    return z.object({ weight_map: z.record(z.string(), z.string()) }).parse(JSON.parse(text)).weight_map;
  } catch (cause) {
    throw new UserError(
      'safetensors-invalid',
      `Invalid index ${path}: expected JSON with "weight_map", a file for each tensor.`,
      'Copy or download the file again.',
      { cause },
    );
  }
}

function parseHeader(path: string, bytes: Uint8Array): Map<string, Entry> {
  let header: Record<string, unknown>;
  try {
    header = Header.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    throw invalid(path, `its header of ${bytes.length} bytes is not a JSON object`);
  }
  const entries = new Map<string, Entry>();
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const parsed = Entry.safeParse(value);
    if (!parsed.success) throw invalid(path, `header entry "${name}" lacks a proper dtype, shape or data_offsets`);
    entries.set(name, parsed.data);
  }
  return entries;
}

function checkLayout(path: string, entries: ReadonlyMap<string, Entry>, dataBytes: number, dataStart: number): void {
  const inOrder = [...entries].sort(
    ([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
  );
  let position = 0;
  for (const [name, { dtype, shape, data_offsets }] of inOrder) {
    const [start, end] = data_offsets;
    if (start < position)
      throw invalid(
        path,
        `tensor "${name}" starts at byte ${start} of the data, inside the one before it, which ends at ${position}`,
      );
    if (start > position)
      throw invalid(path, `bytes ${position} to ${start} of the data, before tensor "${name}", belong to no tensor`);
    const size = valueBytes[dtype];
    if (size === undefined) throw invalid(path, `tensor "${name}" has the unknown type ${dtype}`);
    const expected = elementCount(shape) * size;
    if (end - start !== expected)
      throw invalid(
        path,
        `tensor "${name}" (${dtype}, [${shape.join(', ')}]) takes ${end - start} bytes; expected ${expected}`,
      );
    position = end;
  }
  if (position > dataBytes) throw truncated(path, dataStart + dataBytes, dataStart + position);
  if (position < dataBytes) throw invalid(path, `${dataBytes - position} bytes follow the last tensor`);
}

/** Types that are written, by those of the program. */
const writtenTypes: Readonly<Partial<Record<DType, string>>> = { float32: 'F32', float16: 'F16', int32: 'I32' };

/**
 * The bytes of a .safetensors file; tensors in the order given, header padded to 8 bytes as the reference writer does.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, HostTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let end = 0;
  for (const [name, { dtype, dims, data }] of tensors) {
    const type = writtenTypes[dtype];
    if (type === undefined || elementCount(dims) !== data.length)
      throw new Error(`internal: tensor ${name}, ${dtype} [${dims.join(', ')}] with ${data.length} values`);
    header[name] = { dtype: type, shape: dims, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const dataStart = 8 + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(dataStart + end).fill(0x20, 0, dataStart);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(dataStart - 8), true);
  bytes.set(json, 8);
  let position = dataStart;
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return bytes;
}
