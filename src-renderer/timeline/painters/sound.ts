/** The waveform: in each column of pixels a bar from the lowest to the highest sample. */
import { toSeconds, toX, type Viewport } from '../../canvas/viewport';
import type { Tokens } from '../../ui/theme';
import type { Row } from '../rows';
import type { SoundPiece } from '../sound';

/** @param pieces in view, as far as they are read */
export function paintSound(
  context: CanvasRenderingContext2D,
  view: Viewport,
  row: Row,
  pieces: readonly SoundPiece[],
  tokens: Tokens,
): void {
  context.fillStyle = tokens.lane;
  context.fillRect(0, row.top, view.width, row.height - 1);
  const half = (row.height - 5) / 2;
  const middle = row.top + 2 + half;
  const end = Math.min(view.width, toX(view, view.duration));
  context.fillStyle = tokens.line2;
  context.fillRect(0, Math.round(middle), end, 1);
  context.fillStyle = tokens.tx2;
  for (const { start, pairsPerSecond, pairs } of pieces) {
    const left = Math.max(0, Math.round(toX(view, start)));
    const right = Math.min(end, Math.round(toX(view, start + pairs.length / 2 / pairsPerSecond)));
    for (let x = left; x < right; x++) {
      const [from, to] = [x, x + 1].map((at) => (toSeconds(view, at) - start) * pairsPerSecond) as [number, number];
      const [lowest, highest] = extent(pairs, Math.max(0, Math.floor(from)), Math.ceil(to));
      if (highest <= lowest) continue;
      const top = Math.round(middle - height(highest) * half);
      context.fillRect(x, top, 1, Math.max(1, Math.round(middle - height(lowest) * half) - top));
    }
  }
}

/** -1 to 1; the root lets speech be seen beside what is loud. */
const height = (sample: number): number => Math.sign(sample) * Math.sqrt(Math.abs(sample) / 127);

/** Over pairs `[from, to)`. */
function extent(pairs: Int8Array, from: number, to: number): [number, number] {
  let [lowest, highest] = [127, -127];
  for (let at = 2 * from; at < Math.min(2 * to, pairs.length); at += 2) {
    lowest = Math.min(lowest, pairs[at] as number);
    highest = Math.max(highest, pairs[at + 1] as number);
  }
  return [lowest, highest];
}
