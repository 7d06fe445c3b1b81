/** What a run asks people to look at: its predictions on all videos beside what is annotated. */
import { stat } from 'node:fs/promises';
import { breather } from '../../analysis/breather';
import { diversified } from '../../analysis/suggestions/diversify';
import {
  edgeSeconds,
  type PredictedSteps,
  type StepSuggestion,
  suggestions,
} from '../../analysis/suggestions/suggestions';
import type { Annotation } from '../../common/domain/annotation';
import { overlap } from '../../common/domain/span';
import type { ReviewQueue, Suggestion } from '../../common/domain/review';
import type { Run, RunClass } from '../../common/domain/run';
import { type CallContext, ProgressMeter } from '../../common/progress';
import { float16Values } from '../../common/float16';
import { floatValues, type NpyArray, readNpy } from '../../data/formats/npy';
import { frameClock } from '../../data/project/clocks';
import { fewAtOnce } from '../../data/project/fewAtOnce';
import { readReviewLog } from '../../data/project/review';
import type { ProjectStore } from '../../data/project/store';
import { positionedSegments, type StepSpan } from '../../features/stepLabels';
import { foldScores, readRunToday } from '../classesToday';
import { readVideo, scoredClasses } from '../labelledVideos';
import { listPredictions, predictionPaths, runFolder } from '../runFolder';
import { requireOnline } from '../trainedRun';

/** @throws UserError `no-run`, `not-online`, and those of reading predictions and labels */
export async function reviewQueue(
  store: ProjectStore,
  { run: id, most }: { run: string; most: number },
  context: CallContext,
): Promise<ReviewQueue> {
  const run = await readRunToday(store, id);
  requireOnline(run, 'Making suggestions from');
  const done = (await readReviewLog(store.dir)).filter((one) => one.run === id);
  const rejected = new Set(done.flatMap(({ key, did }) => (did === 'rejected' ? [key] : [])));
  const settled = new Set(done.map(({ key }) => key));
  const predicted = await predictedVideos(store, run);
  const breathe = breather(context.signal);
  const meter = new ProgressMeter(context, 'Looking through the predictions', predicted.length, 'videos');
  let [looked, withScores] = [0, 0];
  const byVideo = await fewAtOnce(predicted, async ({ video, split }) => {
    const found = await videoSuggestions(store, run, split, video, breathe);
    const open = (found ?? []).filter(({ key }) => !rejected.has(key));
    // What comes back is open again.
    for (const { key } of open) settled.delete(key);
    if (found) withScores++;
    meter.update(++looked);
    await breathe();
    return open;
  });
  const open = byVideo.reduce((sum, own) => sum + own.length, 0);
  return {
    run: id,
    items: diversified(byVideo, most).map(({ suggestion }) => suggestion),
    settled: done.filter(({ key }) => settled.has(key)).length,
    open,
    notes: notes(run, predicted.length, withScores, open),
  };
}

async function predictedVideos(store: ProjectStore, run: Run): Promise<{ video: string; split: string }[]> {
  const there = new Set(store.videos.map(({ id }) => id));
  const splits = await listPredictions(runFolder(store.dir, run.id));
  const seen = new Map<string, string>();
  for (const [split, videos] of Object.entries(splits))
    for (const video of videos) if (there.has(video) && !seen.has(video)) seen.set(video, split);
  return [...seen].map(([video, split]) => ({ video, split })).sort((a, b) => (a.video < b.video ? -1 : 1));
}

/**
 * What was last found in a video, as long as its labels are the same object: the store reads
 * them again when they change.
 */
const known = new WeakMap<Annotation, { of: string; taxonomy: unknown; found: Suggestion[] | null }>();

/** Null where the run has no scores of the video. */
async function videoSuggestions(
  store: ProjectStore,
  run: Run,
  split: string,
  video: string,
  breathe: () => Promise<void>,
): Promise<Suggestion[] | null> {
  const annotation = await store.annotation(video);
  const { taxonomy } = store;
  const { segments } = predictionPaths(runFolder(store.dir, run.id), split, video);
  const of = `${segments} ${(await stat(segments)).mtimeMs}`;
  const last = known.get(annotation);
  if (last?.of === of && last.taxonomy === taxonomy) return last.found;
  const found = await findSuggestions(store, run, split, annotation, breathe);
  known.set(annotation, { of, taxonomy, found });
  return found;
}

async function findSuggestions(
  store: ProjectStore,
  run: Run,
  split: string,
  annotation: Annotation,
  breathe: () => Promise<void>,
): Promise<Suggestion[] | null> {
  const classes = scoredClasses(run, store, [annotation]);
  const { truth, labels, paths } = await readVideo(store, run, split, annotation, classes);
  const count = run.classes.length;
  const scores = await readNpy(paths.scores).catch(() => null);
  if (scores?.shape.join() !== `${labels.length},${count}`) return null;
  const steps: PredictedSteps = {
    rate: run.rate,
    labels,
    probability: await probabilitiesOf(scores, run.classes, breathe),
    classes: count,
    truth: truth.labels.map((index) => (index < count && !classes[index]?.ambiguous ? index : -1)),
    reviewed: truth.reviewed,
  };
  const rejected = await rejectedSteps(store, run, annotation, classes);
  const isRejected = (one: StepSuggestion) =>
    rejected.some((no) => no.classIndex === one.classIndex && 2 * overlap(no, one) > one.end - one.start);
  const found = (await suggestions(steps, breathe)).filter((one) => !isRejected(one));
  return found.map((one) => told(one, annotation.video, run.rate, classes));
}

