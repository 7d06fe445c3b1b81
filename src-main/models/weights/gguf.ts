/**
 * GGUF, llama.cpp's format (ggml/docs/gguf.md): metadata, a table of tensors, then their aligned data.
 * Versions 2 and 3, little-endian.
 */
import { UserError } from '../../common/errors';
import { ggmlTypes, unreadGgmlTypes } from './quantised';
import { elementCount, missingTensor, readRange, type TensorSource, truncated, weightsSize } from './source';

export type GgufValue = number | string | boolean | readonly GgufValue[];

interface Entry {
  readonly shape: readonly number[];
  readonly type: number;
  /** From the start of the data section. */
  readonly offset: number;
}

/** An opened .gguf file. */
export class GgufFile implements TensorSource {
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  constructor(
    readonly path: string,
    readonly metadata: ReadonlyMap<string, GgufValue>,
    private readonly entries: ReadonlyMap<string, Entry>,
    private readonly dataStart: number,
  ) {
    this.shapes = new Map([...entries].map(([name, entry]) => [name, entry.shape]));
  }

  /** Values of a tensor, dequantised. */
  async read(name: string): Promise<Float32Array> {
    const entry = this.entries.get(name);
    if (!entry) throw missingTensor(this.path, name);
    const type = ggmlTypes.get(entry.type);
    if (!type) throw this.unsupported(name, entry.type);
    return type.decode(await readRange(this.path, this.dataStart + entry.offset, storedBytes(entry)));
  }

  private unsupported(name: string, type: number): UserError {
    const known = [...ggmlTypes.values()].map((t) => t.name).join(', ');
    return new UserError(
      'gguf-type',
      `Unsupported: tensor "${name}" of ${this.path} is stored as ${unreadGgmlTypes.get(type) ?? `type ${type}`}; expected one of ${known}.`,
      'Take a file of the same model in Q8_0 or F16.',
    );
  }
}

/**
 * Reads the header of a .gguf file and checks that every tensor lies inside the file.
 * @throws UserError `gguf-invalid` or `weights-truncated`
 */
export async function openGguf(path: string): Promise<GgufFile> {
  const size = await weightsSize(path);
  for (let length = 1 << 20; ; length *= 4) {
    const header = new HeaderReader(path, await readRange(path, 0, Math.min(length, size)));
    try {
      return parse(path, header, size);
    } catch (error) {
      if (!(error instanceof HeaderEnd)) throw error;
      if (length >= size) throw truncated(path, size, error.position);
    }
  }
}

function invalid(path: string, what: string): UserError {
  return new UserError('gguf-invalid', `Invalid GGUF file ${path}: ${what}.`, 'Copy or download the file again.');
}

function parse(path: string, header: HeaderReader, fileSize: number): GgufFile {
  if (header.uint32() !== 0x46554747) throw invalid(path, 'it does not begin with the letters GGUF');
  const version = header.uint32();
  if (version !== 2 && version !== 3)
    throw invalid(path, `it is of version ${version}; expected 2 or 3, little-endian`);
  const tensorCount = header.uint64();
  const metadataCount = header.uint64();
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < metadataCount; i++) metadata.set(header.string(), header.value(header.uint32()));
  const entries = new Map<string, Entry>();
  for (let i = 0; i < tensorCount; i++) {
    const name = header.string();
    // The file lists the contiguous dimension first.
    const shape = Array.from({ length: header.uint32() }, () => header.uint64()).reverse();
    entries.set(name, { shape, type: header.uint32(), offset: header.uint64() });
  }
  const alignment = Number(metadata.get('general.alignment') ?? 32);
  const dataStart = Math.ceil(header.position / alignment) * alignment;
  for (const [name, entry] of entries) {
    const type = ggmlTypes.get(entry.type);
    if (type && (entry.shape.at(-1) ?? 1) % type.values !== 0)
      throw invalid(path, `tensor "${name}" [${entry.shape.join(', ')}] does not fill whole blocks of ${type.values}`);
    const end = dataStart + entry.offset + storedBytes(entry);
    if (end > fileSize) throw truncated(path, fileSize, end);
  }
  return new GgufFile(path, metadata, entries, dataStart);
}

function storedBytes(entry: Entry): number {
  const type = ggmlTypes.get(entry.type);
  return type ? (elementCount(entry.shape) / type.values) * type.bytes : 0;
}

/** The bytes read so far end inside the header. */
class HeaderEnd extends Error {
  constructor(readonly position: number) {
    super('header continues');
  }
}

class HeaderReader {
  position = 0;
  private readonly view: DataView;
  private readonly text = new TextDecoder();
  constructor(
    private readonly path: string,
    private readonly bytes: Uint8Array,
  ) {
    this.view = new DataView(bytes.buffer);
  }

  uint32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  uint64(): number {
    const value = this.view.getBigUint64(this.take(8), true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw invalid(this.path, `a count at byte ${this.position - 8} is ${value}`);
    return Number(value);
  }

  string(): string {
    const length = this.uint64();
    const start = this.take(length);
    return this.text.decode(this.bytes.subarray(start, start + length));
  }

  value(type: number): GgufValue {
    const at = this.position;
    // biome-ignore format: a table
    switch (type) {
      case 0: return this.view.getUint8(this.take(1));
      case 1: return this.view.getInt8(this.take(1));
      case 2: return this.view.getUint16(this.take(2), true);
      case 3: return this.view.getInt16(this.take(2), true);
      case 4: return this.uint32();
      case 5: return this.view.getInt32(this.take(4), true);
      case 6: return this.view.getFloat32(this.take(4), true);
      case 7: return this.view.getUint8(this.take(1)) !== 0;
      case 8: return this.string();
      case 9: return this.array();
      case 10: return this.uint64();
      case 11: return Number(this.view.getBigInt64(this.take(8), true));
      case 12: return this.view.getFloat64(this.take(8), true);
      default: throw invalid(this.path, `a metadata value at byte ${at} has the unknown type ${type}`);
    }
  }

  private array(): GgufValue[] {
    const type = this.uint32();
    const length = this.uint64();
    const out: GgufValue[] = [];
    for (let i = 0; i < length; i++) out.push(this.value(type));
    return out;
  }

  private take(bytes: number): number {
    const at = this.position;
    if (at + bytes > this.bytes.length) throw new HeaderEnd(at + bytes);
    this.position = at + bytes;
    return at;
  }
}
