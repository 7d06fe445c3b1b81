import { rowSize } from '../common/domain/featureSet';
import { type PredictedClip, PredictedClips } from '../common/domain/prediction';
import type { Run } from '../common/domain/run';
import type { Video } from '../common/domain/video';
import type { Window } from '../common/domain/window';
import { throwIfCancelled } from '../common/errors';
import { toFloat16 } from '../common/float16';
import { type JobContext, ProgressMeter } from '../common/progress';
import { writeNpy } from '../data/formats/npy';
import { writeFileAtomic } from '../data/project/atomic';
import { recordText } from '../data/project/records';
import type { ProjectStore } from '../data/project/store';
import { readFeatures } from '../features/store';
import { logProbabilities } from '../gad/decode';
import type { Predictions, Predictor } from '../gad/predictor';
import { type ClipSource, videoClips } from './clips';
import { predictionPaths } from './runFolder';
import { pickSteps } from './trainingVideos';

/**
 * Predictions of an offline task: of each video `<video>.clips.json` (`PredictedClips`), and in the same order of clips
 * the log-probabilities `<video>.scores.npy` `[clips, classes]` and deciding states `<video>.features.npy`
 * `[clips, hidden]`, both float16. The clips are those of the video's labels at the time.
 */
export interface ClipInference {
  store: ProjectStore;
  run: Run;
  source: ClipSource;
  /** The run's folder, and the folder below its predictions. */
  dir: string;
  split: string;
}

/** @param add told after each video how many clips took how many seconds */
export async function predictClips(
  inference: ClipInference,
  predictor: Pick<Predictor, 'predict'>,
  videos: readonly Video[],
  add: (clips: number, seconds: number) => Promise<void>,
  context: JobContext,
): Promise<void> {
  const { store, source } = inference;
  const meter = new ProgressMeter(context, 'Predicting', videos.length, 'videos');
  for (const [done, video] of videos.entries()) {
    throwIfCancelled(context.signal);
    // Lets a cancel message in: a pass blocks this thread.
    await new Promise((resolve) => setImmediate(resolve));
    const { rows, steps } = await readFeatures(store, source.set, video);
    const windows = await videoClips(store, source, video, steps);
    const tracks = windows.map((window) => pickSteps(rows, rowSize(source.set), window.steps, 0));
    const began = performance.now();
    const predictions = windows.length > 0 ? await predictor.predict(windows, tracks) : null;
    await writeClips(inference, video.id, windows, predictions);
    await add(windows.length, (performance.now() - began) / 1000);
    meter.update(done + 1, video.id);
  }
}

/** Writes the clips of a video, their record last, so that a video that has it is complete. */
async function writeClips(
  { run, dir, split }: ClipInference,
  video: string,
  windows: readonly Window[],
  predictions: Predictions | null,
): Promise<void> {
  const paths = predictionPaths(dir, split, video);
  const classes = run.classes.length;
  const scores = predictions?.logits && logProbabilities(predictions.logits, classes);
  const shape = (values: Float32Array) => [windows.length, values.length / windows.length];
  if (scores) await writeNpy(paths.scores, { dtype: 'float16', shape: shape(scores), data: toFloat16(scores) });
  if (predictions) {
    const { decisions } = predictions;
    await writeNpy(paths.features, { dtype: 'float16', shape: shape(decisions), data: toFloat16(decisions) });
  }
  const clips = windows.map(({ steps }, i): PredictedClip => {
    const label = predictions?.labels[i] as number;
    const answer = predictions?.answers?.[i];
    return {
      start: steps[0] as number,
      end: (steps[steps.length - 1] as number) + 1,
      classId: run.classes[label]?.id as number,
      confidence: scores ? Math.exp(scores[i * classes + label] as number) : null,
      ...(answer && { text: answer.text }),
    };
  });
  await writeFileAtomic(paths.clips, recordText(PredictedClips.parse({ version: 1, video, rate: run.rate, clips })));
}
