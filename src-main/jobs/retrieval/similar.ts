import type { Moment } from '../../common/contract/retrieval';
import type { Run } from '../../common/domain/run';
import { UserError } from '../../common/errors';
import type { ProjectStore } from '../../data/project/store';
import { alignmentGradient, type AlignmentKernel, logSimilarity } from '../../gad/alignment/alignment';
import { bandwidth, kernelCosts, type Sequence } from '../../gad/alignment/localKernel';
import { rowProducts, unitRows } from '../../gad/cosine';
import { type PredictionPaths } from '../runFolder';
import { readRunToday } from '../classesToday';
import { labelProbability, peaks, type PredictedVideo, predictedVideos, readPredicted } from './predicted';

/**
 * Moments like one moment, among all that a run has predicted (retrieval of Sugar, NeurIPS 2024). First the steps whose
 * deciding states are nearest, by cosine, to the mean of the moment's; then the steps around each of these are aligned
 * with the steps around the moment by the global alignment kernel of their deciding states. What is found is the step
 * that the alignments put beside the middle of the moment. (Visual features as a second embedding made it worse on the
 * demo, where every picture is of the same kitchen.)
 */
export interface SimilarRequest {
  run: string;
  video: string;
  /** Seconds from the first frame; one moment where they are equal. */
  start: number;
  end: number;
  /** Moments at most. */
  count: number;
  /** Videos that are looked through; absent: all that the run has predicted. */
  among?: ReadonlySet<string>;
}

/** Steps around a moment are compared for at least so many seconds at either side, and for at most so many steps. */
const [leastReach, mostReach] = [2, 32];
/** Candidates that are aligned for each moment that is wanted. */
const candidatesEach = 5;

/**
 * @returns the most similar first, none overlapping another or the moment asked for
 * @throws UserError `no-predictions`, `not-predicted`, `no-states`, `no-such-moment`, and those of reading the run
 */
export async function similarMoments(store: ProjectStore, request: SimilarRequest): Promise<Moment[]> {
  const run = await readRunToday(store, request.run);
  const videos = await predictedVideos(store, run);
  const own = await ownVideo(run, request.video, videos);
  const [first, last] = [stepAt(request.start, run, own), stepAt(request.end, run, own)];
  const query: Place = { video: own, step: (first + last) >> 1 };
  const reach = Math.min(mostReach, Math.max(Math.ceil(leastReach * run.rate), Math.ceil((last - first) / 2)));
  const wanted = meanState(own.states, first, last);
  const searched = new Map([...videos].filter(([id]) => request.among?.has(id) ?? true));
  const candidates = await nearest(run, searched, query, wanted, reach, candidatesEach * request.count);
  return align(run, query, candidates, reach)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, request.count);
}

type WithStates = PredictedVideo & { states: Sequence };

interface Place {
  video: WithStates;
  step: number;
}

async function ownVideo(run: Run, id: string, videos: ReadonlyMap<string, PredictionPaths>): Promise<WithStates> {
  const paths = videos.get(id);
  if (!paths) {
    throw new UserError(
      'not-predicted',
      `Searching with run ${JSON.stringify(run.id)}: it has not predicted video ${JSON.stringify(id)}.`,
      'Run the model on this video first, or choose another run.',
    );
  }
  const { states, ...video } = await readPredicted(run, id, paths);
  if (states) return { ...video, states };
  throw new UserError(
    'no-states',
    `Searching with run ${JSON.stringify(run.id)}: its predictions were imported, without the states that decided.`,
    'Choose a run that was trained here.',
  );
}

/** @throws UserError `no-such-moment` */
function stepAt(seconds: number, { rate }: Run, { id, labels }: PredictedVideo): number {
  const step = Math.floor(seconds * rate + 1e-6);
  // A segment may end where the video does.
  if (step >= 0 && step <= labels.length) return Math.min(step, labels.length - 1);
  throw new UserError(
    'no-such-moment',
    `Video ${JSON.stringify(id)} has no moment ${seconds} s; its predictions end at ${labels.length / rate} s.`,
    'Choose a moment inside the video.',
  );
}

/** Direction of the mean of the states of steps `first` to `last`, each as a direction. */
function meanState({ rows, dim }: Sequence, first: number, last: number): Float32Array {
  const sum = new Float32Array(dim);
  unitRows(rows.subarray(first * dim, (last + 1) * dim), dim).forEach((value, at) => {
    sum[at % dim]! += value;
  });
  return unitRows(sum, dim);
}

/** Steps whose states are nearest to the wanted direction, a video in memory at a time but for those chosen. */
async function nearest(
  run: Run,
  videos: ReadonlyMap<string, PredictionPaths>,
  query: Place,
  wanted: Float32Array,
  apart: number,
  count: number,
): Promise<Place[]> {
  let best: (Place & { cosine: number })[] = [];
  for (const [id, paths] of videos) {
    const isOwn = id === query.video.id;
    const { states, ...others } = isOwn ? query.video : await readPredicted(run, id, paths);
    if (!states) continue;
    const cosines = rowProducts(wanted, unitRows(states.rows, states.dim));
    const steps = peaks(cosines, count, apart, isOwn ? [query.step] : []);
    const video = { ...others, states };
    best = [...best, ...steps.map((step) => ({ video, step, cosine: cosines[step] as number }))]
      .sort((a, b) => b.cosine - a.cosine)
      .slice(0, count);
  }
  return best;
}

function align(run: Run, query: Place, candidates: readonly Place[], reach: number): Moment[] {
  const asked = surroundings(query, reach);
  const all = candidates.map((place) => surroundings(place, reach));
  const sigma = bandwidth([asked, ...all].map(({ states }) => states));
  const kernel: AlignmentKernel = { embeddings: [{ bandwidth: sigma, weight: 1 }], combine: 'product', smoothing: 1 };
  return candidates.map(({ video }, i) => {
    const { states, first } = all[i] as Surroundings;
    const shares = alignmentGradient(kernelCosts([asked.states], [states], kernel), kernel.smoothing);
    const middle = (query.step - asked.first) * shares.columns;
    const beside = shares.values.subarray(middle, middle + shares.columns);
    const step = first + beside.indexOf(Math.max(...beside));
    return {
      video: video.id,
      seconds: (step + 0.5) / run.rate,
      similarity: Math.exp(logSimilarity([asked.states], [states], kernel)),
      classId: video.labels[step] as number,
      probability: labelProbability(run, video, step),
    };
  });
}

/** States of some steps, as directions. */
interface Surroundings {
  states: Sequence;
  first: number;
}

/** The steps around a place, `reach` at either side as far as the video goes. */
function surroundings({ video: { states, labels }, step }: Place, reach: number): Surroundings {
  const { rows, dim } = states;
  const first = Math.max(0, step - reach);
  const end = Math.min(labels.length, step + reach + 1);
  return { states: { rows: unitRows(rows.subarray(first * dim, end * dim), dim), dim }, first };
}
