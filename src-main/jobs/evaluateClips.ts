import { topOne } from '../analysis/metrics/topOne';
import type { Report } from '../common/domain/report';
import type { Run } from '../common/domain/run';
import { throwIfCancelled, UserError } from '../common/errors';
import { type JobContext, ProgressMeter } from '../common/progress';
import type { ProjectStore } from '../data/project/store';
import { readClips } from './clipLabels';
import type { ClipSource } from './clips';

/** What evaluation finds out, beside what it was asked. */
export type Scores = Omit<Report, 'version' | 'run' | 'split' | 'official' | 'scored' | 'stepsPerSecond'>;

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
    const { windows, predicted: labels } = await readClips(store, run, source, split, id);
    truth.push(...windows.map(({ label }) => label));
    predicted.push(...labels);
    meter.update(done + 1, id);
  }
  if (truth.length === 0) throw noClips(run, split);
  const { accuracy, classMean } = topOne(truth, predicted);
  const { length } = videos;
  return { videos: length, ...noStepScores, clips: truth.length, topOne: accuracy, topOneClassMean: classMean };
}

function noClips(run: Run, split: string): UserError {
  return new UserError(
    'no-clips',
    `Evaluating run ${JSON.stringify(run.id)} on ${split}: its videos have no clip whose answer is known.`,
    'Label their segments, or for task recognition name the task of each video in videos.json.',
  );
}
