import type { ScoreTrack } from '../analysis/metrics/averagePrecision';
import type { Annotation } from '../common/domain/annotation';
import type { Run, RunClass } from '../common/domain/run';
import { throwIfCancelled, UserError } from '../common/errors';
import type { JobContext } from '../common/progress';
import { readNpy, readNpyHeader, readNpyRows } from '../data/formats/npy';
import { frameClock } from '../data/project/clocks';
import type { ProjectStore } from '../data/project/store';
import { type StepTruth, stepTruth } from '../features/stepLabels';
import { foldScores, idToday } from './classesToday';
import { type PredictionPaths, predictionPaths, runFolder } from './runFolder';

/** What a run says of a video's steps beside what is true of them: what every score and every analysis is made of. */
export interface LabelledVideo {
  truth: StepTruth;
  /** `[steps]` class indices. */
  labels: Int32Array;
  paths: PredictionPaths;
}

/**
 * The run's classes as of today (see `readRunToday`), then those that it does not know but the truth has: such a step
 * or segment can only be missed. Whether a class is ambiguous is what the project says today.
 */
export function scoredClasses(run: Run, store: ProjectStore, annotations: readonly Annotation[]): RunClass[] {
  const known = new Set(run.classes.map((entry) => entry.id));
  const occurring = new Set(annotations.flatMap(({ segments }) => segments.map((segment) => segment.classId)));
  const needed = store.taxonomy.classes.filter(({ id }) => known.has(id) || occurring.has(id));
  const today = new Map(needed.map((entry) => [entry.id, entry]));
  const added = needed.filter(({ id }) => !known.has(id));
  return [...run.classes, ...added].map(({ id, name, background, ambiguous }) => {
    const setAside = today.has(id) ? today.get(id)?.ambiguous : ambiguous;
    return { id, name, ...(background && { background }), ...(setAside && { ambiguous: setAside }) };
  });
}

/** @param classes see `scoredClasses`; labels and truth are indices of it. @throws UserError `invalid-predictions` */
export async function readVideo(
  store: ProjectStore,
  run: Run,
  split: string,
  annotation: Annotation,
  classes: readonly RunClass[],
): Promise<LabelledVideo> {
  const paths = predictionPaths(runFolder(store.dir, run.id), split, annotation.video);
  const indexOf = new Map(classes.map((entry, index) => [entry.id, index]));
  const today = idToday(run.classes);
  const labels = await readLabels(paths.labels, (stored) => indexOf.get(today(stored)));
  const clock = annotation.timebase === 'frames' ? await frameClock(store, store.video(annotation.video)) : null;
  const truth = stepTruth(annotation, clock, run.rate, labels.length, (classId) => indexOf.get(classId));
  return { truth, labels, paths };
}

/** Class indices `[steps]` of the class ids in a file. */
async function readLabels(path: string, indexOf: (stored: number) => number | undefined): Promise<Int32Array> {
  const { dtype, shape, data } = await readNpy(path);
  if (dtype !== 'int32' || shape.length !== 1) {
    throw invalidPredictions(path, `found ${dtype} [${shape.join(', ')}], expected int32 [steps]`);
  }
  return data.map((classId, step) => {
    const index = indexOf(classId);
    if (index !== undefined) return index;
    throw invalidPredictions(path, `step ${step} has class id ${classId}, which is no class of the run`);
  });
}

/** The scores of a video, or null where the run has none. @param scored see `ScoreTrack` */
export async function scoreTrack(
  { scores }: PredictionPaths,
  run: Run,
  { spans }: Pick<StepTruth, 'spans'>,
  scored: Uint8Array,
  { signal }: Partial<Pick<JobContext, 'signal'>> = {},
): Promise<ScoreTrack | null> {
  const header = await readNpyHeader(scores).catch((error: unknown) => {
    if (error instanceof UserError && error.code === 'npy-missing') return null;
    throw error;
  });
  if (!header) return null;
  const expected = [scored.length, run.classes.length];
  if (header.dtype !== 'float16' || header.shape.join() !== expected.join()) {
    const found = `${header.dtype} [${header.shape.join(', ')}]`;
    throw invalidPredictions(scores, `found ${found}, expected float16 [${expected.join(', ')}]`);
  }
  const readRows = async (from: number, to: number): Promise<Uint16Array> => {
    if (signal) throwIfCancelled(signal);
    return foldScores(run.classes, (await readNpyRows(scores, from, to)).data as Uint16Array);
  };
  return { spans, scored, readRows };
}

function invalidPredictions(path: string, what: string): UserError {
  return new UserError('invalid-predictions', `Invalid predictions ${path}: ${what}.`, 'Make the predictions again.');
}
