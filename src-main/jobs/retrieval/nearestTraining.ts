import type { NearestTraining, TrainingMoment } from '../../common/contract/retrieval';
import { rowSize } from '../../common/domain/featureSet';
import type { Run } from '../../common/domain/run';
import { UserError } from '../../common/errors';
import { frameClock } from '../../data/project/clocks';
import type { ProjectStore } from '../../data/project/store';
import { featureSteps, type FeatureSource, readFeatures, requireFeatureSet } from '../../features/store';
import { positionedSegments } from '../../features/stepLabels';
import { rowProducts, unitRows } from '../../gad/cosine';
import { listPredictions, readRun, runFolder } from '../runFolder';
import { peaks } from './predicted';
import { type SimilarRequest, similarMoments } from './similar';

/**
 * What a run may have learnt a moment from: moments of training videos, with their labels. By the states that decided
 * where the run has predicted training videos, else by the visual features that it sees, which need no prediction.
 * @throws UserError `no-features`, `features-missing`, and those of `similarMoments`
 */
export async function nearestTraining(store: ProjectStore, request: SimilarRequest): Promise<NearestTraining> {
  const run = await readRun(store.dir, request.run);
  const known = new Set(store.videos.map(({ id }) => id));
  const trained = run.splits.train.length > 0 ? run.splits.train : store.project.splits.train;
  const training = trained.filter((id) => known.has(id) && id !== request.video);
  const predicted = new Set(Object.values(await listPredictions(runFolder(store.dir, run.id))).flat());
  const byStates = run.origin === 'trained' && training.some((id) => predicted.has(id));
  const found = byStates
    ? await similarMoments(store, { ...request, among: new Set(training) })
    : await byFeatures(store, run, request, training);
  const moments = found.map(async ({ video, seconds, similarity }) => ({
    video,
    seconds,
    similarity,
    classId: await labelAt(store, video, seconds),
  }));
  return { by: byStates ? 'states' : 'features', moments: await Promise.all(moments) };
}

type Found = Omit<TrainingMoment, 'classId'>;

/** Moments of a video nearer than this are one. */
const apartSeconds = 2;

async function byFeatures(
  store: ProjectStore,
  run: Run,
  { video, start, end, count }: SimilarRequest,
  training: readonly string[],
): Promise<Found[]> {
  const set = await featuresOf(store, run);
  const { rows, steps } = await readFeatures(store, set, store.video(video));
  const width = rowSize(set);
  const first = Math.min(steps - 1, Math.max(0, Math.floor(start * set.rate + 1e-6)));
  const last = Math.min(steps, Math.max(first + 1, Math.ceil(end * set.rate - 1e-6)));
  const wanted = unitRows(meanRow(rows.subarray(first * width, last * width), width), width);
  const found: Found[] = [];
  for (const id of training) {
    if ((await featureSteps(store, set, id)) === null) continue;
    const track = await readFeatures(store, set, store.video(id));
    const cosines = rowProducts(wanted, unitRows(track.rows, width));
    for (const step of peaks(cosines, count, apartSeconds * set.rate)) {
      found.push({ video: id, seconds: (step + 0.5) / set.rate, similarity: cosines[step]! });
    }
  }
  return found.sort((a, b) => b.similarity - a.similarity).slice(0, count);
}

/** Those that the run sees; of imported runs any of the project. */
async function featuresOf(store: ProjectStore, { settings }: Run): Promise<FeatureSource> {
  const name = settings?.features ?? (await store.featureSets())[0]?.name;
  if (name !== undefined) return requireFeatureSet(store, name);
  throw new UserError(
    'no-features',
    'Looking for similar training moments: the project has no features.',
    'Extract them on the Features screen or with "gadw extract", or import them.',
  );
}

function meanRow(rows: Float32Array, width: number): Float32Array {
  const mean = new Float32Array(width);
  unitRows(rows, width).forEach((value, at) => {
    mean[at % width]! += value;
  });
  return mean;
}

/** Class of the first segment that covers a moment; null where none does. */
async function labelAt(store: ProjectStore, video: string, seconds: number): Promise<number | null> {
  const annotation = await store.annotation(video);
  const clock = annotation.timebase === 'frames' ? await frameClock(store, store.video(video)) : null;
  const spans = positionedSegments(annotation, clock, 1, (classId) => classId);
  return spans.find(({ start, end }) => start <= seconds && seconds < end)?.classIndex ?? null;
}
