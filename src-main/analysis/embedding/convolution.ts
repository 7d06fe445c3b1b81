/**
 * Forces of all points on the nodes of the grid, by Fourier transforms along y, along x and back, in parts that threads
 * share. The force kernel is odd in one axis and even in the other, so that both components come back as the real and
 * the imaginary part of one transform; the sum of similarities needs none (Parseval).
 */
import { Fourier } from './fourier';
import type { Grid, KernelTransforms } from './grid';

/** Columns that are transformed together: as many as fit the nearest cache. */
const batch = 8;

/** Parts of each of the three steps, for `side` nodes a side. */
export const partsOf = (side: number) => ({
  columnsForward: Math.ceil(side / (2 * batch)),
  rowsConvolved: Math.ceil((side + 1) / batch),
  columnsBack: Math.ceil(side / batch),
});

/** Transforms of a size are made once a thread. */
function transformCache(): (size: number) => Fourier {
  let made: Fourier | null = null;
  return (size) => {
    if (made?.size !== size) made = new Fourier(size, batch);
    return made;
  };
}

/** Charges along y. Two real columns go as one complex one. */
export function columnsForward({ frame, charges, spectrumRe, spectrumIm }: Grid): (part: number) => void {
  const fourierOf = transformCache();
  return (part) => {
    const side = frame[0]!;
    const size = 2 * side;
    const fourier = fourierOf(size);
    const first = 2 * batch * part;
    const pairs = Math.min(batch, (side - first) / 2);
    fourier.re.fill(0);
    fourier.im.fill(0);
    for (let y = 0; y < side; y++) {
      for (let b = 0; b < pairs; b++) {
        const from = y * side + first + 2 * b;
        fourier.re[y * batch + b] = charges[from]!;
        fourier.im[y * batch + b] = charges[from + 1]!;
      }
    }
    fourier.forward();
    const { re, im } = fourier;
    for (let k = 0; k <= side; k++) {
      const plus = k * batch;
      const minus = ((size - k) % size) * batch;
      for (let b = 0; b < pairs; b++) {
        const to = k * side + first + 2 * b;
        spectrumRe[to] = (re[plus + b]! + re[minus + b]!) / 2;
        spectrumIm[to] = (im[plus + b]! - im[minus + b]!) / 2;
        spectrumRe[to + 1] = (im[plus + b]! + im[minus + b]!) / 2;
        spectrumIm[to + 1] = (re[minus + b]! - re[plus + b]!) / 2;
      }
    }
  };
}

/** Along x, times the kernels, and back along x. Rows of negative frequencies follow from those of positive ones. */
export function rowsConvolved(grid: Grid): (part: number) => void {
  const fourierOf = transformCache();
  const mirrorOf = transformCache();
  return (part) => {
    const side = grid.frame[0]!;
    const size = 2 * side;
    const first = batch * part;
    const rows = Math.min(batch, side + 1 - first);
    const fourier = fourierOf(size);
    const mirror = mirrorOf(size);
    loadRows(grid, fourier, first, rows);
    fourier.forward();
    multiply(grid, fourier, mirror, first, rows);
    fourier.backward();
    mirror.backward();
    for (let b = 0; b < rows; b++) {
      const k = first + b;
      storeRow(grid, fourier, b, k);
      if (k > 0 && k < side) storeRow(grid, mirror, b, size - k);
    }
  };
}

function loadRows({ frame, spectrumRe, spectrumIm }: Grid, { re, im }: Fourier, first: number, rows: number): void {
  const side = frame[0]!;
  re.fill(0);
  im.fill(0);
  for (let b = 0; b < rows; b++) {
    const from = (first + b) * side;
    for (let x = 0; x < side; x++) {
      re[x * batch + b] = spectrumRe[from + x]!;
      im[x * batch + b] = spectrumIm[from + x]!;
    }
  }
}

function storeRow({ frame, productRe, productIm }: Grid, { re, im }: Fourier, b: number, k: number): void {
  const side = frame[0]!;
  const to = k * side;
  for (let x = 0; x < side; x++) {
    productRe[to + x] = re[x * batch + b]!;
    productIm[to + x] = im[x * batch + b]!;
  }
}

/**
 * Leaves the product at frequencies (l, k) in `fourier` and at (-l, -k) in `mirror`, and the rows' sums in the grid.
 */
