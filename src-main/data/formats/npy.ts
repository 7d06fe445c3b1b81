import { type FileHandle, open } from 'node:fs/promises';
import { UserError } from '../../common/errors';
import { fromFloat16 } from '../../common/float16';
import { writeFileAtomic } from '../project/atomic';

/**
 * NumPy's `.npy` files, versions 1 to 3, of the element types below, and of text (`npyText.ts`). Arrays are read whole
 * or by rows; a range of rows reads those bytes and the header, nothing else. Fortran order, as numpy.save writes a
 * transposed array, is read whole and put in C order; big endian is turned. float16 is carried as bits
 * (common/float16.ts), bool as bytes 0 and 1. Pickled objects are refused: reading them would run what they say.
 */
const elements = {
  float16: { descr: '<f2', bytes: 2, make: (b: ArrayBufferLike) => new Uint16Array(b) },
  float32: { descr: '<f4', bytes: 4, make: (b: ArrayBufferLike) => new Float32Array(b) },
  float64: { descr: '<f8', bytes: 8, make: (b: ArrayBufferLike) => new Float64Array(b) },
  int8: { descr: '|i1', bytes: 1, make: (b: ArrayBufferLike) => new Int8Array(b) },
  int16: { descr: '<i2', bytes: 2, make: (b: ArrayBufferLike) => new Int16Array(b) },
  int32: { descr: '<i4', bytes: 4, make: (b: ArrayBufferLike) => new Int32Array(b) },
  int64: { descr: '<i8', bytes: 8, make: (b: ArrayBufferLike) => new BigInt64Array(b) },
  uint16: { descr: '<u2', bytes: 2, make: (b: ArrayBufferLike) => new Uint16Array(b) },
  uint32: { descr: '<u4', bytes: 4, make: (b: ArrayBufferLike) => new Uint32Array(b) },
  uint64: { descr: '<u8', bytes: 8, make: (b: ArrayBufferLike) => new BigUint64Array(b) },
  uint8: { descr: '|u1', bytes: 1, make: (b: ArrayBufferLike) => new Uint8Array(b) },
  bool: { descr: '|b1', bytes: 1, make: (b: ArrayBufferLike) => new Uint8Array(b) },
} as const;

type NpyType = keyof typeof elements;
type DataOf<T extends NpyType> = ReturnType<(typeof elements)[T]['make']>;

/** An array and its shape; `data` is in C order (last axis fastest). */
export type NpyArray = { [T in NpyType]: { dtype: T; shape: readonly number[]; data: DataOf<T> } }[NpyType];

export interface NpyHeader {
  dtype: NpyType;
  shape: number[];
  /** Byte at which the first element stands. */
  dataOffset: number;
  /** Whether the file has the first axis fastest. */
  fortran: boolean;
  bigEndian: boolean;
}

/** What a file's dictionary says, with its type as it stands there. */
export interface RawHeader extends Omit<NpyHeader, 'dtype' | 'bigEndian'> {
  /** `<f4`; `[` where it is a record. */
  descr: string;
}

const magic = Buffer.from('\x93NUMPY', 'latin1');

/**
 * Type and shape without reading the data. Throws UserError where the file is no `.npy`, truncated or of another type.
 */
export async function readNpyHeader(path: string): Promise<NpyHeader> {
  return withFile(path, (file) => headerOf(file, path));
}

/** The whole array. Throws UserError as `readNpyHeader` does. */
export async function readNpy(path: string): Promise<NpyArray> {
  return withFile(path, async (file) => {
    return readWhole(file, path, await headerOf(file, path));
  });
}

/**
 * Rows `from` to `to` (exclusive) of the first axis; throws RangeError outside `0..shape[0]`, UserError as the others.
 */
export async function readNpyRows(path: string, from: number, to: number): Promise<NpyArray> {
  return withFile(path, async (file) => {
    const header = await headerOf(file, path);
    const [rows = 0, ...rest] = header.shape;
    if (from < 0 || to > rows || from > to) throw new RangeError(`rows ${from} to ${to} of ${rows} in ${path}`);
    const row = count(rest);
    if (header.fortran) {
      const { data } = await readWhole(file, path, header);
      return { dtype: header.dtype, shape: [to - from, ...rest], data: data.slice(from * row, to * row) } as NpyArray;
    }
    const offset = header.dataOffset + from * row * elements[header.dtype].bytes;
    return readElements(file, path, header, offset, [to - from, ...rest]);
  });
}

/** Writes `npyBytes(array)` atomically. */
export async function writeNpy(path: string, array: NpyArray): Promise<void> {
  await writeFileAtomic(path, npyBytes(array));
}

/** A whole `.npy` file, version 1.0. The data's length must be the product of the shape. */
export function npyBytes(array: NpyArray): Uint8Array {
  if (array.data.length !== count(array.shape)) {
    throw new RangeError(`${array.data.length} values do not fill shape [${array.shape.join(', ')}]`);
  }
  const shape = array.shape.length === 1 ? `${array.shape[0]},` : array.shape.join(', ');
  const dict = `{'descr': '${elements[array.dtype].descr}', 'fortran_order': False, 'shape': (${shape}), }`;
  const total = Math.ceil((10 + dict.length + 1) / 64) * 64; // NumPy aligns the data to 64 bytes
  const header = Buffer.from(`${' '.repeat(10)}${dict.padEnd(total - 11)}\n`, 'latin1');
  magic.copy(header);
  header.writeUInt16LE(0x0001, 6);
  header.writeUInt16LE(total - 10, 8);
  const { data } = array;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return Buffer.concat([header, bytes]);
}

