/**
 * IEEE 754 half precision, carried as `Uint16Array` (JavaScript has no half type that Node 20 knows). Rounds to nearest,
 * ties to even; subnormals, infinities and NaN are kept.
 */
const floatView = new Float32Array(1);
const bitsView = new Uint32Array(floatView.buffer);

function encode(value: number): number {
  floatView[0] = value;
  const bits = bitsView[0] as number;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude >= 0x7f800000) return sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // 65520 and above round to infinity
  if (magnitude >= 0x38800000) {
    // Normal: re-bias the exponent, drop 13 bits; adding "half minus one plus the kept odd bit" rounds ties to even.
    const rebased = magnitude - 0x38000000;
    return sign | ((rebased + 0xfff + ((rebased >>> 13) & 1)) >>> 13);
  }
  // Subnormal: adding 0.5 makes the float hardware round the value to multiples of 2^-24.
  floatView[0] = Math.abs(value) + 0.5;
  return sign | ((bitsView[0] as number) - 0x3f000000);
}

let decoded: Float32Array | undefined;

/** All 65,536 half values as float32, indexed by their bits (256 KiB, made at first use). */
export function float16Table(): Float32Array {
  if (decoded) return decoded;
  const table = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) {
    const exponent = (bits >>> 10) & 31;
    const fraction = bits & 1023;
    let value = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
    if (exponent === 31) value = fraction === 0 ? Infinity : NaN;
    table[bits] = bits & 0x8000 ? -value : value;
  }
  decoded = table;
  return table;
}

/** float32 values as half bits, same length. */
export function toFloat16(values: Float32Array): Uint16Array {
  const out = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = encode(values[i] as number);
  return out;
}

/** Half bits as float32 values, same length; exact. */
export function fromFloat16(bits: Uint16Array): Float32Array {
  const table = float16Table();
  const out = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) out[i] = table[bits[i] as number] as number;
  return out;
}
