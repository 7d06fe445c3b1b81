import { actionsOf, rankedSteps } from '../../analysis/metrics/evaluation';
import type { Run } from '../../common/domain/run';
import { throwIfCancelled, UserError } from '../../common/errors';
import type { JobContext } from '../../common/progress';
import type { ProjectStore } from '../../data/project/store';
import { readClips } from '../clipLabels';
import { type ClipSource, clipSource } from '../clips';
import { readVideo, scoredClasses } from '../labelledVideos';
import { listPredictions, runFolder } from '../runFolder';

/** A step or a clip that a map can show. */
export interface Candidate {
  /** Index of the video. */
  video: number;
  /** Of the predictions of its video: its step, or which of the clips it is. */
  row: number;
  /** In steps, half-open. */
  start: number;
  end: number;
  /** Class ids. */
  truth: number;
  predicted: number;
}

/** @throws UserError `no-predictions` */
export async function predictedVideos(store: ProjectStore, run: Run, split: string): Promise<string[]> {
  const known = new Set(store.videos.map(({ id }) => id));
  const videos = (await listPredictions(runFolder(store.dir, run.id)))[split]?.filter((id) => known.has(id)) ?? [];
  if (videos.length > 0) return videos;
  throw new UserError(
    'no-predictions',
    `Mapping the states of run ${JSON.stringify(run.id)}: it has no predictions on ${split}.`,
    'Run the model on this split first.',
  );
}

/**
 * Reviewed steps whose truth is an action, of a run that classifies clips every clip; in the order of videos and time.
 * @throws UserError `clips-changed`, and those of reading predictions and labels; Cancelled
 */
export async function foreground(
  store: ProjectStore,
  run: Run,
  split: string,
  videos: readonly string[],
  { signal }: Pick<JobContext, 'signal'>,
): Promise<Candidate[]> {
  const source = run.settings && (await clipSource(store, run.settings, run.classes));
  const read = source
    ? (video: number) => clips(store, run, source, split, videos[video]!, video)
    : await stepReader(store, run, split, videos);
  const found: Candidate[][] = [];
  for (const video of videos.keys()) {
    throwIfCancelled(signal);
    found.push(await read(video));
  }
  return found.flat();
}

async function stepReader(
  store: ProjectStore,
  run: Run,
  split: string,
  videos: readonly string[],
): Promise<(video: number) => Promise<Candidate[]>> {
  const annotations = await Promise.all(videos.map((id) => store.annotation(id)));
  const classes = scoredClasses(run, store, annotations);
  const actions = actionsOf(classes);
  return async (video) => {
    const { truth, labels } = await readVideo(store, run, split, annotations[video]!, classes);
    const counted = rankedSteps(truth, actions, false);
    const found: Candidate[] = [];
    truth.labels.forEach((label, step) => {
      if (!counted[step] || !actions[label]) return;
      const predicted = classes[labels[step]!]!.id;
      found.push({ video, row: step, start: step, end: step + 1, truth: classes[label]!.id, predicted });
    });
    return found;
  };
}

async function clips(
  store: ProjectStore,
  run: Run,
  source: ClipSource,
  split: string,
  id: string,
  video: number,
): Promise<Candidate[]> {
  const { windows, predicted } = await readClips(store, run, source, split, id);
  return windows.map(({ steps, label }, row) => ({
    video,
    row,
    start: steps[0]!,
    end: steps[steps.length - 1]! + 1,
    truth: run.classes[label]!.id,
    predicted: run.classes[predicted[row]!]!.id,
  }));
}
