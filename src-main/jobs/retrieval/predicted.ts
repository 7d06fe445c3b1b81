import type { Run } from '../../common/domain/run';
import { UserError } from '../../common/errors';
import { floatValues, readNpy } from '../../data/formats/npy';
import type { ProjectStore } from '../../data/project/store';
import type { Sequence } from '../../gad/alignment/localKernel';
import { foldScores, idToday } from '../classesToday';
import { listPredictions, type PredictionPaths, predictionPaths, runFolder } from '../runFolder';
import { requireOnline } from '../trainedRun';

/** What a run says of the steps of one video, read whole. */
export interface PredictedVideo {
  id: string;
  /** `[steps]` class ids. */
  labels: Int32Array;
  /** States that decided, `[steps, hidden]`; null where the run has none. */
  states: Sequence | null;
  /** Log-probabilities `[steps, classes]`; null where the run has none. */
  scores: Float32Array | null;
}

/** Files of every video a run has predicted, each video once. @throws UserError `no-predictions`, `not-online` */
export async function predictedVideos(store: ProjectStore, run: Run): Promise<Map<string, PredictionPaths>> {
  requireOnline(run, 'Searching with');
  const dir = runFolder(store.dir, run.id);
  const found = new Map<string, PredictionPaths>();
  for (const [split, videos] of Object.entries(await listPredictions(dir))) {
    for (const video of videos) found.set(video, predictionPaths(dir, split, video));
  }
  if (found.size > 0) return found;
  throw new UserError(
    'no-predictions',
    `Searching with run ${JSON.stringify(run.id)}: it has not predicted any video.`,
    'Run the model on videos first.',
  );
}

/** What a run has said of a video, in the ids that its classes have today. @param id of the video */
export async function readPredicted({ classes }: Run, id: string, paths: PredictionPaths): Promise<PredictedVideo> {
  const labels = Int32Array.from((await readNpy(paths.labels)).data as Int32Array, idToday(classes));
  const [states, scores] = await Promise.all([paths.features, paths.scores].map(readFloats));
  return {
    id,
    labels,
    states: states ? { rows: states, dim: states.length / labels.length } : null,
    scores: scores ? foldScores(classes, scores) : null,
  };
}

async function readFloats(path: string): Promise<Float32Array | null> {
  const array = await readNpy(path).catch(() => null);
  return array && floatValues(array);
}

/** Probability of a step's own label; null for runs without scores. */
export function labelProbability({ classes }: Run, { labels, scores }: PredictedVideo, step: number): number | null {
  const index = classes.findIndex(({ id }) => id === labels[step]);
  return scores && Math.exp(scores[step * classes.length + index] as number);
}

/** Steps of the largest values, the largest first, further than `apart` from each other and from those taken. */
export function peaks(values: Float32Array, count: number, apart: number, taken: readonly number[] = []): number[] {
  const chosen: number[] = [];
  const order = [...values.keys()].sort((a, b) => (values[b] as number) - (values[a] as number));
  for (const step of order) {
    if (chosen.length === count) break;
    if ([...taken, ...chosen].every((other) => Math.abs(other - step) > apart)) chosen.push(step);
  }
  return chosen;
}
