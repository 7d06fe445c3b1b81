import type { ContextProbe } from '../../common/domain/contextChoice';
import type { Run } from '../../common/domain/run';
import { throwIfCancelled } from '../../common/errors';
import { type JobContext, ProgressMeter } from '../../common/progress';
import type { Context } from '../../common/settings';
import type { ProjectStore } from '../../data/project/store';
import { meanInterval } from '../../analysis/meanInterval';
import type { ParameterTensors } from '../../engine/runtime/trainedState';
import { logProbabilities } from '../../gad/decode';
import type { Predictor } from '../../gad/predictor';
import { makeTrainer, type PreparedTraining } from '../prepareTraining';
import { predictorOf } from '../trainedRun';
import { learningRates, update } from '../trainingLoop';
import { windowFeatures } from '../trainingVideos';
import { type ValidationVideo, validationVideos } from './validation';

/** Windows a pass of scoring. */
const batch = 8;

/**
 * A short training with one context, and how its class head does on the validation videos. Nothing of it is kept.
 * @param prepared with as many updates as the probe takes, which is a whole training with its warm-up and decay
 * @throws UserError as a training; Cancelled
 */
export async function probeContext(
  store: ProjectStore,
  run: Run,
  prepared: PreparedTraining,
  context: JobContext,
): Promise<ContextProbe> {
  const parameters = await trainBriefly(store, run, prepared, context);
  const videos = await scoreVideos(store, prepared, parameters, context);
  const mean = (sum: (video: ContextProbe['videos'][number]) => number) =>
    meanInterval(videos.map((video) => ({ sum: sum(video), windows: video.windows })));
  return {
    context: prepared.settings.context as Context,
    textTokens: meanTextTokens(prepared),
    crossEntropy: mean((video) => video.crossEntropy),
    frameAccuracy: mean((video) => 100 * video.right),
    videos,
  };
}

async function trainBriefly(
  store: ProjectStore,
  run: Run,
  prepared: PreparedTraining,
  context: JobContext,
): Promise<ParameterTensors> {
  const { settings, classifier, plan } = prepared;
  const meter = new ProgressMeter(context, `Trying context: ${settings.context}`, plan.updates, 'updates');
  const schedule = learningRates(settings, classifier, plan);
  const trainer = await makeTrainer(prepared);
  try {
    for (const planned of plan.from(0)) {
      const { step } = await update({ trainer, classifier, store, run }, planned, schedule(planned.index), context);
      meter.update(step);
    }
    return (await trainer.exportState()).parameters;
  } finally {
    await trainer.dispose();
  }
}

async function scoreVideos(
  store: ProjectStore,
  prepared: PreparedTraining,
  parameters: ParameterTensors,
  context: JobContext,
): Promise<ContextProbe['videos']> {
  const { settings, classifier } = prepared;
  const videos = await validationVideos(store, prepared);
  const windows = videos.flatMap((video) => video.windows);
  const longest = Math.max(classifier.longest, ...windows.map(({ steps }) => steps.length));
  const { rank, alpha } = settings;
  const trained = { rank, alpha, tensors: new Map(Object.entries(parameters)) };
  const predictor = await predictorOf({ ...prepared, classifier: { ...classifier, longest } }, trained, batch);
  const meter = new ProgressMeter(context, `Scoring context: ${settings.context}`, windows.length, 'windows');
  const scored: ContextProbe['videos'] = [];
  let done = 0;
  try {
    for (const video of videos) {
      scored.push(
        await scoreVideo(store, prepared, predictor, video, (count) => {
          throwIfCancelled(context.signal);
          meter.update((done += count), video.id);
        }),
      );
    }
  } finally {
    await predictor.dispose();
  }
  return scored;
}

/** @param scored told after each pass of how many windows */
async function scoreVideo(
  store: ProjectStore,
  { classifier, classes }: PreparedTraining,
  predictor: Predictor,
  { id, windows }: ValidationVideo,
  scored: (windows: number) => void,
): Promise<ContextProbe['videos'][number]> {
  let crossEntropy = 0;
  let right = 0;
  for (let start = 0; start < windows.length; start += batch) {
    const some = windows.slice(start, start + batch);
    const tracks = await Promise.all(some.map((window) => windowFeatures(store, classifier.set, window)));
    const { logits, labels } = await predictor.predict(some, tracks);
    const scores = logProbabilities(logits as Float32Array, classes.length);
    for (const [i, { label }] of some.entries()) {
      crossEntropy -= scores[i * classes.length + label] as number;
      if (labels[i] === label) right++;
    }
    scored(some.length);
    // Lets a cancel message in: a pass blocks this thread.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { id, windows: windows.length, crossEntropy, right };
}

/** Over the windows that are gone through. */
function meanTextTokens({ plan, classifier: { prompt } }: PreparedTraining): number {
  let tokens = 0;
  let windows = 0;
  for (const { batches } of plan.from(0)) {
    for (const window of batches.flat()) {
      tokens += prompt.layout(window.steps.length, window).learnt.length;
      windows++;
    }
  }
  return tokens / windows;
}
