/**
 * What a map is made of: foreground steps or clips of a run's predictions, drawn by the seed,
 * with the states that decided.
 */
import { createHash } from 'node:crypto';
import type { Rows } from '../../analysis/embedding/nearest';
import type { LayoutSettings } from '../../common/domain/embedding';
import type { Run } from '../../common/domain/run';
import { UserError } from '../../common/errors';
import type { JobContext } from '../../common/progress';
import { Rng } from '../../common/rng';
import { floatValues, readNpy } from '../../data/formats/npy';
import type { ProjectStore } from '../../data/project/store';
import { predictionPaths, runFolder } from '../runFolder';
import { type Candidate, foreground, predictedVideos } from './candidates';

export interface LayoutPoints {
  videos: string[];
  /** `[points, 5]`; see `pointFields`. By video and time. */
  fields: Int32Array;
  /** `[points]` row of each among the predictions of its video: its step, or which of the clips it is. */
  rows: Int32Array;
  /** `[points, hidden]` */
  states: Rows;
  /** Of everything the points are made of. */
  hash: string;
}

/** @throws UserError `no-predictions`, `no-states`, `no-foreground`, `broken-states`, `clips-changed` */
export async function layoutPoints(
  store: ProjectStore,
  run: Run,
  settings: LayoutSettings,
  context: Pick<JobContext, 'signal' | 'log'>,
): Promise<LayoutPoints> {
  const { split } = settings;
  const videos = await predictedVideos(store, run, split);
  const chosen = drawn(await foreground(store, run, split, videos, context), settings);
  if (chosen.length === 0) throw noForeground(run.id, split);
  const states = await readStates(store, run, split, videos, chosen);
  const fields = Int32Array.from(
    chosen.flatMap(({ video, start, end, truth, predicted }) => [video, start, end, truth, predicted]),
  );
  const rows = Int32Array.from(chosen, ({ row }) => row);
  return { videos, fields, rows, states, hash: hashOf(settings, videos, fields, states) };
}

/** At most `perClass` of each true class. */
function drawn(candidates: readonly Candidate[], { seed, perClass }: LayoutSettings): Candidate[] {
  const byClass = new Map<number, Candidate[]>();
  for (const candidate of candidates) {
    const same = byClass.get(candidate.truth);
    if (same) same.push(candidate);
    else byClass.set(candidate.truth, [candidate]);
  }
  const chosen = [...byClass].flatMap(([id, all]) =>
    all.length <= perClass ? all : new Rng(seed, `steps of class ${id}`).shuffle(all).slice(0, perClass),
  );
  return chosen.sort((a, b) => a.video - b.video || a.row - b.row);
}

async function readStates(
  store: ProjectStore,
  run: Run,
  split: string,
  videos: readonly string[],
  chosen: readonly Candidate[],
): Promise<Rows> {
  let states: Rows | null = null;
  let open: { video: number; values: Float32Array; dim: number } = { video: -1, values: new Float32Array(), dim: 0 };
  for (const [i, { video, row }] of chosen.entries()) {
    if (open.video !== video) open = { video, ...(await videoStates(store, run, split, videos[video]!)) };
    const { values, dim } = open;
    states ??= { values: new Float32Array(chosen.length * dim), count: chosen.length, dim };
    if (dim !== states.dim || (row + 1) * dim > values.length) throw brokenStates(videos[video]!, 'another shape');
    states.values.set(values.subarray(row * dim, (row + 1) * dim), i * dim);
  }
  if (!states) throw noForeground(run.id, split);
  const bad = states.values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const { video, row } = chosen[Math.floor(bad / states.dim)]!;
    throw brokenStates(videos[video]!, `${states.values[bad]} in row ${row}`);
  }
  return states;
}

async function videoStates(
  store: ProjectStore,
  run: Run,
  split: string,
  video: string,
): Promise<{ values: Float32Array; dim: number }> {
  const { features } = predictionPaths(runFolder(store.dir, run.id), split, video);
  const array = await readNpy(features).catch((error: unknown) => {
    if (!(error instanceof UserError && error.code === 'npy-missing')) throw error;
    throw new UserError(
      'no-states',
      `Mapping the states of run ${JSON.stringify(run.id)}: its predictions of ${video} have none.`,
      'Imported predictions have labels and scores only; choose a run that was trained here.',
    );
  });
  return { values: floatValues(array) ?? new Float32Array(), dim: array.shape[1] ?? 0 };
}

function hashOf(settings: LayoutSettings, videos: readonly string[], fields: Int32Array, states: Rows): string {
  const hash = createHash('sha256').update(JSON.stringify([settings, videos, states.dim]));
  for (const { buffer, byteOffset, byteLength } of [fields, states.values]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex').slice(0, 32);
}

function noForeground(run: string, split: string): UserError {
  return new UserError(
    'no-foreground',
    `Mapping the states of run ${JSON.stringify(run)} on ${split}: nothing reviewed in its videos is an action.`,
    'Label the videos and mark what you have looked at as reviewed.',
  );
}

function brokenStates(video: string, found: string): UserError {
  return new UserError(
    'broken-states',
    `Invalid states of video ${video}: found ${found}, expected finite numbers, one row a step or clip.`,
    'Make the predictions again.',
  );
}
