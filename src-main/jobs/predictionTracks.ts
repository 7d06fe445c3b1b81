import type { Refusal } from '../common/contract/project';
import type { RunClass } from '../common/domain/run';
import { cleanClassName } from '../common/domain/taxonomy';
import { remark, shown } from '../data/formats/imported';
import { floatValues, readNpy } from '../data/formats/npy';
import type { ImportedTrack, NamedStep } from '../data/formats/predictions/imported';
import { firstStepFrom } from '../features/stepLabels';
import { classText } from '../gad/classText';
import { largestIndex, logProbabilities } from '../gad/decode';
import { ambiguousIndices } from './runClasses';

/**
 * Predictions of another system as labels and scores on the steps of a video. A track is taken whole or, with the
 * reasons among the refusals, not at all; of detections each is taken or refused.
 */
export interface StepTrack {
  /** `[steps]` class indices. */
  labels: Int32Array;
  /** `[steps, classes]` log-probabilities; null where only labels are known. */
  scores: Float32Array | null;
  /** `[steps]` probability of the label; null where it is not known. */
  confidence: Float32Array | null;
}

/** What the tracks of one import are put on. */
export interface StepGrid {
  /** Steps a second. */
  rate: number;
  /** Classes of the run, background first. */
  classes: RunClass[];
  /** Index of the class of a name; see `classIndexByName`. */
  indexOf: ReadonlyMap<string, number>;
  refused: Refusal[];
  warnings: Refusal[];
}

type Track<K extends ImportedTrack['kind']> = Extract<ImportedTrack, { kind: K }>;

/**
 * @param steps length of the video; null where it is not known, then that of the track is taken
 * @returns null where the track was refused
 */
export async function convertTrack(
  track: ImportedTrack,
  steps: number | null,
  grid: StepGrid,
): Promise<StepTrack | null> {
  if (track.kind === 'detections') return convertDetections(track, steps, grid);
  const rows = track.kind === 'array' ? track.rows : track.labels.length;
  const length = steps ?? rows;
  if (rows === 0 || Math.abs(rows - length) > 1) {
    const expected = `${length} at ${grid.rate} steps a second`;
    grid.refused.push(remark(track.where, `found ${rows} steps, expected ${expected}`));
    return null;
  }
  if (rows !== length) {
    const how = rows > length ? 'the last is left out' : 'the last is repeated';
    grid.warnings.push(remark(track.where, `found ${rows} steps, expected ${length}: ${how}`));
  }
  return track.kind === 'array' ? convertArray(track, length, grid) : convertLabels(track, length, grid);
}

/** Indices by cleaned name and by the text that the official code writes; of equal names the first class has it. */
export function classIndexByName(classes: readonly RunClass[]): Map<string, number> {
  const indices = new Map<string, number>();
  classes.forEach((entry, index) => {
    for (const name of [cleanClassName(entry.name), cleanClassName(classText(entry, true))]) {
      if (!indices.has(name)) indices.set(name, index);
    }
  });
  return indices;
}

function convertLabels({ labels }: Track<'labels'>, steps: number, grid: StepGrid): StepTrack | null {
  const unknown = new Map<string, NamedStep[]>();
  const indices = labels.map((step) => {
    const index = grid.indexOf.get(cleanClassName(step.label));
    if (index === undefined) unknown.set(step.label, [...(unknown.get(step.label) ?? []), step]);
    return index ?? 0;
  });
  for (const [label, [first, ...more]] of unknown) {
    const others = more.length === 0 ? '' : ` (and in ${more.length} more lines)`;
    if (first) grid.refused.push(remark(first.where, `${unknownClass(label)}${others}`));
  }
  if (unknown.size > 0) return null;
  return { labels: fitted(Int32Array.from(indices), 1, steps), scores: null, confidence: null };
}

function convertDetections(
  { detections, where }: Track<'detections'>,
  steps: number | null,
  grid: StepGrid,
): StepTrack | null {
  if (steps === null) {
    grid.refused.push(remark(where, 'the length of the video is not known; expected a video file, labels or features'));
    return null;
  }
  const labels = new Int32Array(steps);
  const scores = new Float32Array(steps).fill(-Infinity);
  for (const { start, end, label, score, where: place } of detections) {
    const index = grid.indexOf.get(cleanClassName(label));
    if (index === undefined) {
      grid.refused.push(remark(place, unknownClass(label)));
      continue;
    }
    if (end > (steps + 1) / grid.rate) {
      grid.warnings.push(remark(place, `ends at ${end} s, after the video (${steps / grid.rate} s): clipped`));
    }
    const first = firstStepFrom(start * grid.rate);
    const last = Math.min(firstStepFrom(end * grid.rate), steps);
    for (let k = first; k < last; k++) {
      if (score <= (scores[k] as number)) continue;
      scores[k] = score;
      labels[k] = index;
    }
  }
  const known = detections.every(({ score }) => score >= 0 && score <= 1);
  return { labels, scores: null, confidence: known ? scores : null };
}

