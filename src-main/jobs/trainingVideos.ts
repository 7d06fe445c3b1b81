import { createHash, type Hash } from 'node:crypto';
import type { RunClass } from '../common/domain/run';
import { rowSize } from '../common/domain/featureSet';
import { throwIfCancelled, UserError } from '../common/errors';
import { type JobContext, ProgressMeter } from '../common/progress';
import { frameClock } from '../data/project/clocks';
import type { ProjectStore } from '../data/project/store';
import { labelsBeyond, stepTruth } from '../features/stepLabels';
import { type FeatureSource, readFeatureRows, readFeatures } from '../features/store';
import type { TrainingVideo } from '../gad/plan';
import type { Window } from '../common/domain/window';
import type { RunClassifier } from './classifier';
import { ambiguousIndices, indicesWithUnknown } from './runClasses';

/**
 * Labels of the videos to train on, every feature file checked on the way.
 * @param official also learn steps whose only class is ambiguous
 * @returns the videos, and a digest of what is learnt of them
 * @throws UserError `no-training-videos`, `nothing-reviewed`, `no-task`, and those of `readFeatures` and `stepTruth`
 */
export async function trainingVideos(
  store: ProjectStore,
  { set, description }: Pick<RunClassifier, 'set' | 'description'>,
  classes: readonly RunClass[],
  official: boolean,
  context: JobContext,
): Promise<{ videos: TrainingVideo[]; labelsHash: string }> {
  const train = trainingIds(store);
  const tasks = description.context === 'task goal' ? trainingTasks(store) : null;
  const leftOut = official ? new Set<number>() : ambiguousIndices(classes);
  const meter = new ProgressMeter(context, 'Checking features', train.length, 'videos');
  const hash = createHash('sha256');
  const videos: TrainingVideo[] = [];
  let known = false;
  for (const [done, id] of train.entries()) {
    throwIfCancelled(context.signal);
    const labels = await knownLabels(store, set, classes, leftOut, id);
    known ||= labels.some((label) => label >= 0);
    addLabels(hash, id, labels);
    const task = tasks?.get(id);
    if (task !== undefined) hash.update(`${task}\n`);
    videos.push({ id, labels, ...(task === undefined ? {} : { task }) });
    meter.update(done + 1, id);
  }
  if (!known) {
    throw new UserError(
      'nothing-reviewed',
      `No step of the ${train.length} training videos has been reviewed.`,
      'Label the videos and mark what you have looked at as reviewed.',
    );
  }
  return { videos, labelsHash: hash.digest('hex') };
}

/** @throws UserError `no-training-videos` */
export function trainingIds({ project }: ProjectStore): string[] {
  const { train } = project.splits;
  if (train.length > 0) return train;
  throw new UserError(
    'no-training-videos',
    'No video is in the training split.',
    'Choose splits on the Project screen.',
  );
}

/**
 * The task of each training video, for a classifier that learns to tell it.
 * @throws UserError `no-task`
 */
export function trainingTasks(store: ProjectStore): Map<string, string> {
  const videos = store.project.splits.train.map((id) => store.video(id));
  const without = videos.filter(({ task }) => task === undefined).map(({ id }) => id);
  if (without.length === 0) return new Map(videos.map(({ id, task }) => [id, task as string]));
  const more = without.length > 1 ? ` and ${without.length - 1} more` : '';
  throw new UserError(
    'no-task',
    `The context "task goal" needs the task of every training video; ${without[0]}${more} of ${videos.length} have none.`,
    'Name each video’s "task" in videos.json, or choose another context.',
  );
}

/**
 * Class index of each step; -1 where nobody has looked, only an ambiguous class is there, or one that the run does not
 * know, because it is held out.
 */
export async function knownLabels(
  store: ProjectStore,
  set: FeatureSource,
  classes: readonly RunClass[],
  leftOut: ReadonlySet<number>,
  id: string,
): Promise<Int32Array> {
  const video = store.video(id);
  const annotation = await store.annotation(id);
  const { steps } = await readFeatures(store, set, video);
  const clock = annotation.timebase === 'frames' ? await frameClock(store, video) : null;
  const known = classes.length;
  const indexOf = indicesWithUnknown(classes, store.taxonomy.classes);
  const truth = stepTruth(annotation, clock, set.rate, steps, (classId) => indexOf.get(classId));
  return labelsBeyond(truth, known).map((label, step) =>
    truth.reviewed[step] && label < known && !leftOut.has(label) ? label : -1,
  );
}

function addLabels(hash: Hash, id: string, labels: Int32Array): void {
  hash.update(`${id}\n`).update(new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength));
}

/** Features of a window's steps `[steps, tokens * dim]`, read from the rows it spans. */
export async function windowFeatures(store: ProjectStore, set: FeatureSource, window: Window): Promise<Float32Array> {
  const { steps } = window;
  const first = steps[0] as number;
  const end = (steps[steps.length - 1] as number) + 1;
  const rows = await readFeatureRows(store, set, window.video, first, end);
  return pickSteps(rows, rowSize(set), steps, first);
}

/** Rows of these steps. @param rows `[.., size]`, of which the first belongs to step `first` */
export function pickSteps(rows: Float32Array, size: number, steps: Int32Array, first: number): Float32Array {
  const out = new Float32Array(steps.length * size);
  steps.forEach((step, i) => out.set(rows.subarray((step - first) * size, (step - first + 1) * size), i * size));
  return out;
}
