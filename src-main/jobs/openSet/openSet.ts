import { join } from 'node:path';
import { type ClassMeans, FeatureSums, nearestMean } from '../../analysis/classMeans';
import { drawMeans, FewShotTrial, meanOf } from '../../analysis/fewShot';
import { percentOrNull } from '../../analysis/metrics/evaluation';
import { OpenSetReport } from '../../common/domain/openSet';
import type { SplitName } from '../../common/domain/project';
import type { ActionClass } from '../../common/domain/taxonomy';
import { throwIfCancelled, UserError } from '../../common/errors';
import { type JobContext, ProgressMeter } from '../../common/progress';
import { Rng } from '../../common/rng';
import { writeFileAtomic } from '../../data/project/atomic';
import { recordText } from '../../data/project/records';
import { openProject, type ProjectStore } from '../../data/project/store';
import { runToday } from '../classesToday';
import { inferJob } from '../infer';
import { listPredictions } from '../runFolder';
import { ScoredNow } from '../scored';
import { openTrainedRun, requireOnline, type TrainedRun } from '../trainedRun';
import { type DecidedVideo, readDecided } from './decidedVideos';
import { TextLikelihoods } from './likelihoods';
import { headOf, ScoreTable } from './scoreTable';

/**
 * How a run meets classes that it does not know, measured on those that were held out of its training: scores
 * that should tell their steps from known ones, naming them from a few examples, and naming them by the
 * likelihood of their texts. The decision features of the training split stand for the known classes; they are
 * predicted first where they are missing.
 */
export interface OpenSetInput {
  /** The project's folder. */
  project: string;
  run: string;
  split: SplitName;
}

/** Examples a new class, and draws of them. */
const examples = [1, 5, 10] as const;
const draws = 5;
/** Training steps that are enough for a covariance; more are thinned. */
const stepsEnough = 20_000;
/** Share of the mean variance in the covariance. */
const shrinkage = 0.01;

/** @throws UserError `nothing-unknown`, `not-online`, those of `inferJob` and `openTrainedRun`; Cancelled */
export async function openSetJob(input: OpenSetInput, context: JobContext): Promise<OpenSetReport> {
  const store = await openProject(input.project);
  const trained = await openTrainedRun(store, input.run);
  requireOnline(trained.run, 'Measuring unknown classes with');
  const unknown = unknownClasses(store, trained);
  if (unknown.length === 0) throw nothingUnknown(input);
  await inferJob({ ...input, split: 'train' }, context);
  const { means, pool } = await knownMeans(store, trained, unknown, context);
  await inferJob(input, context);
  const trials = examples.map((k) => drawTrials(pool, k, input.run));
  const likelihoods = await TextLikelihoods.open(store, trained, unknown, context);
  try {
    const scores = new ScoreTable(trained.run.classes, means, await headOf(trained));
    const meter = new ProgressMeter(context, 'Meeting the unknown', store.project.splits[input.split].length, 'videos');
    for (const [done, id] of store.project.splits[input.split].entries()) {
      throwIfCancelled(context.signal);
      const video = await readVideo(store, trained, input.split, id);
      scores.add(video);
      if (likelihoods) await addLikelihoods(scores, likelihoods, video, context);
      addTrials(trials, video, means, (label) => label < trained.run.classes.length || pool.has(label));
      meter.update(done + 1, id);
    }
    if (scores.steps.unknown === 0) throw nothingUnknown(input);
    const predicted = (await listPredictions(trained.dir))[input.split] ?? [];
    const report = OpenSetReport.parse({
      version: 1,
      run: input.run,
      split: input.split,
      scored: await new ScoredNow(store).of({ ...input, predicted }, store.project.splits.train),
      unknown: unknown.filter((_, i) => scores.met.has(trained.run.classes.length + i)).map(({ name }) => name),
      steps: scores.steps,
      scores: scores.separations(),
      fewShot: trials.map((drawn, i) => fewShotRow(examples[i] as number, drawn)),
      zeroShot: likelihoods && scores.zeroShot(),
    });
    await writeFileAtomic(join(trained.dir, 'open-set', `${input.split}.json`), recordText(report));
    return report;
  } finally {
    await likelihoods?.dispose();
  }
}

/** Classes of the project that the run does not know, in the order of `indicesWithUnknown`. */
function unknownClasses(store: ProjectStore, { run }: TrainedRun): ActionClass[] {
  const known = new Set(runToday(run, store.taxonomy).classes.map(({ id }) => id));
  return store.taxonomy.classes.filter(({ id }) => !known.has(id));
}

function readVideo(store: ProjectStore, { run, dir }: TrainedRun, split: SplitName, id: string): Promise<DecidedVideo> {
  return readDecided(store, { dir, rate: run.rate, classes: runToday(run, store.taxonomy).classes }, split, id);
}