async function convertArray(track: Track<'array'>, steps: number, grid: StepGrid): Promise<StepTrack | null> {
  const columns = columnIndices(track, grid);
  if (!columns) return null;
  const array = await readNpy(track.path);
  const values = floatValues(array);
  if (values) return convertScores(track, values, columns, steps, grid);
  const indices = Int32Array.from(array.data as Int32Array, (value) => columns[Number(value)] ?? -1);
  const bad = indices.indexOf(-1);
  if (bad < 0) return { labels: fitted(indices, 1, steps), scores: null, confidence: null };
  const what = `found ${shown(Number(array.data[bad]))}, expected the index of one of ${columns.length} classes`;
  grid.refused.push(remark({ ...track.where, field: `row ${bad}` }, what));
  return null;
}

/** Index of the run's class for each of the file's classes; null, with a refusal, where they do not fit. */
function columnIndices(track: Track<'array'>, grid: StepGrid): number[] | null {
  const names = track.classes ?? grid.classes.map((entry) => entry.name);
  const unknown = names.find((name) => !grid.indexOf.has(cleanClassName(name)));
  if (unknown !== undefined) {
    grid.refused.push(remark({ ...track.where, file: 'classes.txt' }, unknownClass(unknown)));
    return null;
  }
  if (track.columns !== null && track.columns !== names.length) {
    grid.refused.push(remark(track.where, `found ${track.columns} columns, expected ${names.length} classes`));
    return null;
  }
  return names.map((name) => grid.indexOf.get(cleanClassName(name)) as number);
}

function convertScores(
  track: Track<'array'>,
  values: Float32Array,
  columns: readonly number[],
  steps: number,
  grid: StepGrid,
): StepTrack | null {
  const bad = values.findIndex((value) => Number.isNaN(value) || value === Infinity);
  if (bad >= 0) {
    const place = { ...track.where, field: `row ${Math.floor(bad / columns.length)}` };
    grid.refused.push(remark(place, `column ${bad % columns.length} is ${values[bad]}, expected finite numbers`));
    return null;
  }
  const width = grid.classes.length;
  const logs = fitted(asLogProbabilities(values, columns.length), columns.length, steps);
  const scores = new Float32Array(steps * width).fill(-Infinity);
  for (let k = 0; k < steps; k++) {
    columns.forEach((index, c) => {
      scores[k * width + index] = logs[k * columns.length + c] as number;
    });
  }
  const ambiguous = ambiguousIndices(grid.classes);
  const row = (k: number): Float32Array => scores.subarray(k * width, (k + 1) * width);
  const labels = Int32Array.from({ length: steps }, (_, k) => largestIndex(row(k), ambiguous));
  const confidence = Float32Array.from(labels, (label, k) => Math.exp(row(k)[label] as number));
  return { labels, scores, confidence };
}

/**
 * Probabilities (all from 0 to 1) become their logarithms; log-probabilities stay; other numbers are taken as logits.
 */
function asLogProbabilities(values: Float32Array, columns: number): Float32Array {
  if (values.every((value) => value >= 0 && value <= 1)) return values.map(Math.log);
  const first = values.subarray(0, columns).reduce((sum, value) => sum + Math.exp(value), 0);
  const normalised = values.every((value) => value <= 0) && Math.abs(first - 1) < 0.01;
  return normalised ? values : logProbabilities(values, columns);
}

/** `steps` rows of `[rows, width]`: one too many is left out, one that lacks repeats the last. */
function fitted<A extends Int32Array | Float32Array>(values: A, width: number, steps: number): A {
  if (values.length >= steps * width) return values.subarray(0, steps * width) as A;
  const out = (values instanceof Int32Array ? new Int32Array(steps * width) : new Float32Array(steps * width)) as A;
  out.set(values);
  out.set(values.subarray(values.length - width), values.length);
  return out;
}

function unknownClass(label: string): string {
  return `found ${JSON.stringify(label)}, expected a class of the project`;
}
