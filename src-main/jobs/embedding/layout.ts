/**
 * The map of a run's states: principal components first, then t-SNE, UMAP or the first two components. Above
 * `mostLaidOut` points a sample is laid out and the others are placed into its map. The map is shown as it grows and
 * kept when it is finished; a cancelled one leaves nothing.
 */
import { checkLayout } from '../../analysis/embedding/checks';
import { alone, type Crew } from '../../analysis/embedding/crew';
import type { Rows } from '../../analysis/embedding/nearest';
import { ownNeighbours } from '../../analysis/embedding/neighbours';
import { atMedians, placed } from '../../analysis/embedding/place';
import { principalComponents, projected } from '../../analysis/embedding/principalComponents';
import { neighbourCount, Tsne } from '../../analysis/embedding/tsne';
import { Umap } from '../../analysis/embedding/umap';
import { type LayoutSettings, pointFields } from '../../common/domain/embedding';
import { taskNames, taskOf } from '../../common/domain/run';
import { throwIfCancelled } from '../../common/errors';
import { type JobContext, ProgressMeter } from '../../common/progress';
import { Rng } from '../../common/rng';
import { openProject } from '../../data/project/store';
import { layerStates } from './layerStates';
import { type Layout, readLayout, writeLayout } from './layoutFiles';
import { readRunToday } from '../classesToday';
import { type LayoutPoints, layoutPoints } from './points';

/** What is seen of a map before it is finished; the fields of its points come with the first. */
export interface UnfinishedLayout {
  iteration: number;
  iterations: number;
  /** `[points, 2]`; only the points that are laid out. */
  positions: Float32Array;
  /** `[points, 5]`; see `pointFields`. */
  fields: Int32Array;
  videos: string[];
}

export interface LayoutInput extends LayoutSettings {
  /** The project's folder. */
  project: string;
}

const components = 50;
const mostLaidOut = 20_000;
/** Below so many points t-SNE has no neighbours to speak of, and the first two components are shown. */
const leastForNeighbours = 6;
/** Fewer points are sooner done by one thread, which waits for nobody. */
const leastForThreads = 3000;
/** Numbers that tell a point. */
const width = pointFields.length;
/** Milliseconds between two views of a map that is being made. */
const showEvery = 200;

/**
 * @param show told how the map looks, several times a second
 * @throws UserError those of `layoutPoints`; Cancelled
 */
export async function layoutJob(
  input: LayoutInput,
  context: JobContext,
  threads: Crew,
  show: (view: UnfinishedLayout) => void,
): Promise<Layout> {
  const { project, ...settings } = input;
  const store = await openProject(project);
  const run = await readRunToday(store, settings.run);
  const points = await layoutPoints(store, run, settings, context);
  const known = await readLayout(store.dir, points.hash);
  if (known) return known;
  const { layer } = settings;
  const own = layer === null ? points.states : await layerStates(store, run.id, points, layer, context);
  const states = projected(own, principalComponents(own, components, settings.seed));
  const crew = states.count < leastForThreads ? alone : threads;
  const made = await laidOut(points, states, settings, context, crew, show);
  const classes = points.fields.filter((_, at) => at % width === pointFields.indexOf('truth'));
  const checks = checkLayout(states, made.positions, classes, crew);
  const layout: Layout = {
    record: {
      version: 1,
      settings,
      task: taskOf(run),
      tasks: taskNames(run),
      videos: points.videos,
      rate: run.rate,
      points: states.count,
      placed: made.placed,
      perplexity: made.perplexity,
      iterations: made.iterations,
      checks: checks && { ...checks, divergence: made.divergence },
    },
    fields: points.fields,
    positions: Float32Array.from(made.positions),
  };
  await writeLayout(store.dir, points.hash, layout);
  return layout;
}

interface Made {
  /** `[points, 2]` of all points. */
  positions: Float64Array;
  placed: number;
  perplexity: number;
  iterations: number;
  divergence: number | null;
}

