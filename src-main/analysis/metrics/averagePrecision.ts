import { mergeSpans, type Span } from '../../common/domain/span';
import type { StepSpan } from '../../features/stepLabels';

/**
 * Average precision per class from float16 scores, as scikit-learn's `average_precision_score` defines it: the sum over
 * distinct scores, from the highest, of the gain in recall times the precision there; no interpolation.
 *
 * The scores of all videos are streamed twice in blocks of rows and never held whole: the first pass collects the
 * scores at the positive steps, the second counts every score between them. A float16 has 65,536 patterns, so the place
 * of a score among its class's positive ones is a look-up, not a sort.
 */
export interface ScoreTrack {
  /** The classes' true spans in steps, unflattened; may overlap. */
  spans: readonly StepSpan[];
  /** `[steps]` 1 where a step is scored. */
  scored: Uint8Array;
  /** float16 patterns `[to - from, classes]`, row major. */
  readRows(from: number, to: number): Promise<Uint16Array>;
}

const patterns = 65536;
const blockBytes = 16 * 2 ** 20;
/**
 * Rows visited for one class before the next: its look-ups stay near, and the rows' cache lines serve its neighbours.
 */
const tileRows = 512;
/** Classes counted in one pass; the look-up table of each takes 128 KiB. */
const classesAtOnce = 3072;

/**
 * @param classes number of columns of the scores
 * @param chosen class indices to compute
 * @returns `[chosen]` values of 0 to 1, NaN for a class without a positive step
 */
export async function averagePrecision(
  tracks: readonly ScoreTrack[],
  classes: number,
  chosen: readonly number[],
): Promise<Float64Array> {
  const rankings = await rankPositives(tracks, classes, chosen);
  await eachRankTable(rankings, async (some, ranks) => {
    for (const track of tracks) await countSteps(track, classes, some, ranks);
  });
  return Float64Array.from(rankings, precisionSum);
}

/** The distinct scores at a class's positive steps. */
export interface Ranking {
  classIndex: number;
  /** `orderOf` the scores, from the highest. */
  orders: number[];
  /** Positive steps with that score. */
  positives: number[];
  /**
   * Scored steps at rank i: with at least the score of i, below that of i - 1; the last entry is for those below all.
   */
  steps: Uint32Array;
}

/** A number from 1 to 65535 that ascends with the value of a float16 pattern; both zeros are one. */
function orderOf(bits: number): number {
  return bits & 0x8000 ? 0x8000 - (bits & 0x7fff) : 0x8000 + bits;
}

/** Rankings without steps. @param chosen class indices */
export async function rankPositives(
  tracks: readonly ScoreTrack[],
  classes: number,
  chosen: readonly number[],
): Promise<Ranking[]> {
  const tallies = new Map(chosen.map((classIndex) => [classIndex, new Map<number, number>()]));
  for (const track of tracks) {
    const spans = spansByClass(track.spans);
    await eachBlock(track, classes, (block, from, to) => {
      for (const [classIndex, tally] of tallies) {
        for (const { start, end } of spans.get(classIndex) ?? []) {
          for (let k = Math.max(start, from); k < Math.min(end, to); k++) {
            if (!track.scored[k]) continue;
            const order = orderOf(block[(k - from) * classes + classIndex] as number);
            tally.set(order, (tally.get(order) ?? 0) + 1);
          }
        }
      }
    });
  }
  return [...tallies].map(([classIndex, tally]) => rankingOf(classIndex, tally));
}

/** @param tally positive steps by `orderOf` their score */
export function rankingOf(classIndex: number, tally: ReadonlyMap<number, number>): Ranking {
  const sorted = [...tally].sort((a, b) => b[0] - a[0]);
  const steps = new Uint32Array(sorted.length + 1);
  return { classIndex, orders: sorted.map(([order]) => order), positives: sorted.map(([, count]) => count), steps };
}

/** Passes the rankings that have any positive step, as many at a time as their table of ranks may take of memory. */
export async function eachRankTable(
  rankings: readonly Ranking[],
  visit: (some: readonly Ranking[], ranks: Uint16Array) => Promise<void>,
): Promise<void> {
  const occurring = rankings.filter(({ orders }) => orders.length > 0);
  for (let from = 0; from < occurring.length; from += classesAtOnce) {
    const some = occurring.slice(from, from + classesAtOnce);
    await visit(some, rankTable(some));
  }
}

/** Disjoint spans of each class. */
function spansByClass(spans: readonly StepSpan[]): Map<number, Span[]> {
  const groups = new Map<number, Span[]>();
  for (const { start, end, classIndex } of spans) {
    const group = groups.get(classIndex);
    if (group) group.push({ start, end });
    else groups.set(classIndex, [{ start, end }]);
  }
  for (const [classIndex, group] of groups) groups.set(classIndex, mergeSpans(group));
  return groups;
}

/** Adds every scored step of a track to its rank. @param ranks see `eachRankTable` */
export async function countSteps(
  track: ScoreTrack,
  classes: number,
  rankings: readonly Ranking[],
  ranks: Uint16Array,
): Promise<void> {
  await eachBlock(track, classes, (block, from, to) => {
    const rows = scoredRows(track.scored, from, to);
    for (let tile = 0; tile < rows.length; tile += tileRows) {
      const tileEnd = Math.min(tile + tileRows, rows.length);
      for (let r = 0; r < rankings.length; r++) {
        const { classIndex, steps } = rankings[r] as Ranking;
        const table = r * patterns;
        for (let i = tile; i < tileEnd; i++) {
          const bits = block[(rows[i] as number) * classes + classIndex] as number;
          (steps[ranks[table + bits] as number] as number)++;
        }
      }
    }
  });
}

/** `[rankings, patterns]` rank of every float16 pattern. */
function rankTable(rankings: readonly Ranking[]): Uint16Array {
  const table = new Uint16Array(rankings.length * patterns);
  rankings.forEach(({ orders }, r) => {
    let rank = 0;
    for (let order = patterns - 1; order > 0; order--) {
      while (rank < orders.length && order < (orders[rank] as number)) rank++;
      const bits = order >= 0x8000 ? order - 0x8000 : 0x10000 - order;
      table[r * patterns + bits] = rank;
    }
    table[r * patterns + 0x8000] = table[r * patterns] as number; // minus zero
  });
  return table;
}

/** Rows of a block, counted from its first, that are scored. */
function scoredRows(scored: Uint8Array, from: number, to: number): Int32Array {
  const rows = new Int32Array(to - from);
  let count = 0;
  for (let k = from; k < to; k++) if (scored[k]) rows[count++] = k - from;
  return rows.subarray(0, count);
}

function precisionSum({ positives, steps }: Ranking): number {
  let hits = 0;
  let seen = 0;
  let sum = 0;
  positives.forEach((count, rank) => {
    hits += count;
    seen += steps[rank] as number;
    sum += count * (hits / seen);
  });
  return sum / hits; // 0/0 without a positive step
}

async function eachBlock(
  track: ScoreTrack,
  classes: number,
  visit: (block: Uint16Array, from: number, to: number) => void,
): Promise<void> {
  const rows = Math.max(1, Math.floor(blockBytes / (2 * classes)));
  const steps = track.scored.length;
  for (let from = 0; from < steps; from += rows) {
    const to = Math.min(from + rows, steps);
    visit(await track.readRows(from, to), from, to);
  }
}
