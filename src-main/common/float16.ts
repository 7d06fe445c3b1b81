/**
 * Half precision as 16-bit patterns, for runtimes without Float16Array. Conversion from single precision rounds to the
 * nearest, ties to even, with subnormals, infinities and NaN; conversion back is exact.
 */

const scratch = new Float32Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

/** The half-precision pattern nearest to a number (taken as single precision first). */
export function float16Bits(value: number): number {
  scratch[0] = value;
  const bits = scratchBits[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // 65520 and above round to infinity
  if (magnitude < 0x38800000) return sign | subnormalBits(magnitude);
  const rebased = magnitude - 0x38000000;
  return sign | ((rebased + 0xfff + ((rebased >>> 13) & 1)) >>> 13);
}

/** Below 2^-14 the step is constant (2^-24): count steps, ties to even. */
function subnormalBits(magnitude: number): number {
  scratchBits[0] = magnitude;
  const steps = scratch[0]! * 16777216;
  const whole = Math.floor(steps);
  const rest = steps - whole;
  return rest > 0.5 || (rest === 0.5 && (whole & 1) === 1) ? whole + 1 : whole;
}

let table: Float32Array | undefined;

/** `[65536]` the number of every half-precision pattern, made at first use (256 KiB). */
export function float16Values(): Float32Array {
  if (table !== undefined) return table;
  table = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) {
    const exponent = (bits >>> 10) & 31;
    const fraction = bits & 1023;
    const sign = bits & 0x8000 ? -1 : 1;
    if (exponent === 31) table[bits] = fraction === 0 ? sign * Infinity : NaN;
    else if (exponent === 0) table[bits] = sign * fraction * 2 ** -24;
    else table[bits] = sign * (1024 + fraction) * 2 ** (exponent - 25);
  }
  return table;
}

/** Single to half precision, as bit patterns. */
export function toFloat16(source: Float32Array): Uint16Array {
  const out = new Uint16Array(source.length);
  for (let i = 0; i < source.length; i++) out[i] = float16Bits(source[i]!);
  return out;
}

/** Half-precision bit patterns to single precision. */
export function fromFloat16(source: Uint16Array): Float32Array {
  const lookup = float16Values();
  const out = new Float32Array(source.length);
  for (let i = 0; i < source.length; i++) out[i] = lookup[source[i]!]!;
  return out;
}
