/**
 * Features of videos: each step's frame is decoded, encoded and written as one row. Decoding and inference overlap;
 * each video is written whole when it is done, so a cancelled or broken job goes on at the first unfinished video.
 */
import { dirname, resolve } from 'node:path';
import type { FeatureSet } from '../common/domain/featureSet';
import { stepCount } from '../common/domain/featureSet';
import type { Video } from '../common/domain/video';
import { throwIfCancelled, UserError } from '../common/errors';
import { type JobContext, ProgressMeter } from '../common/progress';
import { removeAbandoned } from '../data/project/atomic';
import { frameClock } from '../data/project/clocks';
import { requireModel } from '../data/project/models';
import { openProject, type ProjectStore } from '../data/project/store';
import { encodeSteps } from '../features/encodeSteps';
import { hasFeatures, writeFeatures, writeFeatureSet } from '../features/store';
import { FrameEncoder } from '../models/vision/encoder';

export interface ExtractInput {
  /** Folder of the project. */
  project: string;
  /** Name of the feature set; made, or continued where it has the same encoder and rate. */
  set: string;
  /** Steps a second. */
  rate: number;
  /** Id of an encoder of the project. */
  encoder: string;
  /** Video ids; all that have a file where absent. */
  videos?: readonly string[] | undefined;
}

export interface ExtractResult {
  /** Videos whose features are in the set now, of those asked for. */
  videos: number;
  /** Rows written by this job. */
  steps: number;
  /** Rows written a second, decoding included; 0 where there was nothing to do. */
  stepsPerSecond: number;
}

/**
 * Extracts a feature set.
 * @throws UserError `feature-set-differs`, `videos-failed` naming each video that could not be done (the others are),
 *   those of models and projects; Cancelled
 */
export async function extractJob(input: ExtractInput, context: JobContext): Promise<ExtractResult> {
  const store = await openProject(resolve(input.project));
  const encoder = await FrameEncoder.open(await requireModel(store, input.encoder, 'encoder'), 'cpu');
  try {
    const set = await openSet(store, input, encoder);
    const videos = await chooseVideos(store, input);
    const missing: Video[] = [];
    for (const video of videos) if (!(await hasFeatures(store, set, video))) missing.push(video);
    const started = Date.now();
    const steps = await extractAll(store, set, encoder, missing, context);
    const seconds = (Date.now() - started) / 1000;
    return { videos: videos.length, steps, stepsPerSecond: steps === 0 ? 0 : steps / seconds };
  } finally {
    await encoder.dispose();
  }
}

/** The set on disk, which must have been made the same way, or a new one, which is written down with its first rows. */
async function openSet(store: ProjectStore, input: ExtractInput, encoder: FrameEncoder): Promise<FeatureSet> {
  const wanted: FeatureSet = {
    version: 1,
    name: input.set,
    dim: encoder.dim,
    tokens: encoder.tokens,
    rate: input.rate,
    encoder: encoder.name,
    encoderHash: encoder.hash,
    preprocessing: encoder.preprocessing,
  };
  await removeAbandoned(dirname(store.featurePath(input.set, 'any')));
  const found = (await store.featureSets()).find((set) => set.name === input.set);
  if (!found) return wanted;
  const same = (['rate', 'encoderHash', 'dim', 'tokens'] as const).every((field) => found[field] === wanted[field]);
  if (same) return found;
  const made = `${found.encoder} at ${found.rate} steps a second`;
  const asked = `${wanted.encoder} at ${wanted.rate}`;
  throw new UserError(
    'feature-set-differs',
    `The feature set "${input.set}" was made with ${made}; asked for was ${asked}${made.startsWith(asked) ? ', of another file or another description' : ''}.`,
    'Choose another name for the new set.',
  );
}

async function chooseVideos(store: ProjectStore, { videos }: ExtractInput): Promise<Video[]> {
  const chosen = videos ? videos.map((id) => store.video(id)) : store.videos.filter((video) => video.path !== null);
  if (chosen.length > 0) return chosen;
  throw new UserError('no-videos', 'Extracting features: the project has no video file.', 'Import videos first.');
}

/** @returns rows written */
async function extractAll(
  store: ProjectStore,
  set: FeatureSet,
  encoder: FrameEncoder,
  videos: readonly Video[],
  context: JobContext,
): Promise<number> {
  const lengths = videos.map((video) => stepCount(video.duration, set.rate));
  const total = lengths.reduce((sum, steps) => sum + steps, 0);
  const meter = new ProgressMeter(context, 'Extracting features', total, 'steps');
  const failures: string[] = [];
  let done = 0;
  let written = 0;
  for (const [i, video] of videos.entries()) {
    const before = done;
    try {
      const rows = await extractVideo(store, set, encoder, video, context, (steps) =>
        meter.update(before + Math.min(steps, lengths[i]!), video.id),
      );
      if (written === 0) await writeFeatureSet(store, set);
      await writeFeatures(store, set, video.id, rows);
      written += lengths[i]!;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failures.push(error.message);
      context.log(`${video.id}: ${error.message}`);
    }
    done += lengths[i]!;
    meter.update(done, video.id);
  }
  if (failures.length > 0) throw videosFailed(failures, videos.length);
  return written;
}

async function extractVideo(
  store: ProjectStore,
  set: FeatureSet,
  encoder: FrameEncoder,
  video: Video,
  context: JobContext,
  onSteps: (done: number) => void,
): Promise<Float32Array> {
  throwIfCancelled(context.signal);
  const path = store.resolveVideoPath(video);
  const clock = await frameClock(store, video);
  if (path === null) throw new Error('a clock without a file');
  if (stepCount(clock.end - (clock.times[0] ?? 0), set.rate) !== stepCount(video.duration, set.rate)) {
    throw new UserError(
      'video-changed',
      `Video "${video.id}" has changed: its file holds ${clock.times.length} frames, the project knows ${video.frames}.`,
      'Locate the original file, or import the video again.',
    );
  }
  const { rows, gaps } = await encodeSteps(path, clock, set.rate, encoder, (steps) => {
    throwIfCancelled(context.signal);
    onSteps(steps);
  });
  for (const { start, end } of gaps) {
    context.log(`${video.id}: frames ${start} to ${end - 1} could not be decoded; the picture before them stands in.`);
  }
  return rows;
}

function videosFailed(failures: readonly string[], asked: number): UserError {
  const listed = failures.slice(0, 5).join(' ');
  const more = failures.length > 5 ? ` And ${failures.length - 5} more, see the log.` : '';
  return new UserError(
    'videos-failed',
    `${failures.length} of ${asked} videos could not be extracted. ${listed}${more}`,
    'Mend or remove these videos and extract again: finished ones are kept.',
  );
}