async function laidOut(
  { fields, videos }: LayoutPoints,
  states: Rows,
  { method, perplexity: wanted, seed }: LayoutSettings,
  context: JobContext,
  crew: Crew,
  show: (view: UnfinishedLayout) => void,
): Promise<Made> {
  const perplexity = Math.min(wanted, (states.count - 1) / 3);
  if (method === 'PCA' || states.count < leastForNeighbours) {
    return { positions: firstTwo(states), placed: 0, perplexity, iterations: 0, divergence: null };
  }
  const sample = sampleOf(states.count, seed);
  const few = pick(states, sample);
  const map = method === 'UMAP' ? startUmap(few, perplexity, seed, crew) : startTsne(few, perplexity, crew);
  const sampleFields = new Int32Array(width * sample.length);
  sample.forEach((point, i) => sampleFields.set(fields.subarray(width * point, width * (point + 1)), width * i));
  await grow(map, context, (positions) =>
    show({ iteration: map.iteration, iterations: map.iterations, positions, fields: sampleFields, videos }),
  );
  const own = map.positions;
  const positions = new Float64Array(2 * states.count);
  scatter(own, sample, positions);
  const rest = others(sample, states.count);
  if (rest.length > 0) {
    const fresh = pick(states, rest);
    scatter(method === 'UMAP' ? atMedians(fresh, few, own, crew) : placed(fresh, few, own, crew), rest, positions);
  }
  const divergence = map instanceof Tsne ? map.divergence() : null;
  return { positions, placed: rest.length, perplexity, iterations: map.iterations, divergence };
}

function startTsne(states: Rows, perplexity: number, crew: Crew): Tsne {
  const neighbours = ownNeighbours(states, neighbourCount(states.count, perplexity), crew);
  return new Tsne(neighbours, perplexity, firstTwo(states), crew);
}

/** UMAP asks for a number of neighbours in place of a perplexity. */
function startUmap(states: Rows, perplexity: number, seed: number, crew: Crew): Umap {
  return new Umap(states, ownNeighbours(states, Math.max(2, Math.round(perplexity)), crew), seed);
}

/** Takes the map to its end, showing it now and then. */
async function grow(map: Tsne | Umap, context: JobContext, show: (positions: Float32Array) => void): Promise<void> {
  const meter = new ProgressMeter(context, 'Laying out', map.iterations, 'iterations');
  let shown = 0;
  while (map.iteration < map.iterations) {
    map.advance();
    if (performance.now() - shown < showEvery && map.iteration < map.iterations) continue;
    shown = performance.now();
    show(Float32Array.from(map.positions));
    meter.update(map.iteration);
    // Lets a cancel come in.
    await new Promise((resolve) => setImmediate(resolve));
    throwIfCancelled(context.signal);
  }
}

/** `[points, 2]` */
function firstTwo({ values, count, dim }: Rows): Float64Array {
  return Float64Array.from({ length: 2 * count }, (_, i) => (dim > (i & 1) ? values[(i >> 1) * dim + (i & 1)]! : 0));
}

/** Points that are laid out, ascending. */
function sampleOf(count: number, seed: number): Int32Array {
  const all = Array.from({ length: count }, (_, i) => i);
  if (count <= mostLaidOut) return Int32Array.from(all);
  return Int32Array.from(new Rng(seed, 'sample').shuffle(all).slice(0, mostLaidOut)).sort();
}

function others(sample: Int32Array, count: number): Int32Array {
  const taken = new Uint8Array(count);
  for (const point of sample) taken[point] = 1;
  return Int32Array.from([...taken.keys()].filter((point) => !taken[point]));
}

function pick({ values, dim }: Rows, points: Int32Array): Rows {
  const out = new Float32Array(points.length * dim);
  points.forEach((point, i) => out.set(values.subarray(point * dim, (point + 1) * dim), i * dim));
  return { values: out, count: points.length, dim };
}

function scatter(from: Float64Array, points: Int32Array, to: Float64Array): void {
  points.forEach((point, i) => to.set(from.subarray(2 * i, 2 * i + 2), 2 * point));
}
