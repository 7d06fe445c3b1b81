import { readFileSync, writeFileSync } from 'node:fs';
import { Rng } from '../../src-main/common/rng';
import { clip } from './clips';

/** Copies a clip of the tests with what lies between two shares of its bytes overwritten. */
export function writeDamaged(
  path: string,
  name: string,
  how: 'zeros' | 'noise' | 'flippedBits',
  [from, to]: readonly [number, number] = [0.45, 0.52],
): void {
  const bytes = readFileSync(clip(name));
  const part = bytes.subarray(Math.floor(from * bytes.length), Math.floor(to * bytes.length));
  const rng = new Rng(1, how);
  if (how === 'zeros') part.fill(0);
  if (how === 'noise') part.forEach((_, i) => (part[i] = rng.below(256)));
  if (how === 'flippedBits') for (let n = 0; n < 30; n++) part[rng.below(part.length)]! ^= 1 << rng.below(8);
  writeFileSync(path, bytes);
}