/** Values of a floating-point array as float32: half is widened, double rounded; null for the other types. */
export function floatValues(array: NpyArray): Float32Array | null {
  if (array.dtype === 'float32') return array.data;
  if (array.dtype === 'float16') return fromFloat16(array.data);
  return array.dtype === 'float64' ? Float32Array.from(array.data) : null;
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Opens an array file, and closes it whatever happens. @throws UserError `npy-missing` */
export async function withFile<T>(path: string, read: (file: FileHandle) => Promise<T>): Promise<T> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new UserError('npy-missing', `Missing array file ${path}.`, 'Check the path or make the file again.');
  }
  try {
    return await read(file);
  } finally {
    await file.close();
  }
}

/** As many bytes as there are, up to `length`. */
export async function readBytes(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.from(new ArrayBuffer(length));
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, Math.min(length - done, 2 ** 30), offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}

/** Most headers end before it, so that one reading is enough. */
const usualHeader = 256;

/** @throws UserError where the file does not begin as an array does */
export async function rawHeaderOf(file: FileHandle, path: string): Promise<RawHeader> {
  const start = await readBytes(file, 0, usualHeader);
  if (!start.subarray(0, 6).equals(magic)) {
    throw invalid(path, 'it does not begin with the signature of NumPy arrays', 'Save the array with numpy.save.');
  }
  const long = (start[6] ?? 0) >= 2;
  const from = long ? 12 : 10;
  if (start.length < from) throw truncated(path, 'inside its header');
  const dataOffset = from + (long ? start.readUInt32LE(8) : start.readUInt16LE(8));
  const isWhole = dataOffset <= start.length;
  if (!isWhole && (await file.stat()).size < dataOffset) throw truncated(path, 'inside its header');
  const header = isWhole ? start : await readBytes(file, 0, dataOffset);
  return { ...parseDictionary(path, header.toString('latin1', from, dataOffset)), dataOffset };
}

async function headerOf(file: FileHandle, path: string): Promise<NpyHeader> {
  const { descr, ...header } = await rawHeaderOf(file, path);
  const isOf = (name: NpyType, order: string) => elements[name].descr === descr.replace(/^[<>=|]/, order);
  const dtype = (Object.keys(elements) as NpyType[]).find((name) => isOf(name, '<') || isOf(name, '|'));
  if (dtype === undefined) {
    const found = descr === '[' ? 'records' : descr.endsWith('O') ? 'pickled objects' : `element type '${descr}'`;
    throw unsupported(path, found, `expected one of ${Object.keys(elements).join(', ')}`);
  }
  const expected = header.dataOffset + count(header.shape) * elements[dtype].bytes;
  const { size } = await file.stat();
  if (size < expected) throw truncated(path, `after ${size} of ${expected} bytes`);
  return { ...header, dtype, bigEndian: descr.startsWith('>') };
}

function parseDictionary(path: string, text: string): Omit<RawHeader, 'dataOffset'> {
  const descr = /'descr'\s*:\s*(?:'([^']*)'|(\[))/.exec(text)?.slice(1).find(Boolean);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape'\s*:\s*\(([\dL\s,]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || sizes === undefined) {
    throw invalid(path, 'its header lacks descr, fortran_order or shape', 'Save the array with numpy.save.');
  }
  return { descr, shape: (sizes.match(/\d+/g) ?? []).map(Number), fortran: order === 'True' };
}

async function readWhole(file: FileHandle, path: string, header: NpyHeader): Promise<NpyArray> {
  const array = await readElements(file, path, header, header.dataOffset, header.shape);
  return header.fortran ? inOrderOfC(array) : array;
}

/** The values of an array whose first axis is fastest, put so that the last one is. */
function inOrderOfC(array: NpyArray): NpyArray {
  const { shape, data } = array;
  const ordered = data.slice();
  const index = shape.map(() => 0);
  const strides = shape.map((_, axis) => count(shape.slice(0, axis)));
  for (let to = 0, from = 0; to < data.length; to++) {
    ordered[to] = data[from] as never;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [size, stride] = [shape[axis] as number, strides[axis] as number];
      from += stride;
      index[axis] = (index[axis] as number) + 1;
      if (index[axis] !== size) break;
      from -= size * stride;
      index[axis] = 0;
    }
  }
  return { ...array, data: ordered } as NpyArray;
}

/** Reverses the bytes of each element in place, by their number. */
const turned: Partial<Record<number, (bytes: Buffer) => Buffer>> = {
  2: (bytes) => bytes.swap16(),
  4: (bytes) => bytes.swap32(),
  8: (bytes) => bytes.swap64(),
};

async function readElements(
  file: FileHandle,
  path: string,
  header: NpyHeader,
  offset: number,
  shape: readonly number[],
): Promise<NpyArray> {
  const { bytes, make } = elements[header.dtype];
  const length = count(shape) * bytes;
  const buffer = await readBytes(file, offset, length);
  if (buffer.length < length) throw truncated(path, `after ${offset + buffer.length} of ${offset + length} bytes`);
  if (header.bigEndian) turned[bytes]?.(buffer);
  const data = make(buffer.buffer as ArrayBuffer);
  return { dtype: header.dtype, shape, data } as NpyArray;
}

function invalid(path: string, found: string, tip: string): UserError {
  return new UserError('npy-invalid', `Invalid array file ${path}: ${found}.`, tip);
}

function truncated(path: string, where: string): UserError {
  return invalid(path, `it ends ${where}`, 'The file was cut off: copy it again or make it again.');
}

function unsupported(path: string, found: string, expected: string): UserError {
  return new UserError(
    'npy-unsupported',
    `Unsupported array file ${path}: ${found}, ${expected}.`,
    'Convert it with numpy.save(path, numpy.ascontiguousarray(array, numpy.float32)).',
  );
}
