/**
 * The sound of a video as it is drawn: the lowest and the highest sample of each short stretch of time, counted from
 * the start of the first frame, in blocks that are made and kept one by one. Every block is a pyramid: on level k a
 * pair stands for four of the level below, so that any zoom reads about as many pairs as it has pixels.
 */
export const blockSeconds = 64;
/** Pairs a second on level 0. */
export const peaksPerSecond = 256;
/** Level 7 has one pair a block. */
export const peakLevels = 8;

export const peaksInBlock = (level: number): number => (blockSeconds * peaksPerSecond) / 4 ** level;

/** Pairs of all levels below this one. */
const pairsBefore = (level: number): number => {
  let pairs = 0;
  for (let below = 0; below < level; below++) pairs += peaksInBlock(below);
  return pairs;
};

/**
 * Level 0 with all levels above it.
 * @param finest `[peaksInBlock(0), 2]`: lowest and highest, -127 to 127
 */
export function peakPyramid(finest: Int8Array): Int8Array {
  const out = new Int8Array(2 * pairsBefore(peakLevels));
  out.set(finest);
  for (let level = 1; level < peakLevels; level++) {
    const [from, to] = [pairsBefore(level - 1), pairsBefore(level)];
    for (let pair = 0; pair < peaksInBlock(level); pair++) {
      let [lowest, highest] = [127, -127];
      for (let below = from + 4 * pair; below < from + 4 * pair + 4; below++) {
        lowest = Math.min(lowest, out[2 * below] as number);
        highest = Math.max(highest, out[2 * below + 1] as number);
      }
      out[2 * (to + pair)] = lowest;
      out[2 * (to + pair) + 1] = highest;
    }
  }
  return out;
}

/** One level of a pyramid, `[peaksInBlock(level), 2]`. */
export function peakLevel(pyramid: Int8Array, level: number): Int8Array {
  return pyramid.subarray(2 * pairsBefore(level), 2 * pairsBefore(level + 1));
}

/** The coarsest level that still has a pair for every pixel. */
export function levelFor(pixelsPerSecond: number): number {
  const level = Math.floor(Math.log(peaksPerSecond / Math.max(pixelsPerSecond, 1e-9)) / Math.log(4));
  return Math.max(0, Math.min(peakLevels - 1, level));
}
