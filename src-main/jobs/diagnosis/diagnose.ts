import { videoDraws } from '../../analysis/bootstrap';
import { ErrorCosts } from '../../analysis/diagnosis/costs';
import { listErrors } from '../../analysis/diagnosis/eventList';
import { codeOf } from '../../analysis/diagnosis/events';
import { sensitivity, type TruthFacts } from '../../analysis/diagnosis/sensitivity';
import { actionsOf, segmentThresholds } from '../../analysis/metrics/evaluation';
import {
  type DiagnosisReport,
  type DiagnosisThresholds,
  type ErrorEvents,
  errorKinds,
} from '../../common/domain/diagnosis';
import type { Annotation } from '../../common/domain/annotation';
import type { Run, RunClass } from '../../common/domain/run';
import type { Video } from '../../common/domain/video';
import { throwIfCancelled, UserError } from '../../common/errors';
import type { JobContext } from '../../common/progress';
import type { ProjectStore } from '../../data/project/store';
import { scoredClasses } from '../labelledVideos';
import { listPredictions, runFolder } from '../runFolder';
import { requireOnline } from '../trainedRun';
import { EventColumns } from './eventColumns';
import { type JudgedVideo, judgeVideo } from './judge';
import { readRunToday } from '../classesToday';
import { SecondOpinion } from './secondRun';

/**
 * Why a run errs on a split: every error as a row of columns, and their sums. Every video of the split that has
 * predictions is looked at, one after another; nothing is written.
 */
export interface DiagnoseRequest {
  run: string;
  /** A split, or `chosen`. */
  split: string;
  /** A second run whose verdict on the same moments is told; null: none. */
  against: string | null;
  /** Only videos that the second run has seen too. */
  sharedOnly: boolean;
  thresholds: DiagnosisThresholds;
}

export interface Diagnosed {
  report: DiagnosisReport;
  events: ErrorEvents;
  /** Every true segment, and what tells who is filmed. */
  facts: TruthFacts[];
  filmed: 'participant' | 'video';
}

/**
 * @throws UserError `no-run`, `not-online`, `no-predictions`, or those of reading
 * predictions and annotations; Cancelled
 */
export async function diagnoseRun(
  store: ProjectStore,
  { run: id, split, against, sharedOnly, thresholds }: DiagnoseRequest,
  { signal }: Pick<JobContext, 'signal'>,
): Promise<Diagnosed> {
  const run = await readOnlineRun(store, id);
  const { videos: own, notes } = await videosOf(store, run, split);
  const second = against === null ? null : await openSecond(store, against);
  const shared = second ? own.filter(({ id: video }) => second.splitOf.has(video)) : own;
  if (second && shared.length < own.length) {
    notes.push(`${second.run.name} has seen ${shared.length} of the ${own.length} videos.`);
  }
  const videos = sharedOnly ? shared : own;
  const annotations = await Promise.all(videos.map((video) => store.annotation(video.id)));
  const classes = scoredClasses(run, store, annotations);
  const costs = new ErrorCosts(actionsOf(classes));
  const columns = new EventColumns(run, classes, second !== null);
  const facts: TruthFacts[] = [];
  const frequency = await trainingSegments(store, run);
  const participants = videos.every(({ participant }) => participant !== undefined);
  let predictions = 0;
  for (const [i, video] of videos.entries()) {
    throwIfCancelled(signal);
    const judged = await judgeVideo(store, run, split, annotations[i]!, classes, thresholds);
    costs.add(judged.truth, judged.prediction, judged.diagnosis);
    predictions += judged.prediction.count;
    const who = (participants && video.participant) || video.id;
    for (const fact of truthFacts(judged, run, classes, frequency)) facts.push({ ...fact, video: i, filmed: who });
    const opinion = second && (await secondOpinion(store, second, annotations[i]!, thresholds));
    await columns.add(video.id, judged, opinion, listErrors(judged.diagnosis), signal);
  }
  const events = columns.events();
  if (facts.length + predictions === 0) notes.push('What has been reviewed holds no segment, true or predicted.');
  const filmed = participants ? 'participant' : 'video';
  const draws = videoDraws(videos.length);
  const scores = costs.scores(draws);
  const report: DiagnosisReport = {
    version: 1,
    run: id,
    split,
    thresholds,
    videos: videos.length,
    truths: facts.length,
    predictions,
    correct: facts.filter(({ verdict }) => verdict === codeOf.correct).length,
    scores: segmentThresholds.map((iou, t) => ({ iou, score: scores[t] ?? null })),
    kinds: errorKinds.map((kind) => ({
      kind,
      events: events.kind.filter((code) => code === codeOf[kind]).length,
      truths: facts.filter(({ verdict }) => verdict === codeOf[kind]).length,
      predictions: columns.predictions[codeOf[kind]] ?? 0,
      costs: costs.costs(kind, draws),
    })),
    sensitivity: sensitivity(facts, filmed, draws),
    notes,
  };
  return { events, facts, filmed, report };
}

