/**
 * Fourier transforms of many columns at once, after Stockham: no reordering of bits, and the innermost loops run along
 * memory. Lengths are products of twos and threes. All columns are treated alike, so results do not depend on how the
 * columns of a larger array are shared out.
 */
export class Fourier {
  /** `[size, batch]`, real and imaginary parts; a transform leaves its result here (in other buffers than before). */
  re: Float64Array;
  im: Float64Array;
  private spareRe: Float64Array;
  private spareIm: Float64Array;
  private readonly cos: Float64Array;
  private readonly sin: Float64Array;
  private readonly radices: number[];

  /** @param size a product of twos and threes; see `fourierSize` */
  constructor(
    readonly size: number,
    readonly batch: number,
  ) {
    const make = () => new Float64Array(size * batch);
    [this.re, this.im, this.spareRe, this.spareIm] = [make(), make(), make(), make()];
    this.cos = Float64Array.from({ length: size }, (_, j) => Math.cos((2 * Math.PI * j) / size));
    this.sin = Float64Array.from({ length: size }, (_, j) => -Math.sin((2 * Math.PI * j) / size));
    this.radices = radicesOf(size);
  }

  /** X(k) = sum over n of x(n) exp(-2 pi i k n / size), for every column. */
  forward(): void {
    let stride = this.batch;
    let length = this.size;
    for (const radix of this.radices) {
      length /= radix;
      if (radix === 4) this.fours(length, stride);
      else if (radix === 3) this.threes(length, stride);
      else this.twos(length, stride);
      [this.re, this.spareRe] = [this.spareRe, this.re];
      [this.im, this.spareIm] = [this.spareIm, this.im];
      stride *= radix;
    }
  }

  /** The inverse of `forward` times `size`. */
  backward(): void {
    this.swapParts();
    this.forward();
    this.swapParts();
  }

  private swapParts(): void {
    [this.re, this.im] = [this.im, this.re];
    [this.spareRe, this.spareIm] = [this.spareIm, this.spareRe];
  }

  private fours(m: number, s: number): void {
    const { re, im, spareRe: outRe, spareIm: outIm, cos, sin } = this;
    const turn = (s / this.batch) | 0;
    const [one, two, three] = [m * s, 2 * m * s, 3 * m * s];
    for (let p = 0; p < m; p++) {
      const w = p * turn;
      const [c1, s1] = [cos[w]!, sin[w]!];
      const [c2, s2] = [cos[2 * w]!, sin[2 * w]!];
      const [c3, s3] = [cos[3 * w]!, sin[3 * w]!];
      const from = p * s;
      const to = 4 * p * s;
      for (let q = 0; q < s; q++) {
        const a = from + q;
        const b = a + one;
        const c = a + two;
        const d = a + three;
        const sumRe = re[a]! + re[c]!;
        const sumIm = im[a]! + im[c]!;
        const differenceRe = re[a]! - re[c]!;
        const differenceIm = im[a]! - im[c]!;
        const otherRe = re[b]! + re[d]!;
        const otherIm = im[b]! + im[d]!;
        const turnedRe = im[b]! - im[d]!;
        const turnedIm = re[d]! - re[b]!;
        const o = to + q;
        outRe[o] = sumRe + otherRe;
        outIm[o] = sumIm + otherIm;
        const r1 = differenceRe + turnedRe;
        const i1 = differenceIm + turnedIm;
        outRe[o + s] = r1 * c1 - i1 * s1;
        outIm[o + s] = r1 * s1 + i1 * c1;
        const r2 = sumRe - otherRe;
        const i2 = sumIm - otherIm;
        outRe[o + 2 * s] = r2 * c2 - i2 * s2;
        outIm[o + 2 * s] = r2 * s2 + i2 * c2;
        const r3 = differenceRe - turnedRe;
        const i3 = differenceIm - turnedIm;
        outRe[o + 3 * s] = r3 * c3 - i3 * s3;
        outIm[o + 3 * s] = r3 * s3 + i3 * c3;
      }
    }
  }

  private threes(m: number, s: number): void {
    const { re, im, spareRe: outRe, spareIm: outIm, cos, sin } = this;
    const turn = (s / this.batch) | 0;
    const half = Math.sqrt(3) / 2;
    for (let p = 0; p < m; p++) {
      const w = p * turn;
      const [c1, s1] = [cos[w]!, sin[w]!];
      const [c2, s2] = [cos[2 * w]!, sin[2 * w]!];
      for (let q = 0; q < s; q++) {
        const a = p * s + q;
        const b = a + m * s;
        const c = b + m * s;
        const sumRe = re[b]! + re[c]!;
        const sumIm = im[b]! + im[c]!;
        const turnedRe = half * (im[b]! - im[c]!);
        const turnedIm = half * (re[c]! - re[b]!);
        const middleRe = re[a]! - sumRe / 2;
        const middleIm = im[a]! - sumIm / 2;
        const o = 3 * p * s + q;
        outRe[o] = re[a]! + sumRe;
        outIm[o] = im[a]! + sumIm;
        const r1 = middleRe + turnedRe;
        const i1 = middleIm + turnedIm;
        outRe[o + s] = r1 * c1 - i1 * s1;
        outIm[o + s] = r1 * s1 + i1 * c1;
        const r2 = middleRe - turnedRe;
        const i2 = middleIm - turnedIm;
        outRe[o + 2 * s] = r2 * c2 - i2 * s2;
        outIm[o + 2 * s] = r2 * s2 + i2 * c2;
      }
    }
  }

  private twos(m: number, s: number): void {
    const { re, im, spareRe: outRe, spareIm: outIm, cos, sin } = this;
    const turn = (s / this.batch) | 0;
    for (let p = 0; p < m; p++) {
      const [c1, s1] = [cos[p * turn]!, sin[p * turn]!];
      for (let q = 0; q < s; q++) {
        const a = p * s + q;
        const b = a + m * s;
        const o = 2 * p * s + q;
        outRe[o] = re[a]! + re[b]!;
        outIm[o] = im[a]! + im[b]!;
        const r = re[a]! - re[b]!;
        const i = im[a]! - im[b]!;
        outRe[o + s] = r * c1 - i * s1;
        outIm[o + s] = r * s1 + i * c1;
      }
    }
  }
}

function radicesOf(size: number): number[] {
  const radices: number[] = [];
  let rest = size;
  for (const radix of [4, 3, 2]) {
    for (; rest % radix === 0; rest /= radix) radices.push(radix);
  }
  if (rest !== 1) throw new RangeError(`a length of ${size} is no product of twos and threes`);
  return radices;
}

/** The smallest length of at least `least` that is a multiple of four and a product of twos and threes. */
export function fourierSize(least: number): number {
  let best = Infinity;
  for (let three = 1; three <= 729; three *= 3) {
    let size = 4 * three;
    while (size < least) size *= 2;
    best = Math.min(best, size);
  }
  return best;
}
