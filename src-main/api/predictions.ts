/**
 * Predictions of one video as the timeline shows them: decided segments, scores by range, the readout at the playhead.
 */
import type { ClassProbability, RunLane, ScoreRows, StepReadout } from '../common/contract/runs';
import { PredictedSegments } from '../common/domain/prediction';
import { classifiesSteps, type Run } from '../common/domain/run';
import { floatValues, readNpyHeader, readNpyRows } from '../data/formats/npy';
import { readRecord } from '../data/project/records';
import type { ProjectStore } from '../data/project/store';
import { foldScores, idToday, readRunToday, runToday, segmentsToday } from '../jobs/classesToday';
import {
  listPredictions,
  listRuns,
  type PredictionPaths,
  predictionPaths,
  readTexts,
  runFolder,
} from '../jobs/runFolder';

/**
 * One lane a run that says something of steps, in the order of the runs; `segments` is null
 * where it has not seen the video.
 */
export async function readLanes(store: ProjectStore, video: string): Promise<RunLane[]> {
  const runs = await runsToday(store);
  return Promise.all(runs.filter(classifiesSteps).map((run) => readLane(store, run, video)));
}

async function readLane(store: ProjectStore, run: Run, video: string): Promise<RunLane> {
  const paths = await findPredictions(store, run.id, video);
  const found = paths && (await readRecord(paths.segments, `${run.id}: ${video}.segments.json`, PredictedSegments));
  if (!paths || !found) return { run: run.id, rate: run.rate, steps: 0, hasScores: false, segments: null };
  const { rate, steps, segments } = found.record;
  return {
    run: run.id,
    rate,
    steps,
    hasScores: (await scoreShape(paths)) !== null,
    segments: segmentsToday(run.classes, segments),
  };
}

/** Probabilities of steps `[from, to)` as bytes `[steps, classes]`; null for runs without scores. */
export async function readScores(
  store: ProjectStore,
  runId: string,
  video: string,
  from: number,
  to: number,
): Promise<ScoreRows | null> {
  const run = await readRunToday(store, runId);
  const paths = await findPredictions(store, runId, video);
  const shape = paths && (await scoreShape(paths));
  if (!paths || !shape) return null;
  const start = Math.max(0, Math.min(from, shape.steps));
  const end = Math.max(start, Math.min(to, shape.steps));
  const values = await logProbabilities(paths, run, start, end);
  const { classes } = run;
  const shown = values.filter((_, at) => classes[at % classes.length]?.into === undefined);
  const bytes = Uint8Array.from(shown, (value) => Math.round(255 * Math.exp(value)));
  return {
    from: start,
    to: end,
    classIds: classes.filter(({ into }) => into === undefined).map(({ id }) => id),
    probabilities: Buffer.from(bytes.buffer).toString('base64'),
    entropy: Array.from({ length: end - start }, (_, step) => {
      const row = values.subarray(step * shape.classes, (step + 1) * shape.classes);
      return Math.round(1000 * entropyOf(row)) / 1000;
    }),
  };
}

/** Mean probabilities over the steps of a stretch, at least one step, the five greatest first. */
export async function readOpinion(
  store: ProjectStore,
  { run: id, video, start, end }: { run: string; video: string; start: number; end: number },
): Promise<ClassProbability[]> {
  const run = await readRunToday(store, id);
  const paths = await findPredictions(store, id, video);
  const shape = paths && (await scoreShape(paths));
  if (!paths || !shape) return [];
  const from = Math.max(0, Math.min(shape.steps, Math.round(start * run.rate)));
  const to = Math.min(shape.steps, Math.max(from + 1, Math.round(end * run.rate)));
  if (from >= to) return [];
  const values = await logProbabilities(paths, run, from, to);
  const means = new Float32Array(shape.classes);
  values.forEach((value, i) => {
    means[i % shape.classes]! += Math.exp(value) / (to - from);
  });
  return topFive(means, run);
}

/** What each run says of the moment `seconds` after the first frame, five most probable classes first. */
export async function readReadouts(store: ProjectStore, video: string, seconds: number): Promise<StepReadout[]> {
  const runs = await runsToday(store);
  const readouts = await Promise.all(runs.map((run) => readReadout(store, run, video, seconds)));
  return readouts.filter((readout) => readout !== null);
}

async function readReadout(store: ProjectStore, run: Run, video: string, seconds: number): Promise<StepReadout | null> {
  const paths = await findPredictions(store, run.id, video);
  const header = paths && (await readNpyHeader(paths.labels).catch(() => null));
  if (!paths || !header) return null;
  const step = Math.floor(seconds * run.rate + 1e-6);
  if (step < 0 || step >= (header.shape[0] ?? 0)) return null;
  const label = (await readNpyRows(paths.labels, step, step + 1)).data[0];
  const row = (await scoreShape(paths)) ? await logProbabilities(paths, run, step, step + 1) : null;
  const text = (await readTexts(paths)).find((line) => line.step === step);
  return {
    run: run.id,
    step,
    top: row === null ? [] : topFive(row.map(Math.exp), run),
    decided: label === undefined ? null : idToday(run.classes)(Number(label)),
    entropy: row && entropyOf(row),
    text: text?.text ?? null,
    distance: text?.distance ?? null,
  };
}

/** In nats. @param row log-probabilities; those of 0 add nothing */
function entropyOf(row: Float32Array): number {
  return row.reduce((sum, value) => (Number.isFinite(value) ? sum - value * Math.exp(value) : sum), 0);
}

function topFive(probabilities: Float32Array, run: Run): ClassProbability[] {
  return run.classes
    .flatMap(({ id, into }, index) =>
      into === undefined ? [{ classId: id, probability: probabilities[index] as number }] : [],
    )
    .sort((a, b) => b.probability - a.probability)
    .slice(0, 5);
}

async function runsToday({ dir, taxonomy }: ProjectStore): Promise<Run[]> {
  return (await listRuns(dir, () => undefined)).map((run) => runToday(run, taxonomy));
}

async function findPredictions(store: ProjectStore, runId: string, video: string): Promise<PredictionPaths | null> {
  const dir = runFolder(store.dir, runId);
  const splits = await listPredictions(dir);
  const split = Object.keys(splits).find((name) => splits[name]?.includes(video));
  return split === undefined ? null : predictionPaths(dir, split, video);
}

async function scoreShape(paths: PredictionPaths): Promise<{ steps: number; classes: number } | null> {
  const header = await readNpyHeader(paths.scores).catch(() => null);
  return header && { steps: header.shape[0] ?? 0, classes: header.shape[1] ?? 0 };
}

async function logProbabilities(paths: PredictionPaths, run: Run, from: number, to: number): Promise<Float32Array> {
  const rows = floatValues(await readNpyRows(paths.scores, from, to));
  return rows ? foldScores(run.classes, rows) : new Float32Array();
}
