import { rowSize } from '../common/domain/featureSet';
import type { SplitName } from '../common/domain/project';
import type { Run } from '../common/domain/run';
import type { Video } from '../common/domain/video';
import { throwIfCancelled, UserError } from '../common/errors';
import { toFloat16 } from '../common/float16';
import { type JobContext, ProgressMeter } from '../common/progress';
import { openProject, type ProjectStore } from '../data/project/store';
import { featureSteps, readFeatures } from '../features/store';
import { logProbabilities } from '../gad/decode';
import type { Predictions, Predictor } from '../gad/predictor';
import { streamingWindow } from '../gad/windows';
import type { RunClassifier } from './classifier';
import { clipSource } from './clips';
import { predictClips } from './inferClips';
import { beginPredictions, type VideoPrediction, writePrediction, writeTiming } from './predictionFiles';
import { listPredictions } from './runFolder';
import { openPredictor } from './retrieval/openPredictor';
import { openTrainedRun } from './trainedRun';
import { pickSteps } from './trainingVideos';

/**
 * Runs a trained classifier over videos: every step is classified from what came before it, or in an offline task every
 * clip (`inferClips.ts`). Adapters are merged into the
 * decoder first; windows go through it a batch at a time. A video's files are written when it is done, so a cancelled
 * job goes on at the first unfinished video; predictions of an earlier checkpoint are made again.
 */
export interface InferInput {
  /** The project's folder. */
  project: string;
  run: string;
  /** The split to predict, test unless videos are named; the predictions of named videos are filed under "chosen". */
  split?: SplitName | undefined;
  videos?: readonly string[] | undefined;
}

export interface InferResult {
  run: string;
  /** The split, or "chosen". */
  split: string;
  videos: number;
  /** Steps of these videos. */
  steps: number;
  /** Steps classified a second, features being there. */
  stepsPerSecond: number | null;
}

interface Inference {
  store: ProjectStore;
  run: Run;
  classifier: RunClassifier;
  /** The run's folder, and the folder below its predictions. */
  dir: string;
  split: string;
}

/** Windows a pass; on the CPU more is no faster. */
const batch = 8;
/** Windows between two reports of progress. */
const chunk = 4 * batch;

/** @throws UserError `no-videos`, those of `openTrainedRun` and of reading the features; Cancelled */
export async function inferJob(input: InferInput, context: JobContext): Promise<InferResult> {
  const store = await openProject(input.project);
  const trained = await openTrainedRun(store, input.run);
  const { run, dir, checkpoint, classifier } = trained;
  const split = input.videos ? 'chosen' : (input.split ?? 'test');
  const videos = chosenVideos(store, run, split, input.videos);
  let timing = await beginPredictions(dir, split, checkpoint.step);
  const source = await clipSource(store, trained.settings, run.classes);
  const done = new Set((await listPredictions(dir))[split]);
  // Labels make the clips, and may have changed.
  const left = videos.filter(({ id }) => source !== null || !done.has(id));
  if (left.length > 0) {
    const inference: Inference = { store, run, classifier, dir, split };
    const predictor = await openPredictor(store, trained, batch, context);
    const add = async (steps: number, seconds: number) => {
      timing = { ...timing, steps: timing.steps + steps, seconds: timing.seconds + seconds };
      await writeTiming(dir, split, timing);
    };
    try {
      if (source) await predictClips({ store, run, source, dir, split }, predictor, left, add, context);
      else await predictVideos(inference, predictor, left, add, context);
    } finally {
      await predictor.dispose();
    }
  }
  const steps = (await Promise.all(videos.map((video) => stepsOf(store, classifier, video)))).reduce(sum, 0);
  const stepsPerSecond = timing.seconds > 0 ? timing.steps / timing.seconds : null;
  return { run: run.id, split, videos: videos.length, steps, stepsPerSecond };
}

const sum = (a: number, b: number) => a + b;

