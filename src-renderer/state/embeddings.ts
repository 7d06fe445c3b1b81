/** Maps of states as the program makes them, by run: while they grow, and when they are finished. */
import { create } from 'zustand';
import type { GrowingLayout, PackedLayout } from '../../src-main/common/contract/embeddings';
import { type LayoutRecord, type LayoutSettings, pointFields } from '../../src-main/common/domain/embedding';
import { type ChosenSteps, holdsOne } from '../../src-main/common/domain/chosenSteps';
import { classifiesSteps, type Run } from '../../src-main/common/domain/run';
import { Cancelled } from '../../src-main/common/errors';
import type { Task } from '../../src-main/common/settings';
import { call } from '../client';
import type { PointFacts } from '../maps/colours';
import { formatCount, formatNumber } from '../ui/format';
import { say } from './notices';
import type { Moment } from './mapPlay';
import { whenOpened } from './project';
import { setLinked } from './view';

export interface RunMap {
  settings: LayoutSettings;
  videos: readonly string[];
  facts: PointFacts;
  /** `[points, 2]` */
  positions: Float32Array;
  /** Null once it is finished. */
  growing: { iteration: number; iterations: number } | null;
  /** Null until it is finished. */
  record: LayoutRecord | null;
  error: Error | null;
}

export const useEmbeddings = create<{ maps: Readonly<Record<string, RunMap>> }>(() => ({ maps: {} }));

const noFacts: PointFacts = {
  truth: new Int32Array(),
  predicted: new Int32Array(),
  video: new Int32Array(),
  start: new Int32Array(),
  end: new Int32Array(),
};

function change(run: string, next: (map: RunMap) => RunMap): void {
  useEmbeddings.setState(({ maps }) => {
    const map = maps[run];
    return map ? { maps: { ...maps, [run]: next(map) } } : {};
  });
}

const sameSettings = (a: LayoutSettings, b: LayoutSettings) => JSON.stringify(a) === JSON.stringify(b);

