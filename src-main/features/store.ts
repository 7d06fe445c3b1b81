/**
 * Feature tracks on disk: `features/<set>/<video>.npy`, float16 or float32, and `features/<set>/set.json`. A step is a
 * row: `[steps, dim]`, or `[steps, tokens, dim]` where it has several visual tokens. What is read is checked: the set's
 * width, one row a step of the video's length, finite numbers.
 *
 * Several sets of one rate can be read as one, named with "+": `rgb+flow` has for each visual token the numbers
 * of rgb and then those of flow.
 */
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FeatureSet, rowShape, rowSize, stepCount } from '../common/domain/featureSet';
import type { Video } from '../common/domain/video';
import { UserError } from '../common/errors';
import { fromFloat16, toFloat16 } from '../common/float16';
import { floatValues, readNpy, readNpyHeader, readNpyRows, writeNpy } from '../data/formats/npy';
import { writeFileAtomic } from '../data/project/atomic';
import { recordText } from '../data/project/records';
import type { ProjectStore } from '../data/project/store';

/** What a classifier reads: a feature set, or several side by side. */
export interface FeatureSource extends FeatureSet {
  /** The sets on disk, in the order of their numbers. */
  parts: readonly FeatureSet[];
}

/** The features of one video. */
export interface FeatureTrack {
  steps: number;
  /** `[steps, tokens * dim]` */
  rows: Float32Array;
}

/**
 * The features of this name: a set, or sets joined with "+".
 * @throws UserError `no-feature-set`, `feature-sets-differ` where sets that are joined differ in rate or visual tokens
 */
export async function requireFeatureSet(store: ProjectStore, name: string): Promise<FeatureSource> {
  const sets = await store.featureSets();
  const named = (one: string) => sets.find((set) => set.name === one);
  const whole = named(name);
  if (whole) return { ...whole, parts: [whole] };
  const parts = name.split('+').map((part) => named(part) ?? missingSet(part, sets));
  return joinedSets(name, parts);
}

function joinedSets(name: string, parts: readonly FeatureSet[]): FeatureSource {
  const [first] = parts as [FeatureSet];
  for (const other of parts) {
    const differs = other.rate === first.rate ? (other.tokens === first.tokens ? null : 'tokens') : 'rate';
    if (!differs) continue;
    const unit = differs === 'rate' ? 'steps a second' : 'visual tokens a step';
    throw new UserError(
      'feature-sets-differ',
      `Reading features "${name}": "${first.name}" has ${first[differs]} ${unit}, "${other.name}" has ${other[differs]}.`,
      'Join sets of one rate with equally many visual tokens.',
    );
  }
  const all = (of: (set: FeatureSet) => string) => parts.map(of).join(' + ');
  return {
    ...first,
    name,
    dim: parts.reduce((sum, { dim }) => sum + dim, 0),
    encoder: all((set) => set.encoder),
    encoderHash: parts.map((set) => set.encoderHash).join('+'),
    preprocessing: all((set) => set.preprocessing),
    parts,
  };
}

function missingSet(name: string, sets: readonly FeatureSet[]): never {
  const known = sets.length === 0 ? 'there is none' : `there is ${sets.map((one) => one.name).join(', ')}`;
  throw new UserError(
    'no-feature-set',
    `Missing feature set "${name}" in this project: ${known}.`,
    'Extract features on the Features screen or with "gadw extract", or import them.',
  );
}

/**
 * The features of a video, checked.
 * @throws UserError `features-missing`, `features-invalid`, or what is wrong with a file
 */
export async function readFeatures(store: ProjectStore, source: FeatureSource, video: Video): Promise<FeatureTrack> {
  const tracks: Float32Array[] = [];
  for (const set of source.parts) tracks.push(await readChecked(store, set, video));
  const rows = sideBySide(tracks, source);
  return { steps: rows.length / rowSize(source), rows };
}

/** Features of some steps of a video that was checked before, `[to - from, tokens * dim]`; reads nothing else. */
export async function readFeatureRows(
  store: ProjectStore,
  source: FeatureSource,
  video: string,
  from: number,
  to: number,
): Promise<Float32Array> {
  const tracks: Float32Array[] = [];
  for (const set of source.parts) {
    const array = await readNpyRows(store.featurePath(set.name, video), from, to);
    const rows = floatValues(array);
    if (!rows) throw new Error(`internal: features of type ${array.dtype}`);
    tracks.push(rows);
  }
  return sideBySide(tracks, source);
}