function multiply({ frame, kernels, rowSums }: Grid, fourier: Fourier, mirror: Fourier, first: number, rows: number) {
  const side = frame[0]!;
  const size = 2 * side;
  const { re, im } = fourier;
  const { re: mirrorRe, im: mirrorIm } = mirror;
  const sums = new Float64Array(batch);
  for (let l = 0; l < size; l++) {
    const sign = l > side ? -1 : 1;
    const kernelRow = (l > side ? size - l : l) * (side + 1) + first;
    const opposite = ((size - l) % size) * batch;
    for (let b = 0; b < rows; b++) {
      const at = l * batch + b;
      const [wr, wi] = [re[at]!, im[at]!];
      const kernel = kernelRow + b;
      sums[b]! += (wr * wr + wi * wi) * kernels.similarity[kernel]!;
      const forceX = sign * kernels.forceX[kernel]!;
      const forceY = kernels.forceY[kernel]!;
      const across = wr * forceY;
      const along = wi * forceX;
      const down = wr * forceX;
      const up = wi * forceY;
      re[at] = -across - along;
      im[at] = down - up;
      mirrorRe[opposite + b] = across - along;
      mirrorIm[opposite + b] = -down - up;
    }
  }
  for (let b = 0; b < rows; b++) {
    const k = first + b;
    rowSums[k] = sums[b]! * (k === 0 || k === side ? 1 : 2);
  }
}

/** Back along y, to the forces at the nodes. */
export function columnsBack({ frame, productRe, productIm, forceX, forceY }: Grid): (part: number) => void {
  const fourierOf = transformCache();
  return (part) => {
    const side = frame[0]!;
    const size = 2 * side;
    const fourier = fourierOf(size);
    const first = batch * part;
    const columns = Math.min(batch, side - first);
    for (let k = 0; k < size; k++) {
      const from = k * side + first;
      for (let b = 0; b < columns; b++) {
        fourier.re[k * batch + b] = productRe[from + b]!;
        fourier.im[k * batch + b] = productIm[from + b]!;
      }
    }
    fourier.backward();
    for (let y = 0; y < side; y++) {
      const to = y * side + first;
      for (let b = 0; b < columns; b++) {
        forceX[to + b] = fourier.re[y * batch + b]!;
        forceY[to + b] = fourier.im[y * batch + b]!;
      }
    }
  };
}

/**
 * Fills in the transforms of 1 / (1 + d^2), which is real, and of (dx, dy) / (1 + d^2)^2, which are imaginary: their
 * imaginary parts. The splines' blur is taken out twice, and the number of nodes divided by.
 */
export function kernelTransforms(side: number, step: number, out: KernelTransforms): void {
  const size = 2 * side;
  const fourier = new Fourier(size, size);
  const distance = (n: number) => step * (n <= side ? n : n - size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [dx, dy] = [distance(x), distance(y)];
      const similarity = 1 / (1 + dx * dx + dy * dy);
      // Both in one transform: the even kernel's stays real, i times the odd one's becomes real and odd.
      fourier.re[y * size + x] = similarity;
      fourier.im[y * size + x] = x === side ? 0 : dx * similarity * similarity;
    }
  }
  fourier.forward();
  transpose(fourier);
  fourier.forward();
  const blur = Float64Array.from({ length: side + 1 }, (_, k) => ((2 + Math.cos((Math.PI * k) / side)) / 3) ** 2);
  for (let l = 0; l <= side; l++) {
    const opposite = ((size - l) % size) * size;
    for (let k = 0; k <= side; k++) {
      const scale = 1 / (size * size * blur[l]! * blur[k]!);
      const [one, other] = [fourier.re[l * size + k]!, fourier.re[opposite + k]!];
      out.similarity[l * (side + 1) + k] = (scale * (one + other)) / 2;
      out.forceX[l * (side + 1) + k] = (scale * (other - one)) / 2;
      out.forceY[k * (side + 1) + l] = (scale * (other - one)) / 2;
    }
  }
}

/** Replaces the charges by the sum of 1 / (1 + d^2) over all points at each node; for a map that no longer moves. */
export function similarityField({ frame, charges, kernels: { similarity } }: Grid): void {
  const side = frame[0]!;
  const size = 2 * side;
  const fourier = new Fourier(size, size);
  for (let y = 0; y < side; y++) fourier.re.set(charges.subarray(y * side, (y + 1) * side), y * size);
  fourier.forward();
  transpose(fourier);
  fourier.forward();
  for (let l = 0; l < size; l++) {
    for (let k = 0; k < size; k++) {
      const scale = similarity[Math.min(l, size - l) * (side + 1) + Math.min(k, size - k)]!;
      fourier.re[l * size + k]! *= scale;
      fourier.im[l * size + k]! *= scale;
    }
  }
  fourier.backward();
  transpose(fourier);
  fourier.backward();
  for (let y = 0; y < side; y++) charges.set(fourier.re.subarray(y * size, y * size + side), y * side);
}

function transpose({ re, im, size }: Fourier): void {
  for (const part of [re, im]) {
    for (let y = 1; y < size; y++) {
      for (let x = 0; x < y; x++) {
        const held = part[y * size + x]!;
        part[y * size + x] = part[x * size + y]!;
        part[x * size + y] = held;
      }
    }
  }
}