/** The probability of every half-precision pattern as a logarithm. */
let probabilityOfHalf: Float32Array | undefined;

/** Values that are folded at a time, so that what is asked meanwhile is answered in between. */
const blockLength = 2 ** 19;

/**
 * Probabilities of log-probabilities `[steps, classes]`. They are looked up where they are asked for, since
 * most never are: of what was reviewed only those of the classes that the run and people name. Where classes
 * were merged all are computed.
 */
async function probabilitiesOf(
  scores: NpyArray,
  classes: readonly RunClass[],
  breathe: () => Promise<void>,
): Promise<PredictedSteps['probability']> {
  if (scores.dtype === 'float16' && classes.every(({ into }) => into === undefined)) {
    const patterns = scores.data;
    const ofPattern = (probabilityOfHalf ??= float16Values().map(Math.exp));
    return (at) => ofPattern[patterns[at] as number] as number;
  }
  const probabilities = new Float32Array(scores.data.length);
  const block = Math.ceil(blockLength / classes.length) * classes.length;
  for (let from = 0; from < probabilities.length; from += block) {
    const rows = { ...scores, data: scores.data.subarray(from, from + block) } as NpyArray;
    probabilities.set(foldScores(classes, floatValues(rows) ?? new Float32Array()).map(Math.exp), from);
    await breathe();
  }
  return (at) => probabilities[at] as number;
}

/** What people have put down as wrong of what the run says, in steps. */
async function rejectedSteps(
  store: ProjectStore,
  run: Run,
  annotation: Annotation,
  classes: readonly RunClass[],
): Promise<StepSpan[]> {
  const own = (annotation.rejected ?? []).filter((one) => one.run === run.id);
  if (own.length === 0) return [];
  const clock = annotation.timebase === 'frames' ? await frameClock(store, store.video(annotation.video)) : null;
  const segments = own.map((one) => ({ ...one, id: '', origin: `model:${run.id}` }));
  const indexOf = new Map(classes.map((entry, index) => [entry.id, index]));
  return positionedSegments({ ...annotation, segments }, clock, run.rate, (classId) => indexOf.get(classId));
}

function told(one: StepSuggestion, video: string, rate: number, classes: readonly RunClass[]): Suggestion {
  const { kind, start, end, score, classIndex, otherIndex } = one;
  const idOf = (index: number) => (classes[index] as RunClass).id;
  return {
    key: `${kind} ${video} ${start}-${end} ${idOf(classIndex)}${otherIndex < 0 ? '' : `/${idOf(otherIndex)}`}`,
    video,
    kind,
    span: { start: start / rate, end: end / rate },
    score,
    why: whyOf(one, (index) => (classes[index] as RunClass).name),
    classId: idOf(classIndex),
    truthClassId: kind === 'check' ? idOf(otherIndex) : null,
    beforeClassId: kind === 'boundary' ? idOf(otherIndex) : null,
  };
}

function whyOf(
  { kind, start, end, score, classIndex, otherIndex, probabilities: [first, second] }: StepSuggestion,
  nameOf: (index: number) => string,
): string {
  const [a, b] = [first.toFixed(2), second.toFixed(2)];
  if (kind === 'check') {
    return `label: “${nameOf(classIndex)}” has ${a} on average, the annotated “${nameOf(otherIndex)}” ${b}`;
  }
  if (kind === 'unsure') {
    const others = end - start > 0 && otherIndex >= 0 ? `, “${nameOf(otherIndex)}” ${b}` : '';
    return `span: entropy ${score.toFixed(2)} of 1; “${nameOf(classIndex)}” ${a}${others}`;
  }
  const name = nameOf(otherIndex === 0 ? classIndex : otherIndex);
  const change = first >= second ? 'falls' : 'rises';
  return `boundary: p of “${name}” ${change} from ${a} to ${b} within ${edgeSeconds} s`;
}

function notes(run: Run, videos: number, withScores: number, open: number): string[] {
  if (videos === 0) return [`${run.name} has predicted no video yet. Run it on the videos to look through.`];
  if (withScores === 0) return [`No scores: ${run.name} has labels only, so nothing is known of where it is unsure.`];
  const without = videos - withScores;
  return [
    ...(without > 0 ? [`Left out, since it has no scores of them: ${without} of ${videos} videos.`] : []),
    ...(open === 0
      ? ['Nothing is left to suggest: the run is sure of what nobody has looked at, and agrees with the labels.']
      : []),
  ];
}