async function readOnlineRun(store: ProjectStore, id: string): Promise<Run> {
  const run = await readRunToday(store, id);
  requireOnline(run, 'Diagnosing');
  return run;
}

async function videosOf(store: ProjectStore, run: Run, split: string): Promise<{ videos: Video[]; notes: string[] }> {
  const predicted = new Set((await listPredictions(runFolder(store.dir, run.id)))[split]);
  const videos = store.videos.filter(({ id }) => predicted.has(id));
  if (videos.length === 0) {
    throw new UserError(
      'no-predictions',
      `Diagnosing run ${JSON.stringify(run.id)}: it has no predictions on ${split}.`,
      `Make them with "gadw infer --run ${run.id} --split ${split}".`,
    );
  }
  const gone = predicted.size - videos.length;
  const notes =
    gone > 0 ? [`${gone} of the ${predicted.size} predicted videos left out: the project has them no more.`] : [];
  return { videos, notes };
}

interface SecondRun {
  run: Run;
  /** The split whose predictions hold a video. */
  splitOf: ReadonlyMap<string, string>;
}

async function openSecond(store: ProjectStore, id: string): Promise<SecondRun> {
  const run = await readOnlineRun(store, id);
  const splitOf = new Map<string, string>();
  for (const [split, predicted] of Object.entries(await listPredictions(runFolder(store.dir, id)))) {
    for (const video of predicted) splitOf.set(video, split);
  }
  return { run, splitOf };
}

/** Null where the second run has not seen the video. */
async function secondOpinion(
  store: ProjectStore,
  { run, splitOf }: SecondRun,
  annotation: Annotation,
  thresholds: DiagnosisThresholds,
): Promise<SecondOpinion | null> {
  const split = splitOf.get(annotation.video);
  if (split === undefined) return null;
  const classes = scoredClasses(run, store, [annotation]);
  return new SecondOpinion(await judgeVideo(store, run, split, annotation, classes, thresholds), classes, run.rate);
}

/**
 * Segments of each class id in the videos that the run was trained on; of the project's
 * training split for imported runs.
 */
async function trainingSegments(store: ProjectStore, run: Run): Promise<ReadonlyMap<number, number>> {
  const known = new Set(store.videos.map(({ id }) => id));
  const trained = run.splits.train.length > 0 ? run.splits.train : store.project.splits.train;
  const counts = new Map<number, number>();
  for (const id of trained.filter((video) => known.has(video))) {
    for (const { classId } of (await store.annotation(id)).segments)
      counts.set(classId, (counts.get(classId) ?? 0) + 1);
  }
  return counts;
}

function truthFacts(
  { truth, diagnosis, labels }: JudgedVideo,
  { rate }: Run,
  classes: readonly RunClass[],
  frequency: ReadonlyMap<number, number>,
): Omit<TruthFacts, 'video' | 'filmed'>[] {
  const instances = new Map<number, number>();
  for (const classIndex of truth.classes) instances.set(classIndex, (instances.get(classIndex) ?? 0) + 1);
  return Array.from(truth.classes, (classIndex, t) => {
    const [start, end] = [truth.starts[t] as number, truth.ends[t] as number];
    const { id: classId } = classes[classIndex] as RunClass;
    return {
      classId,
      verdict: diagnosis.truths[t] as number,
      seconds: (end - start) / rate,
      position: (start + end) / 2 / labels.length,
      trainingSegments: frequency.get(classId) ?? 0,
      instances: instances.get(classIndex) as number,
    };
  });
}
