/**
 * Bicubic resizing of 8-bit pictures, bit for bit as Pillow's `Image.resize(size, BICUBIC)` does it: cubic kernel with
 * a = -0.5, widened when shrinking (antialiased), horizontal then vertical, 22-bit fixed-point weights, each pass
 * rounded to 8 bits. Encoders were trained on such pictures, and another resampler moves their embeddings.
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

/** The centre square of this side, resized to `size` × `size`: `[size, size, 3]`. */
export function resizeCentreSquare(picture: RgbPicture, side: number, size: number): Uint8ClampedArray {
  const left = Math.floor((picture.width - side) / 2);
  const top = Math.floor((picture.height - side) / 2);
  return resize(picture, { left, top, width: side, height: side }, size);
}

/** The whole picture, stretched to `size` × `size`: `[size, size, 3]`. */
export function stretchToSquare(picture: RgbPicture, size: number): Uint8ClampedArray {
  return resize(picture, { left: 0, top: 0, width: picture.width, height: picture.height }, size);
}

function resize(
  picture: RgbPicture,
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
  size: number,
): Uint8ClampedArray {
  const row = size * 3;
  const rgb = new Uint8ClampedArray(picture.rgb.buffer, picture.rgb.byteOffset, picture.rgb.length);
  const narrowed = new Uint8ClampedArray(height * row);
  const across = bicubicKernel(width, size);
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * picture.width + left) * 3;
    for (let x = 0; x < size; x++) {
      const k = x * across.taps;
      const from = start + across.first[x]! * 3;
      weigh(rgb, from, 3, across.weights, k, k + across.count[x]!, narrowed, y * row + x * 3);
    }
  }
  const resized = new Uint8ClampedArray(size * row);
  const down = bicubicKernel(height, size);
  for (let y = 0; y < size; y++) {
    const k = y * down.taps;
    for (let at = 0; at < row; at += 3)
      weigh(narrowed, down.first[y]! * row + at, row, down.weights, k, k + down.count[y]!, resized, y * row + at);
  }
  return resized;
}

/**
 * One pixel of a pass: the weighted sum of pixels from `at` on, `step` values apart, rounded and clipped into `target`.
 */
function weigh(
  source: Uint8ClampedArray,
  at: number,
  step: number,
  weights: Int32Array,
  from: number,
  end: number,
  target: Uint8ClampedArray,
  to: number,
): void {
  let red = half;
  let green = half;
  let blue = half;
  for (let k = from; k < end; k++, at += step) {
    const weight = weights[k]!;
    red += Math.imul(source[at]!, weight);
    green += Math.imul(source[at + 1]!, weight);
    blue += Math.imul(source[at + 2]!, weight);
  }
  target[to] = red >> fraction;
  target[to + 1] = green >> fraction;
  target[to + 2] = blue >> fraction;
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
