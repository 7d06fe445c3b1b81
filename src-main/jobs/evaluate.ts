import { join } from 'node:path';
import { averagePrecision, type ScoreTrack } from '../analysis/metrics/averagePrecision';
import { actionsOf, Evaluation, labelsWithAmbiguous, percentOrNull, rankedSteps } from '../analysis/metrics/evaluation';
import type { Annotation } from '../common/domain/annotation';
import type { SplitName } from '../common/domain/project';
import type { Report } from '../common/domain/report';
import type { Run, RunClass } from '../common/domain/run';
import { throwIfCancelled, UserError } from '../common/errors';
import { type JobContext, ProgressMeter } from '../common/progress';
import { readNpy, readNpyHeader, readNpyRows } from '../data/formats/npy';
import { writeFileAtomic } from '../data/project/atomic';
import { frameClock } from '../data/project/clocks';
import { recordText } from '../data/project/records';
import { openProject, type ProjectStore } from '../data/project/store';
import { type StepTruth, stepTruth } from '../features/stepLabels';
import { clipSource } from './clips';
import { type Scores, scoreClips } from './evaluateClips';
import { readTiming } from './predictionFiles';
import { listPredictions, type PredictionPaths, predictionPaths, readRun, runFolder } from './runFolder';

/**
 * Scores a run's predictions on a split against the annotations and writes `reports/<split>.json`. Every video of the
 * split that has predictions is counted; steps that nobody has reviewed are not. Scores are streamed from disk.
 */
export interface EvaluateInput {
  /** The project's folder. */
  project: string;
  run: string;
  split: SplitName;
  /** Repeats the slips of the published metrics; see analysis/metrics/evaluation.ts. */
  official: boolean;
}

/** @throws UserError `no-predictions`, `nothing-reviewed`, `invalid-predictions`, or those of reading the project */
export async function evaluateJob(input: EvaluateInput, context: JobContext): Promise<Report> {
  const store = await openProject(input.project);
  const run = await readRun(store.dir, input.run);
  const videos = await predictedVideos(store, run, input, context);
  const source = run.settings && (await clipSource(store, run.settings, run.classes));
  const scores = source
    ? await scoreClips(store, run, source, input.split, videos, context)
    : await scoreSteps(store, run, input, videos, context);
  const timing = await readTiming(runFolder(store.dir, input.run), input.split);
  const report: Report = {
    version: 1,
    run: input.run,
    split: input.split,
    official: input.official,
    ...scores,
    stepsPerSecond: timing && timing.seconds > 0 ? timing.steps / timing.seconds : null,
  };
  await writeFileAtomic(join(runFolder(store.dir, input.run), 'reports', `${input.split}.json`), recordText(report));
  return report;
}

/** Scores of online detection, step by step, by segments and by points. */
async function scoreSteps(
  store: ProjectStore,
  run: Run,
  input: EvaluateInput,
  videos: readonly string[],
  context: JobContext,
): Promise<Scores> {
  const annotations = await Promise.all(videos.map((video) => store.annotation(video)));
  const classes = scoredClasses(run, store, annotations);
  const actions = actionsOf(classes);
  const evaluation = new Evaluation(actions, run.rate);
  const videoCounts: Report['videoCounts'] = [];
  const tracks: (ScoreTrack | null)[] = [];
  const meter = new ProgressMeter(context, 'Evaluating', annotations.length, 'videos');
  for (const [done, annotation] of annotations.entries()) {
    throwIfCancelled(context.signal);
    const { truth, labels, paths } = await readVideo(store, run, input.split, annotation, classes);
    const counts = evaluation.add(labelsWithAmbiguous(truth, actions), labels, truth.reviewed);
    videoCounts.push({ video: annotation.video, ...counts });
    const scored = rankedSteps(truth, actions, input.official);
    tracks.push(await scoreTrack(paths, run, truth, scored, context));
    meter.update(done + 1, annotation.video);
  }
  const labelReport = evaluation.report(input.official);
  if (labelReport.steps === 0) throw nothingReviewed(input, annotations.length);
  return {
    ...labelReport,
    videoCounts,
    ...(await rankingReport(tracks, run, classes, actions)),
    clips: 0,
    topOne: null,
    topOneClassMean: null,
  };
}

/** The videos that have predictions. */
async function predictedVideos(
  store: ProjectStore,
  run: Run,
  { run: id, split }: EvaluateInput,
  { log }: JobContext,
): Promise<string[]> {
  const predicted = (await listPredictions(runFolder(store.dir, id)))[split] ?? [];
  const known = new Set(store.videos.map((video) => video.id));
  const videos = predicted.filter((video) => known.has(video));
  if (videos.length === 0) {
    throw new UserError(
      'no-predictions',
      `Evaluating run ${JSON.stringify(id)}: it has no predictions on ${split}.`,
      `Make them with "gadw infer --run ${id} --split ${split}".`,
    );
  }
  const gone = predicted.filter((video) => !known.has(video));
  if (gone.length > 0) log(`Left out, since the project has them no more: ${gone.join(', ')}.`);
  const without = run.splits[split].filter((video) => known.has(video) && !predicted.includes(video));
  if (without.length > 0) log(`Left out, since the run has no predictions for them: ${without.join(', ')}.`);
  return videos;
}