interface KnownMeans {
  means: ClassMeans;
  /** By unknown class: the whitened mean of each of its segments in the training split. */
  pool: Map<number, Float64Array[]>;
}

async function knownMeans(
  store: ProjectStore,
  trained: TrainedRun,
  unknown: readonly ActionClass[],
  context: JobContext,
): Promise<KnownMeans> {
  const { train } = store.project.splits;
  const classes = trained.run.classes.length;
  const { hiddenSize } = trained.classifier.checkpoint.config;
  const sums = new FeatureSums(hiddenSize);
  const segments: { key: number; mean: Float64Array }[] = [];
  const meter = new ProgressMeter(context, 'Averaging classes', train.length, 'videos');
  let every = 1;
  for (const [done, id] of train.entries()) {
    throwIfCancelled(context.signal);
    const { labels, features, unknown: spans } = await readVideo(store, trained, 'train', id);
    if (done === 0) every = Math.max(1, Math.round((labels.length * train.length) / stepsEnough));
    const row = (step: number) => features.subarray(step * hiddenSize, (step + 1) * hiddenSize);
    for (let step = 0; step < labels.length; step += every) {
      const label = labels[step] as number;
      if (label >= 0 && label < classes) sums.add(label, row(step));
    }
    for (const { start, end, classIndex } of spans) {
      const rows = Array.from({ length: end - start }, (_, i) => Float64Array.from(row(start + i)));
      segments.push({ key: classIndex, mean: meanOf(rows) });
    }
    meter.update(done + 1, id);
  }
  const means = sums.finish(shrinkage);
  const pool = new Map<number, Float64Array[]>(unknown.map((_, i) => [classes + i, []]));
  for (const { key, mean } of segments) pool.get(key)?.push(means.whiten(mean));
  for (const [key, found] of pool) if (found.length === 0) pool.delete(key);
  return { means, pool };
}

/** One trial a draw; null where a class has fewer examples, or none has any. */
function drawTrials(pool: KnownMeans['pool'], k: number, run: string): FewShotTrial[] | null {
  const drawn = Array.from({ length: draws }, (_, draw) => drawMeans(pool, k, new Rng(draw, `${k} examples ${run}`)));
  const added = drawn.filter((means) => means !== null);
  return pool.size === 0 || added.length < draws ? null : added.map((means) => new FewShotTrial(means));
}

/** @param isCounted whether a class is known, by training or by examples */
function addTrials(
  trials: readonly (readonly FewShotTrial[] | null)[],
  { labels, features }: DecidedVideo,
  means: ClassMeans,
  isCounted: (label: number) => boolean,
): void {
  const all = trials.flatMap((drawn) => drawn ?? []);
  const dim = features.length / labels.length;
  labels.forEach((label, step) => {
    if (label <= 0 || !isCounted(label)) return;
    const row = means.whiten(features.subarray(step * dim, (step + 1) * dim));
    const nearest = nearestMean(row, means.classes);
    for (const trial of all) trial.add(row, label, nearest);
  });
}

async function addLikelihoods(
  scores: ScoreTable,
  likelihoods: TextLikelihoods,
  { id, labels }: DecidedVideo,
  { signal }: JobContext,
): Promise<void> {
  for await (const { start, rows } of likelihoods.of(id)) {
    // Lets a cancel message in: a pass blocks this thread.
    await new Promise((resolve) => setImmediate(resolve));
    throwIfCancelled(signal);
    rows.forEach((row, i) => scores.addLikelihoods(labels[start + i] as number, row));
  }
}

function fewShotRow(k: number, trials: readonly FewShotTrial[] | null): OpenSetReport['fewShot'][number] {
  const drawn = trials?.map((trial) => trial.accuracy()) ?? [];
  return {
    examples: k,
    amongNew: overDraws(drawn.map((one) => one.amongNew)),
    amongAll: overDraws(drawn.map((one) => one.amongAll)),
    known: overDraws(drawn.map((one) => one.known)),
  };
}

/** Mean and the sample's deviation, in percent. */
function overDraws(shares: readonly number[]): { mean: number; deviation: number } | null {
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  if (percentOrNull(mean) === null) return null;
  const squares = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0);
  return { mean: 100 * mean, deviation: 100 * Math.sqrt(squares / (shares.length - 1)) };
}

function nothingUnknown({ run, split }: OpenSetInput): UserError {
  return new UserError(
    'nothing-unknown',
    `Measuring how run ${JSON.stringify(run)} meets unknown classes: every class in ${split} is known to it.`,
    'Train a run that classes are held out of ("gadw train --held-out").',
  );
}
