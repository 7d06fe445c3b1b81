/**
 * Bicubic resizing of 8-bit pictures, bit for bit as Pillow's `Image.resize(size, BICUBIC)` does it: cubic kernel with
 * a = -0.5, widened when shrinking (antialiased), horizontal then vertical, 22-bit fixed-point weights, each pass rounded
 * to 8 bits. Encoders were trained on such pictures, and another resampler moves their embeddings.
 */

/** A picture of 8-bit red, green and blue, `[height, width, 3]`. */
export interface RgbPicture {
  rgb: Uint8Array;
  width: number;
  height: number;
}

/** Where each output pixel reads: `count[i]` inputs from `first[i]` on, weighted by `weights[i * taps ...]`. */
interface Kernel {
  taps: number;
  first: Int32Array;
  count: Int32Array;
  weights: Int32Array;
}

const fraction = 22;
const half = 1 << (fraction - 1);

/** The centre square of this side, resized to `size` × `size`. */
export function resizeCentreSquare(picture: RgbPicture, side: number, size: number): Uint8Array {
  const left = Math.floor((picture.width - side) / 2);
  const top = Math.floor((picture.height - side) / 2);
  const kernel = bicubicKernel(side, size);
  const rows = new Uint8Array(side * size * 3);
  const start = (top * picture.width + left) * 3;
  for (let y = 0; y < side; y++) resizeRow(picture.rgb, start + y * picture.width * 3, rows, y * size * 3, kernel);
  return resizeColumns(rows, size, kernel);
}

function resizeRow(source: Uint8Array, from: number, target: Uint8Array, to: number, kernel: Kernel): void {
  const { taps, first, count, weights } = kernel;
  for (let x = 0; x < first.length; x++) {
    let red = half;
    let green = half;
    let blue = half;
    let at = from + first[x]! * 3;
    const end = x * taps + count[x]!;
    for (let k = x * taps; k < end; k++) {
      const weight = weights[k]!;
      red += Math.imul(source[at]!, weight);
      green += Math.imul(source[at + 1]!, weight);
      blue += Math.imul(source[at + 2]!, weight);
      at += 3;
    }
    target[to++] = clip(red >> fraction);
    target[to++] = clip(green >> fraction);
    target[to++] = clip(blue >> fraction);
  }
}

function resizeColumns(source: Uint8Array, size: number, kernel: Kernel): Uint8Array {
  const { taps, first, count, weights } = kernel;
  const stride = size * 3;
  const target = new Uint8Array(size * stride);
  const sums = new Int32Array(stride);
  for (let y = 0; y < size; y++) {
    sums.fill(half);
    for (let k = 0; k < count[y]!; k++) {
      const weight = weights[y * taps + k]!;
      const row = (first[y]! + k) * stride;
      for (let i = 0; i < stride; i++) sums[i] = sums[i]! + Math.imul(source[row + i]!, weight);
    }
    for (let i = 0; i < stride; i++) target[y * stride + i] = clip(sums[i]! >> fraction);
  }
  return target;
}

function clip(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

const kernels = new Map<string, Kernel>();

/** Kernels depend on the sizes alone; a program meets few. */
function bicubicKernel(input: number, output: number): Kernel {
  const key = `${input}>${output}`;
  let kernel = kernels.get(key);
  if (!kernel) kernels.set(key, (kernel = makeKernel(input, output)));
  return kernel;
}

function makeKernel(input: number, output: number): Kernel {
  const scale = input / output;
  const stretch = Math.max(scale, 1);
  const support = 2 * stretch;
  const taps = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(output);
  const count = new Int32Array(output);
  const weights = new Int32Array(output * taps);
  for (let i = 0; i < output; i++) {
    const centre = (i + 0.5) * scale;
    const from = Math.max(0, Math.trunc(centre - support + 0.5));
    const to = Math.min(input, Math.trunc(centre + support + 0.5));
    const raw = Array.from({ length: to - from }, (_, k) => cubic((from + k - centre + 0.5) / stretch));
    const sum = raw.reduce((a, b) => a + b, 0);
    first[i] = from;
    count[i] = to - from;
    raw.forEach((w, k) => (weights[i * taps + k] = roundAway((w / sum) * (1 << fraction))));
  }
  return { taps, first, count, weights };
}

/** Keys' cubic convolution kernel, a = -0.5. */
function cubic(x: number): number {
  const t = Math.abs(x);
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1;
  return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
}

function roundAway(value: number): number {
  return Math.trunc(value + (value < 0 ? -0.5 : 0.5));
}
