import type { Run } from '../../common/domain/run';
import { throwIfCancelled } from '../../common/errors';
import { fromFloat16 } from '../../common/float16';
import type { JobContext } from '../../common/progress';
import { readNpyHeader, readNpyRows } from '../../data/formats/npy';
import { foldScores } from '../classesToday';
import type { PredictionPaths } from '../runFolder';

const rowsAtOnce = 1024;

/** Terms of the entropy by the half-precision pattern of a log-probability x: -x exp(x), 0 for minus infinity. */
let entropyTerms: Float32Array | undefined;

function terms(): Float32Array {
  entropyTerms ??= fromFloat16(Uint16Array.from({ length: 65536 }, (_, bits) => bits)).map((x) =>
    Number.isFinite(x) ? -x * Math.exp(x) : 0,
  );
  return entropyTerms;
}

/** How sure a run is over stretches of a video. */
export interface StretchScores {
  /** Mean entropy of the classes' probabilities over the steps, in nats. */
  entropy(start: number, end: number): number;
  /** Mean probability of the class that is said at each of the steps. */
  probability(start: number, end: number): number;
}

/**
 * Reads the scores of a video once, block by block.
 * @param labels `[steps]` class indices that are said
 * @returns null for runs without scores
 */
export async function readStretchScores(
  paths: PredictionPaths,
  run: Run,
  labels: Int32Array,
  signal: JobContext['signal'],
): Promise<StretchScores | null> {
  const header = await readNpyHeader(paths.scores).catch(() => null);
  const classes = run.classes.length;
  if (header?.dtype !== 'float16' || header.shape.join() !== `${labels.length},${classes}`) return null;
  const term = terms();
  /** Sums over the steps before each. */
  const entropies = new Float64Array(labels.length + 1);
  const probabilities = new Float64Array(labels.length + 1);
  for (let from = 0; from < labels.length; from += rowsAtOnce) {
    throwIfCancelled(signal);
    const to = Math.min(from + rowsAtOnce, labels.length);
    const stored = (await readNpyRows(paths.scores, from, to)).data as Uint16Array;
    const rows = foldScores(run.classes, stored);
    const said = Uint16Array.from(labels.subarray(from, to), (label, k) => rows[k * classes + label] as number);
    const logs = fromFloat16(said);
    for (let k = from; k < to; k++) {
      let entropy = 0;
      const end = (k - from + 1) * classes;
      for (let i = end - classes; i < end; i++) entropy += term[rows[i] as number] as number;
      entropies[k + 1] = (entropies[k] as number) + entropy;
      probabilities[k + 1] = (probabilities[k] as number) + Math.exp(logs[k - from] as number);
    }
  }
  const mean = (sums: Float64Array) => (start: number, end: number) =>
    ((sums[end] as number) - (sums[start] as number)) / (end - start);
  return { entropy: mean(entropies), probability: mean(probabilities) };
}
