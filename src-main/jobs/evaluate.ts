import { join } from 'node:path';
import { averagePrecision, type ScoreTrack } from '../analysis/metrics/averagePrecision';
import { actionsOf, Evaluation, labelsWithAmbiguous, percentOrNull, rankedSteps } from '../analysis/metrics/evaluation';
import type { SplitName } from '../common/domain/project';
import type { Report } from '../common/domain/report';
import type { Run, RunClass } from '../common/domain/run';
import { throwIfCancelled, UserError } from '../common/errors';
import { type JobContext, ProgressMeter } from '../common/progress';
import { writeFileAtomic } from '../data/project/atomic';
import { recordText } from '../data/project/records';
import { openProject, type ProjectStore } from '../data/project/store';
import { clipSource } from './clips';
import { type Scores, scoreClips } from './evaluateClips';
import { readVideo, scoredClasses, scoreTrack } from './labelledVideos';
import { readTiming } from './predictionFiles';
import { readRunToday } from './classesToday';
import { listPredictions, runFolder } from './runFolder';
import { ScoredNow } from './scored';

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
  const run = await readRunToday(store, input.run);
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
    scored: await new ScoredNow(store).of({ ...input, predicted: videos }),
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

function nothingReviewed({ run, split }: EvaluateInput, videos: number): UserError {
  return new UserError(
    'nothing-reviewed',
    `Evaluating run ${JSON.stringify(run)} on ${split}: nothing of its ${videos === 1 ? 'video' : `${videos} videos`} has been reviewed.`,
    'Label the videos and mark what you have looked at as reviewed.',
  );
}