/**
 * The run's classes, then those that it does not know but the truth has: such a step or segment can only be missed.
 * Whether a class is ambiguous is what the project says today.
 */
function scoredClasses(run: Run, store: ProjectStore, annotations: readonly Annotation[]): RunClass[] {
  const today = new Map(store.taxonomy.classes.map((entry) => [entry.id, entry]));
  const known = new Set(run.classes.map((entry) => entry.id));
  const occurring = new Set(annotations.flatMap(({ segments }) => segments.map((segment) => segment.classId)));
  const added = store.taxonomy.classes.filter(({ id }) => occurring.has(id) && !known.has(id));
  return [...run.classes, ...added].map(({ id, name, background, ambiguous }) => {
    const setAside = today.has(id) ? today.get(id)?.ambiguous : ambiguous;
    return { id, name, ...(background && { background }), ...(setAside && { ambiguous: setAside }) };
  });
}

async function readVideo(
  store: ProjectStore,
  run: Run,
  split: string,
  annotation: Annotation,
  classes: readonly RunClass[],
): Promise<{ truth: StepTruth; labels: Int32Array; paths: PredictionPaths }> {
  const paths = predictionPaths(runFolder(store.dir, run.id), split, annotation.video);
  const indexOf = new Map(classes.map((entry, index) => [entry.id, index]));
  const labels = await readLabels(paths.labels, indexOf);
  const clock = annotation.timebase === 'frames' ? await frameClock(store, store.video(annotation.video)) : null;
  const truth = stepTruth(annotation, clock, run.rate, labels.length, (classId) => indexOf.get(classId));
  return { truth, labels, paths };
}

/** Class indices `[steps]` of the class ids in a file. */
async function readLabels(path: string, indexOf: ReadonlyMap<number, number>): Promise<Int32Array> {
  const { dtype, shape, data } = await readNpy(path);
  if (dtype !== 'int32' || shape.length !== 1) {
    throw invalidPredictions(path, `found ${dtype} [${shape.join(', ')}], expected int32 [steps]`);
  }
  return data.map((classId, step) => {
    const index = indexOf.get(classId);
    if (index !== undefined) return index;
    throw invalidPredictions(path, `step ${step} has class id ${classId}, which is no class of the run`);
  });
}

/** The scores of a video, or null where the run has none. */
async function scoreTrack(
  { scores }: PredictionPaths,
  run: Run,
  { spans }: StepTruth,
  scored: Uint8Array,
  { signal }: JobContext,
): Promise<ScoreTrack | null> {
  const header = await readNpyHeader(scores).catch((error: unknown) => {
    if (error instanceof UserError && error.code === 'npy-missing') return null;
    throw error;
  });
  if (!header) return null;
  const expected = [scored.length, run.classes.length];
  if (header.dtype !== 'float16' || header.shape.join() !== expected.join()) {
    const found = `${header.dtype} [${header.shape.join(', ')}]`;
    throw invalidPredictions(scores, `found ${found}, expected float16 [${expected.join(', ')}]`);
  }
  const readRows = async (from: number, to: number): Promise<Uint16Array> => {
    throwIfCancelled(signal);
    return (await readNpyRows(scores, from, to)).data as Uint16Array;
  };
  return { spans, scored, readRows };
}

/** Average precision over the run's actions that occur; null where a video has no scores. */
async function rankingReport(
  tracks: readonly (ScoreTrack | null)[],
  run: Run,
  classes: readonly RunClass[],
  actions: Uint8Array,
): Promise<Pick<Report, 'meanAveragePrecision' | 'averagePrecision'>> {
  const withScores = tracks.filter((track) => track !== null);
  if (withScores.length < tracks.length) return { meanAveragePrecision: null, averagePrecision: [] };
  const chosen = [...run.classes.keys()].filter((index) => actions[index]);
  const values = await averagePrecision(withScores, run.classes.length, chosen);
  const found = chosen
    .map((index, i) => ({ classId: (classes[index] as RunClass).id, value: (values[i] as number) * 100 }))
    .filter(({ value }) => !Number.isNaN(value));
  const mean = found.reduce((sum, { value }) => sum + value, 0) / found.length;
  return { meanAveragePrecision: percentOrNull(mean), averagePrecision: found };
}

function invalidPredictions(path: string, what: string): UserError {
  return new UserError('invalid-predictions', `Invalid predictions ${path}: ${what}.`, 'Make the predictions again.');
}

function nothingReviewed({ run, split }: EvaluateInput, videos: number): UserError {
  return new UserError(
    'nothing-reviewed',
    `Evaluating run ${JSON.stringify(run)} on ${split}: no step of its ${videos} videos has been reviewed.`,
    'Label the videos and mark what you have looked at as reviewed.',
  );
}