function chosenVideos(store: ProjectStore, run: Run, split: string, ids: readonly string[] | undefined): Video[] {
  const chosen = ids ?? store.project.splits[split as SplitName];
  if (chosen.length > 0) return chosen.map((id) => store.video(id));
  throw new UserError(
    'no-videos',
    `Predicting with run ${JSON.stringify(run.id)}: there is no video in ${split}.`,
    'Choose another split, or name videos.',
  );
}

/** Rows of the video's features; 0 where there are none, which is told when they are read. */
async function stepsOf(store: ProjectStore, { set }: RunClassifier, video: Video): Promise<number> {
  return (await featureSteps(store, set, video.id)) ?? 0;
}

async function predictVideos(
  inference: Inference,
  predictor: Pick<Predictor, 'predict'>,
  videos: readonly Video[],
  add: (steps: number, seconds: number) => Promise<void>,
  context: JobContext,
): Promise<void> {
  const { store, run, classifier, dir, split } = inference;
  const lengths = await Promise.all(videos.map((video) => stepsOf(store, classifier, video)));
  const meter = new ProgressMeter(context, 'Predicting', lengths.reduce(sum, 0), 'steps');
  let before = 0;
  for (const video of videos) {
    let seconds = 0;
    const parts: VideoPrediction[] = [];
    for await (const part of predictSteps(inference, predictor, video)) {
      throwIfCancelled(context.signal);
      parts.push(asPrediction(part.predictions, part.start, run.classes.length));
      seconds += part.seconds;
      meter.update(before + part.end, video.id);
    }
    const prediction = joined(parts);
    await writePrediction(dir, split, video.id, run, prediction);
    await add(prediction.labels.length, seconds);
    before += prediction.labels.length;
  }
}

/** Predictions of a video's steps, some at a time. */
async function* predictSteps(
  { store, classifier: { set, spec } }: Inference,
  predictor: Pick<Predictor, 'predict'>,
  video: Video,
): AsyncGenerator<{ predictions: Predictions; start: number; end: number; seconds: number }> {
  const { rows, steps } = await readFeatures(store, set, video);
  for (let start = 0; start < steps; start += chunk) {
    // Lets a cancel message in: a pass blocks this thread.
    await new Promise((resolve) => setImmediate(resolve));
    const end = Math.min(steps, start + chunk);
    const windows = Array.from({ length: end - start }, (_, i) => streamingWindow(video.id, start + i, spec));
    const began = performance.now();
    const tracks = windows.map((window) => pickSteps(rows, rowSize(set), window.steps, 0));
    const predictions = await predictor.predict(windows, tracks);
    yield { predictions, start, end, seconds: (performance.now() - began) / 1000 };
  }
}

/** Predictions of the steps from `start` on, as they are stored. */
function asPrediction(
  { labels, logits, decisions, answers }: Predictions,
  start: number,
  classes: number,
): VideoPrediction {
  const scores = logits && logProbabilities(logits, classes);
  const probability = (label: number, i: number) => Math.exp((scores as Float32Array)[i * classes + label] as number);
  return {
    labels,
    scores: scores && toFloat16(scores),
    confidence: scores && Float32Array.from(labels, probability),
    features: toFloat16(decisions),
    texts: answers && answers.map(({ text, distance }, i) => ({ step: start + i, text, distance })),
  };
}

function joined(parts: readonly VideoPrediction[]): VideoPrediction {
  const all = <T>(of: (part: VideoPrediction) => T | null) => parts.flatMap((part) => of(part) ?? []);
  const texts = all((part) => part.texts).flat();
  const scores = all((part) => part.scores);
  const confidence = all((part) => part.confidence);
  return {
    labels: concatenated(
      all((part) => part.labels),
      Int32Array,
    ),
    scores: scores.length > 0 ? concatenated(scores, Uint16Array) : null,
    confidence: confidence.length > 0 ? concatenated(confidence, Float32Array) : null,
    features: concatenated(
      all((part) => part.features),
      Uint16Array,
    ),
    texts: texts.length > 0 ? texts : null,
  };
}

function concatenated<T extends Int32Array | Uint16Array | Float32Array>(
  parts: readonly T[],
  make: new (length: number) => T,
): T {
  const out = new make(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
