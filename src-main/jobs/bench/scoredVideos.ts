import { join } from 'node:path';
import { float16Bits } from '../../common/float16';
import { Rng } from '../../common/rng';
import { writeNpy } from '../../data/formats/npy';
import type { StepSpan } from '../../features/stepLabels';

/** Videos with truth, predicted labels and scores, as a run on a large data set would leave them. */
export interface ScoringSizes {
  videos: number;
  /** Of each video. */
  steps: number;
  /** The background, class 0, included. */
  classes: number;
  /** Steps a second. */
  rate: number;
}

export interface ScoredVideo {
  /** True segments, disjoint. */
  spans: StepSpan[];
  /** Class indices `[steps]`. */
  truth: Int32Array;
  predicted: Int32Array;
  /** File of the scores, float16 `[steps, classes]`. */
  scores: string;
}

/**
 * Makes the videos from a seed; labels are also written for peers, `truth.npy` and `predicted.npy` `[videos, steps]`.
 */
export async function writeScoredVideos(folder: string, sizes: ScoringSizes): Promise<ScoredVideo[]> {
  const { videos, steps, classes } = sizes;
  const noise = noiseScores();
  const made: ScoredVideo[] = [];
  for (let i = 0; i < videos; i++) {
    const rng = new Rng(0, `video ${i}`);
    const spans = segments(rng, sizes);
    const scores = join(folder, `scores-${i}.npy`);
    const truth = labelsOf(spans, steps);
    await writeNpy(scores, { dtype: 'float16', shape: [steps, classes], data: scoreRows(rng, truth, noise, classes) });
    made.push({ spans, truth, predicted: labelsOf(guessed(rng, spans, sizes), steps), scores });
  }
  for (const name of ['truth', 'predicted'] as const) {
    const data = new Int32Array(videos * steps);
    made.forEach((video, i) => data.set(video[name], i * steps));
    await writeNpy(join(folder, `${name}.npy`), { dtype: 'int32', shape: [videos, steps], data });
  }
  return made;
}

/** Actions of 1 to 5 seconds with pauses between them; few classes are frequent, many are rare. */
function segments(rng: Rng, { steps, classes, rate }: ScoringSizes): StepSpan[] {
  const spans: StepSpan[] = [];
  for (let start = rng.below(3 * rate); start < steps; ) {
    const end = Math.min(steps, start + rate + rng.below(4 * rate));
    spans.push({ start, end, classIndex: 1 + Math.floor((classes - 1) * rng.next() ** 3) });
    start = end + rng.below(4 * rate);
  }
  return spans;
}

/** What a middling classifier makes of it: bounds a little off, half of the classes wrong. */
function guessed(rng: Rng, spans: readonly StepSpan[], { steps, classes, rate }: ScoringSizes): StepSpan[] {
  const moved = (step: number) => Math.max(0, Math.min(steps, step + rng.below(rate) - rate / 2));
  return spans.map(({ start, end, classIndex }) => ({
    start: moved(start),
    end: moved(end),
    classIndex: rng.next() < 0.5 ? classIndex : 1 + rng.below(classes - 1),
  }));
}

function labelsOf(spans: readonly StepSpan[], steps: number): Int32Array {
  const labels = new Int32Array(steps);
  for (const { start, end, classIndex } of spans) labels.fill(classIndex, start, end);
  return labels;
}

const noiseLength = 1 << 20;

/** Log-probabilities of classes that are not meant. */
function noiseScores(): Uint16Array {
  const rng = new Rng(0, 'noise');
  return Uint16Array.from({ length: noiseLength }, () => float16Bits(-9 + 2 * rng.normal()));
}

/** Rows of noise, in which the true class stands out a little. */
function scoreRows(rng: Rng, truth: Int32Array, noise: Uint16Array, classes: number): Uint16Array {
  const rows = new Uint16Array(truth.length * classes);
  truth.forEach((label, step) => {
    const from = rng.below(noiseLength - classes);
    rows.set(noise.subarray(from, from + classes), step * classes);
    rows[step * classes + label] = float16Bits(-5 + 2 * rng.normal());
  });
  return rows;
}
