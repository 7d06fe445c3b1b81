import { topOne } from '../analysis/metrics/topOne';
import { PredictedClips } from '../common/domain/prediction';
import type { Report } from '../common/domain/report';
import type { Run } from '../common/domain/run';
import type { Video } from '../common/domain/video';
import { throwIfCancelled, UserError } from '../common/errors';
import { type JobContext, ProgressMeter } from '../common/progress';
import { readRecord } from '../data/project/records';
import type { ProjectStore } from '../data/project/store';
import { featureSteps } from '../features/store';
import { type ClipSource, videoClips } from './clips';
import { predictionPaths, runFolder } from './runFolder';

/** What evaluation finds out, beside what it was asked. */
export type Scores = Omit<Report, 'version' | 'run' | 'split' | 'official' | 'stepsPerSecond'>;

/** A clip is no step of a video, so what is scored step by step stays empty. */
const noMeans = { precision: null, recall: null, f1: null };
const noStepScores = {
  steps: 0,
  frameAccuracy: null,
  foregroundPrecision: null,
  foregroundRecall: null,
  foregroundF1: null,
  backgroundPrecision: null,
  backgroundRecall: null,
  classMeans: noMeans,
  actionMeans: noMeans,
  segmentF1: [],
  videoCounts: [],
  pointF1: [],
  meanAveragePrecision: null,
  averagePrecision: [],
};

/**
 * Top-1 accuracy of a run of an offline task over the clips of these videos, as the labels are today.
 * @throws UserError `clips-changed` where the labels have changed since the predictions were made, `no-clips`
 */
export async function scoreClips(
  store: ProjectStore,
  run: Run,
  source: ClipSource,
  split: string,
  videos: readonly string[],
  context: JobContext,
): Promise<Scores> {
  const truth: number[] = [];
  const predicted: number[] = [];
  const meter = new ProgressMeter(context, 'Evaluating', videos.length, 'videos');
  for (const [done, id] of videos.entries()) {
    throwIfCancelled(context.signal);
    const video = store.video(id);
    const steps = (await featureSteps(store, source.set, video.id)) ?? 0;
    const windows = steps > 0 ? await videoClips(store, source, video, steps) : [];
    const named = await readClips(store, run, split, video.id);
    const same = windows.length === named.length && windows.every(({ steps }, i) => steps[0] === named[i]?.start);
    if (!same) throw clipsChanged(run, video, windows.length, named.length);
    windows.forEach(({ label }, i) => {
      truth.push(label);
      predicted.push(named[i]?.index as number);
    });
    meter.update(done + 1, id);
  }
  if (truth.length === 0) throw noClips(run, split);
  const { accuracy, classMean } = topOne(truth, predicted);
  const { length } = videos;
  return { videos: length, ...noStepScores, clips: truth.length, topOne: accuracy, topOneClassMean: classMean };
}

async function readClips(
  store: ProjectStore,
  { id, classes }: Run,
  split: string,
  video: string,
): Promise<{ start: number; index: number }[]> {
  const path = predictionPaths(runFolder(store.dir, id), split, video).clips;
  const found = await readRecord(path, `${id}: ${video}.clips.json`, PredictedClips);
  const indexOf = new Map(classes.map((entry, index) => [entry.id, index]));
  return (found?.record.clips ?? []).map(({ start, classId }) => ({ start, index: indexOf.get(classId) ?? -1 }));
}

function clipsChanged(run: Run, video: Video, found: number, predicted: number): UserError {
  return new UserError(
    'clips-changed',
    `Evaluating run ${JSON.stringify(run.id)}: the labels of video "${video.id}" have changed since its ${predicted} clips were predicted; they make ${found} now.`,
    `Make them again with "gadw infer --run ${run.id}".`,
  );
}

function noClips(run: Run, split: string): UserError {
  return new UserError(
    'no-clips',
    `Evaluating run ${JSON.stringify(run.id)} on ${split}: its videos have no clip whose answer is known.`,
    'Label their segments, or for task recognition name the task of each video in videos.json.',
  );
}
