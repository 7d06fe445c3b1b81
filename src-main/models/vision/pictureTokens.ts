import { UserError } from '../../common/errors';
import { type EncoderDescription, tokensOf } from './describe';

/**
 * Visual tokens of pictures from the outputs of an encoder: its class vector, then where the description asks for them
 * its patches averaged to a small grid, row by row.
 * @param read values of an output of that name
 * @returns `[pictures, tokens, dim]`
 * @throws UserError `encoder-mismatch` where an output does not have the size that the description says
 */
export function pictureTokens(
  description: EncoderDescription,
  read: (name: string) => Float32Array,
  pictures: number,
): Float32Array {
  const { output, grid } = description;
  const { dim } = output;
  const tokens = tokensOf(description);
  const out = new Float32Array(pictures * tokens * dim);
  const whole = read(output.name);
  const width = whole.length / pictures;
  const from = (output.token ?? 0) * dim;
  if (output.token === undefined ? width !== dim : width % dim !== 0 || from >= width)
    throw mismatch(description, output.name, width, output.token === undefined ? `${dim}` : `tokens of ${dim}`);
  for (let i = 0; i < pictures; i++)
    out.set(whole.subarray(i * width + from, i * width + from + dim), i * tokens * dim);
  if (!grid) return out;
  const patches = read(grid.name);
  const size = patches.length / pictures;
  const side = Math.sqrt(size / dim - grid.skip);
  if (!Number.isInteger(side) || side < grid.side)
    throw mismatch(description, grid.name, size, `${grid.skip} tokens and a square of patches, each of ${dim}`);
  for (let i = 0; i < pictures; i++) {
    const own = patches.subarray(i * size + grid.skip * dim, (i + 1) * size);
    averagePatches(own, side, grid.side, out.subarray((i * tokens + 1) * dim, (i + 1) * tokens * dim));
  }
  return out;
}

/**
 * Adaptive average pooling as PyTorch defines it: cell i of n over m patches covers
 * `floor(i m / n)` to `ceil((i + 1) m / n)`.
 * @param patches `[side, side, dim]`
 * @param out `[cells, cells, dim]`, zeros before
 */
function averagePatches(patches: Float32Array, side: number, cells: number, out: Float32Array): void {
  const dim = patches.length / side ** 2;
  const first = (cell: number) => Math.floor((cell * side) / cells);
  const end = (cell: number) => Math.ceil(((cell + 1) * side) / cells);
  for (let cell = 0; cell < cells ** 2; cell++) {
    const row = Math.floor(cell / cells);
    const column = cell % cells;
    const count = (end(row) - first(row)) * (end(column) - first(column));
    for (let y = first(row); y < end(row); y++) {
      for (let x = first(column); x < end(column); x++) {
        const from = (y * side + x) * dim;
        for (let k = 0; k < dim; k++) out[cell * dim + k]! += patches[from + k]!;
      }
    }
    for (let k = cell * dim; k < (cell + 1) * dim; k++) out[k]! /= count;
  }
}

function mismatch({ name }: EncoderDescription, output: string, found: number, expected: string): UserError {
  return new UserError(
    'encoder-mismatch',
    `Output "${output}" of the encoder ${name} has ${found} numbers a frame; its description says ${expected}.`,
    'Correct "output" and "grid" in its encoder.json.',
  );
}