/** Steps of a video's features from the header alone; null where they are missing. */
export async function featureSteps(
  store: ProjectStore,
  { parts }: Pick<FeatureSource, 'parts'>,
  video: string,
): Promise<number | null> {
  const lengths = await Promise.all(
    parts.map(async ({ name }) => {
      const header = await readNpyHeader(store.featurePath(name, video)).catch(() => null);
      return header?.shape[0] ?? null;
    }),
  );
  return lengths.includes(null) ? null : (lengths[0] as number);
}

/**
 * For each visual token the numbers of every track, one track after the other.
 * @param tracks of the source's parts, `[steps, tokens * dim]` each
 */
export function sideBySide(tracks: readonly Float32Array[], { parts, dim }: FeatureSource): Float32Array {
  const [only] = tracks as [Float32Array];
  if (tracks.length === 1) return only;
  const tokens = only.length / (parts[0] as FeatureSet).dim;
  const out = new Float32Array(tokens * dim);
  let column = 0;
  tracks.forEach((track, i) => {
    const width = (parts[i] as FeatureSet).dim;
    for (let token = 0; token < tokens; token++)
      out.set(track.subarray(token * width, (token + 1) * width), token * dim + column);
    column += width;
  });
  return out;
}

async function readChecked(store: ProjectStore, set: FeatureSet, video: Video): Promise<Float32Array> {
  const path = store.featurePath(set.name, video.id);
  if (!(await stat(path).catch(() => null))) {
    throw new UserError(
      'features-missing',
      `Missing features of video "${video.id}" in set "${set.name}".`,
      'Extract them on the Features screen or with "gadw extract".',
    );
  }
  const array = await readNpy(path);
  const problem = shapeProblem(array.shape, set, video);
  if (problem) throw invalid(set, video, problem);
  const rows = floatValues(array);
  if (!rows) throw invalid(set, video, `It holds ${array.dtype}; float16 or float32 was expected.`);
  const bad = rows.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const found = Number.isNaN(rows[bad]) ? 'NaN' : 'an infinite number';
    const width = rowSize(set);
    throw invalid(set, video, `Row ${Math.floor(bad / width)} holds ${found} (column ${bad % width}).`);
  }
  return rows;
}

const largestHalf = 65504;

function fitHalf(rows: Float32Array): boolean {
  return rows.every((value) => Math.abs(value) <= largestHalf);
}

/** Features as they come back from disk. */
export function asStored(rows: Float32Array): Float32Array {
  return fitHalf(rows) ? fromFloat16(toFloat16(rows)) : rows;
}

/**
 * Writes the features of a video whole, as float16 where that holds their size, else as float32.
 * @param rows `[steps, tokens * dim]`
 */
export async function writeFeatures(
  store: ProjectStore,
  set: FeatureSet,
  video: string,
  rows: Float32Array,
): Promise<void> {
  const path = store.featurePath(set.name, video);
  const shape = [rows.length / rowSize(set), ...rowShape(set)];
  await writeNpy(
    path,
    fitHalf(rows) ? { dtype: 'float16', shape, data: toFloat16(rows) } : { dtype: 'float32', shape, data: rows },
  );
}

/** Writes `set.json`. */
export async function writeFeatureSet(store: ProjectStore, set: FeatureSet): Promise<void> {
  await writeFileAtomic(join(featureFolder(store, set.name), 'set.json'), recordText(FeatureSet.parse(set)));
}

/** Whether the video has features that fit; from the header alone, so NaN inside is found only when they are read. */
export async function hasFeatures(store: ProjectStore, set: FeatureSet, video: Video): Promise<boolean> {
  const header = await readNpyHeader(store.featurePath(set.name, video.id)).catch(() => null);
  return header !== null && shapeProblem(header.shape, set, video) === null;
}

function featureFolder(store: ProjectStore, set: string): string {
  return dirname(store.featurePath(set, 'any'));
}

/** What is wrong with an array's shape, in a sentence; null where it fits. Items of unknown length take any. */
function shapeProblem(shape: readonly number[], set: FeatureSet, video: Video): string | null {
  const [rows = 0, ...row] = shape;
  if (row.join() !== rowShape(set).join()) {
    const wanted = set.tokens === 1 ? `${set.dim} numbers` : `${set.tokens} visual tokens of ${set.dim} numbers`;
    return `Found an array [${shape.join(', ')}]; rows of ${wanted} were expected.`;
  }
  const expected = video.duration > 0 ? stepCount(video.duration, set.rate) : rows;
  if (rows === expected) return null;
  const seconds = video.duration.toFixed(1);
  return `Found ${rows} rows; ${expected} were expected from ${seconds} s at ${set.rate} steps a second.`;
}

function invalid(set: FeatureSet, video: Video, found: string): UserError {
  return new UserError(
    'features-invalid',
    `Invalid features of video "${video.id}" in set "${set.name}". ${found}`,
    'Extract them again, or import a corrected array.',
  );
}
