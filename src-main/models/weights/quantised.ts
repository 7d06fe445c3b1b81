/**
 * GGML's block formats as float32, equal bit for bit to the `gguf` Python package. A block holds half-precision scales
 * and small integers; every product is exact in float64, so storing it into a
 * `Float32Array` rounds once, as numpy does.
 */
import { fromFloat16 } from '../../common/float16';
import { fromBfloat16 } from './bfloat16';

interface BlockType {
  readonly name: string;
  /** Values in a block, and its bytes. */
  readonly values: number;
  readonly bytes: number;
  /** All values of `bytes`, which holds whole blocks and is aligned for any typed array. */
  decode(bytes: Uint8Array): Float32Array;
}

/** Types by their number in a GGUF file. */
export const ggmlTypes: ReadonlyMap<number, BlockType> = new Map([
  [0, { name: 'F32', values: 1, bytes: 4, decode: (bytes) => new Float32Array(bytes.buffer) }],
  [1, { name: 'F16', values: 1, bytes: 2, decode: (bytes) => fromFloat16(new Uint16Array(bytes.buffer)) }],
  [2, blocks('Q4_0', 32, 18, decodeQ4_0)],
  [3, blocks('Q4_1', 32, 20, decodeQ4_1)],
  [8, blocks('Q8_0', 32, 34, decodeQ8_0)],
  [12, blocks('Q4_K', 256, 144, decodeQ4_K)],
  [13, blocks('Q5_K', 256, 176, decodeQ5_K)],
  [14, blocks('Q6_K', 256, 210, decodeQ6_K)],
  [30, { name: 'BF16', values: 1, bytes: 2, decode: (bytes) => fromBfloat16(new Uint16Array(bytes.buffer)) }],
]);

/** Names of the types that are not read, for the sentence that says so. */
// biome-ignore format: a table
export const unreadGgmlTypes: ReadonlyMap<number, string> = new Map(
  Object.entries({
    Q5_0: 6, Q5_1: 7, Q8_1: 9, Q2_K: 10, Q3_K: 11, Q8_K: 15, IQ2_XXS: 16, IQ2_XS: 17, IQ3_XXS: 18, IQ1_S: 19,
    IQ4_NL: 20, IQ3_S: 21, IQ2_S: 22, IQ4_XS: 23, I8: 24, I16: 25, I32: 26, I64: 27, F64: 28, IQ1_M: 29, TQ1_0: 34, TQ2_0: 35, MXFP4: 39,
  }).map(([name, id]) => [id, name]),
);

let table: Float32Array | undefined;

/** The number of every half-precision pattern: scales are looked up, one or two a block. */
function halfTable(): Float32Array {
  table ??= fromFloat16(Uint16Array.from({ length: 65536 }, (_, bits) => bits));
  return table;
}

type DecodeBlock = (view: DataView, at: number, halves: Float32Array, out: Float32Array, to: number) => void;

function blocks(name: string, values: number, bytes: number, decodeBlock: DecodeBlock): BlockType {
  const decode = (data: Uint8Array): Float32Array => {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const count = data.length / bytes;
    const out = new Float32Array(count * values);
    const halves = halfTable();
    for (let block = 0; block < count; block++) decodeBlock(view, block * bytes, halves, out, block * values);
    return out;
  };
  return { name, values, bytes, decode };
}

/** Scale; 32 signed bytes. */
function decodeQ8_0(view: DataView, at: number, halves: Float32Array, out: Float32Array, to: number): void {
  const scale = halves[view.getUint16(at, true)]!;
  for (let i = 0; i < 32; i++) out[to + i] = view.getInt8(at + 2 + i) * scale;
}

/** Scale; 16 bytes, the low nibbles being the first half; values are centred on 8. */
function decodeQ4_0(view: DataView, at: number, halves: Float32Array, out: Float32Array, to: number): void {
  const scale = halves[view.getUint16(at, true)]!;
  for (let i = 0; i < 16; i++) {
    const byte = view.getUint8(at + 2 + i);
    out[to + i] = ((byte & 15) - 8) * scale;
    out[to + 16 + i] = ((byte >> 4) - 8) * scale;
  }
}

/** Scale and minimum; nibbles as in Q4_0, not centred. */
function decodeQ4_1(view: DataView, at: number, halves: Float32Array, out: Float32Array, to: number): void {
  const scale = halves[view.getUint16(at, true)]!;
  const minimum = halves[view.getUint16(at + 2, true)]!;
  for (let i = 0; i < 16; i++) {
    const byte = view.getUint8(at + 4 + i);
    out[to + i] = (byte & 15) * scale + minimum;
    out[to + 16 + i] = (byte >> 4) * scale + minimum;
  }
}

/**
 * 128 bytes of low nibbles, 64 bytes of upper pairs of bits, 16 signed scales of 16 values
 * each, and the scale of those.
 */
function decodeQ6_K(view: DataView, at: number, halves: Float32Array, out: Float32Array, to: number): void {
  const scale = halves[view.getUint16(at + 208, true)]!;
  for (let i = 0; i < 256; i++) {
    const half = i >> 7;
    const within = i & 127;
    const low = view.getUint8(at + half * 64 + (within & 63)) >> (within >= 64 ? 4 : 0);
    const high = view.getUint8(at + 128 + half * 32 + (within & 31)) >> (2 * (within >> 5));
    const value = ((low & 15) | ((high & 3) << 4)) - 32;
    out[to + i] = view.getInt8(at + 192 + (i >> 4)) * scale * value;
  }
}

/**
 * Scale and scale of the minima, 8 pairs of 6-bit factors of both, 128 bytes: the nibbles of
 * 32 values and of the next 32.
 */
function decodeQ4_K(view: DataView, at: number, halves: Float32Array, out: Float32Array, to: number): void {
  decodePairs(view, at, halves, out, to, (i) => nibble(view, at + 16, i));
}

/**
 * As Q4_K, with 32 bytes before the nibbles that hold a fifth bit: bit g of byte i belongs to value i of the g-th 32.
 */
function decodeQ5_K(view: DataView, at: number, halves: Float32Array, out: Float32Array, to: number): void {
  decodePairs(view, at, halves, out, to, (i) => {
    const fifth = (view.getUint8(at + 16 + (i & 31)) >> (i >> 5)) & 1;
    return nibble(view, at + 48, i) | (fifth << 4);
  });
}

function nibble(view: DataView, at: number, i: number): number {
  return (view.getUint8(at + (i >> 6) * 32 + (i & 31)) >> (i & 32 ? 4 : 0)) & 15;
}

function decodePairs(
  view: DataView,
  at: number,
  halves: Float32Array,
  out: Float32Array,
  to: number,
  value: (i: number) => number,
): void {
  const scale = halves[view.getUint16(at, true)]!;
  const minimum = halves[view.getUint16(at + 2, true)]!;
  const packed = (i: number) => view.getUint8(at + 4 + i);
  for (let group = 0; group < 8; group++) {
    // Six bits of the first four factors; of the others the upper two lie in spare bits of those.
    const [factor, lower] =
      group < 4
        ? [packed(group) & 63, packed(group + 4) & 63]
        : [
            (packed(group + 4) & 15) | ((packed(group - 4) >> 2) & 48),
            (packed(group + 4) >> 4) | ((packed(group) >> 2) & 48),
          ];
    for (let i = group * 32; i < group * 32 + 32; i++) out[to + i] = scale * factor * value(i) - minimum * lower;
  }
}