/** Makes the map of a run, unless it is there or being made. */
export async function showMap(settings: LayoutSettings): Promise<void> {
  const { run } = settings;
  const known = useEmbeddings.getState().maps[run];
  if (known && known.error === null && sameSettings(known.settings, settings)) return;
  const growing = { iteration: 0, iterations: 0 };
  const map = {
    settings,
    videos: [],
    facts: noFacts,
    positions: new Float32Array(),
    growing,
    record: null,
    error: null,
  };
  useEmbeddings.setState(({ maps }) => ({ maps: { ...maps, [run]: map } }));
  const isNewest = () => useEmbeddings.getState().maps[run]?.settings === settings;
  try {
    const made = await call('embeddings.layout', settings);
    if (!isNewest()) return;
    change(run, (before) => ({ ...before, ...unpacked(made), growing: null }));
    tell(made.record);
  } catch (error) {
    if (!isNewest()) return;
    const stopped = new Error('The map was stopped.');
    change(run, (before) => ({
      ...before,
      growing: null,
      error: error instanceof Cancelled ? stopped : asError(error),
    }));
  }
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

/** What a point is of. */
export const pointUnit = (task: Task): string => (task === 'online detection' ? 'step' : 'clip');

function tell({ settings, task, points, iterations, checks }: LayoutRecord): void {
  const divergence = checks?.divergence ?? null;
  const kl = divergence === null ? '' : `, KL ${formatNumber(divergence, 2)}`;
  say(
    `Map of ${settings.run} done: ${formatCount(points, pointUnit(task))}, ${formatNumber(iterations)} iterations${kl}`,
  );
}

/** A view of a map that is being made. */
export function mapGrew({ settings, iteration, iterations, videos, positions, fields }: GrowingLayout): void {
  change(settings.run, (map) => {
    if (!map.growing || !sameSettings(map.settings, settings)) return map;
    const facts = fields === null ? map.facts : factsOf(fields);
    const places = floats(positions);
    const grown = { ...map, growing: { iteration, iterations } };
    // Who comes when a map is half made has not been told of what its points are.
    return 2 * facts.start.length === places.length ? { ...grown, videos, positions: places, facts } : grown;
  });
}

export async function stopMaps(): Promise<void> {
  await call('embeddings.stop', {});
}

/** Forgets every map, as when another project is opened. */
export const forgetMaps = (): void => useEmbeddings.setState({ maps: {} });
whenOpened(forgetMaps);

function unpacked({
  record,
  fields,
  positions,
}: PackedLayout): Pick<RunMap, 'record' | 'videos' | 'facts' | 'positions'> {
  return { record, videos: record.videos, facts: factsOf(fields), positions: floats(positions) };
}

function bytesOf(base64: string): ArrayBuffer {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer;
}

const floats = (base64: string) => new Float32Array(bytesOf(base64));

const width = pointFields.length;

function factsOf(base64: string): PointFacts {
  const rows = new Int32Array(bytesOf(base64));
  const column = (at: number) =>
    Int32Array.from({ length: rows.length / width }, (_, i) => rows[width * i + at] as number);
  return { video: column(0), start: column(1), end: column(2), truth: column(3), predicted: column(4) };
}

/** Points of a map by video, as the selection that screens share: their middles, in steps of the selected run. */
function stepsOf({ videos, facts }: RunMap, points: readonly number[], perStep: number): ChosenSteps | null {
  const steps = new Map<string, number[]>();
  for (const point of points) {
    const video = videos[facts.video[point]!]!;
    const chosen = steps.get(video) ?? [];
    steps.set(video, chosen);
    chosen.push(Math.floor(((facts.start[point]! + facts.end[point]!) / 2) * perStep));
  }
  if (steps.size === 0) return null;
  return Object.fromEntries([...steps].map(([video, own]) => [video, [...new Set(own)].sort((a, b) => a - b)]));
}

/**
 * `[points]` 1 where the shared selection has a step of a point; null where nothing is selected.
 * @param perStep steps of the selected run in one of the map's run
 */
export function chosenPoints({ videos, facts }: RunMap, steps: ChosenSteps | null, perStep: number): Uint8Array | null {
  if (steps === null) return null;
  const own = videos.map((video) => (steps[video] ?? []).map((step) => Math.floor((step + 0.5) / perStep)));
  return Uint8Array.from(facts.start, (start, i) => Number(holdsOne(own[facts.video[i]!]!, start, facts.end[i]!)));
}

/** Chooses points of a map on all screens; none: everything is shown again. */
export function choosePoints(map: RunMap, points: readonly number[], perStep: number): void {
  setLinked({ steps: stepsOf(map, points, perStep) });
}

/** Seconds before and after a step by which it is seen what it is; a clip speaks for itself. */
const around = 1;

/** What is played of a point. */
export function momentOf({ videos, facts }: RunMap, point: number, run: Pick<Run, 'settings' | 'rate'>): Moment {
  const margin = classifiesSteps(run) ? around : 0;
  const [start, end] = [facts.start[point]! / run.rate, facts.end[point]! / run.rate];
  return { video: videos[facts.video[point]!]!, start: Math.max(0, start - margin), end: end + margin };
}

/** The chosen points as moments to be played: steps beside each other are one. */
export function chosenMoments(map: RunMap, chosen: Uint8Array | null, run: Pick<Run, 'settings' | 'rate'>): Moment[] {
  const moments: Moment[] = [];
  for (const point of map.facts.start.keys()) {
    if (!chosen?.[point]) continue;
    const moment = momentOf(map, point, run);
    const last = moments[moments.length - 1];
    const goesOn = classifiesSteps(run) && last?.video === moment.video && last.end >= moment.start;
    if (goesOn) last.end = moment.end;
    else moments.push(moment);
  }
  return moments;
}
