/**
 * Feature tracks on disk: `features/<set>/<video>.npy`, float16 or float32 `[steps, dim]`, and `features/<set>/set.json`.
 * What is read is checked: the set's width, one row a step of the video's length, finite numbers.
 */
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FeatureSet, stepCount } from '../common/domain/featureSet';
import type { Video } from '../common/domain/video';
import { UserError } from '../common/errors';
import { toFloat16 } from '../common/float16';
import { floatValues, readNpy, readNpyHeader, writeNpy } from '../data/formats/npy';
import { writeFileAtomic } from '../data/project/atomic';
import { recordText } from '../data/project/records';
import type { ProjectStore } from '../data/project/store';

/** The features of one video. */
export interface FeatureTrack {
  /** Steps a second. */
  rate: number;
  dim: number;
  steps: number;
  /** `[steps, dim]` */
  rows: Float32Array;
}

/** @throws UserError `no-feature-set` */
export async function requireFeatureSet(store: ProjectStore, name: string): Promise<FeatureSet> {
  const sets = await store.featureSets();
  const set = sets.find((one) => one.name === name);
  if (set) return set;
  const known = sets.length === 0 ? 'there is none' : `there is ${sets.map((one) => one.name).join(', ')}`;
  throw new UserError(
    'no-feature-set',
    `Missing feature set "${name}" in this project: ${known}.`,
    'Extract features on the Features screen or with "gadw extract", or import them.',
  );
}

/**
 * The features of a video, checked.
 * @throws UserError `features-missing`, `features-invalid`, or what is wrong with the file
 */
export async function readFeatures(store: ProjectStore, set: FeatureSet, video: Video): Promise<FeatureTrack> {
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
    throw invalid(set, video, `Row ${Math.floor(bad / set.dim)} holds ${found} (column ${bad % set.dim}).`);
  }
  return { rate: set.rate, dim: set.dim, steps: rows.length / set.dim, rows };
}

const largestHalf = 65504;

/**
 * Writes the features of a video whole, as float16 where that holds their size, else as float32.
 * @param rows `[steps, dim]`
 */
export async function writeFeatures(
  store: ProjectStore,
  set: FeatureSet,
  video: string,
  rows: Float32Array,
): Promise<void> {
  const path = store.featurePath(set.name, video);
  const shape = [rows.length / set.dim, set.dim];
  const half = rows.every((value) => Math.abs(value) <= largestHalf);
  await writeNpy(
    path,
    half ? { dtype: 'float16', shape, data: toFloat16(rows) } : { dtype: 'float32', shape, data: rows },
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

/** The videos of the project that have fitting features in this set, and the bytes these take. */
export async function featureCoverage(
  store: ProjectStore,
  set: FeatureSet,
): Promise<{ videos: string[]; bytes: number }> {
  const videos: string[] = [];
  let bytes = 0;
  for (const video of store.videos) {
    if (!(await hasFeatures(store, set, video))) continue;
    videos.push(video.id);
    bytes += (await stat(store.featurePath(set.name, video.id))).size;
  }
  return { videos, bytes };
}

function featureFolder(store: ProjectStore, set: string): string {
  return dirname(store.featurePath(set, 'any'));
}

/** What is wrong with an array's shape, in a sentence; null where it fits. Items of unknown length take any. */
function shapeProblem(shape: readonly number[], set: FeatureSet, video: Video): string | null {
  const [rows = 0, dim = 0] = shape;
  if (shape.length !== 2 || dim !== set.dim) {
    return `Found an array [${shape.join(', ')}]; rows of ${set.dim} numbers were expected.`;
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
