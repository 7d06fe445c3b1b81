/** Predictions of one video as the timeline shows them: decided segments, scores by range, the readout at the playhead. */
import type { RunLane, ScoreRows, StepReadout } from '../common/contract/runs';
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

/** One lane a run that says something of steps, in the order of the runs; `segments` is null where it has not seen the video. */
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
  };
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
    top: row === null ? [] : topFive(row, run),
    decided: label === undefined ? null : idToday(run.classes)(Number(label)),
    entropy:
      row === null
        ? null
        : -row.reduce((sum, value) => sum + (Number.isFinite(value) ? value * Math.exp(value) : 0), 0),
    text: text?.text ?? null,
    distance: text?.distance ?? null,
  };
}

function topFive(row: Float32Array, run: Run): StepReadout['top'] {
  return run.classes
    .flatMap(({ id, into }, index) =>
      into === undefined ? [{ classId: id, probability: Math.exp(row[index] as number) }] : [],
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
