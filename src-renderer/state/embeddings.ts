/** Maps of states as the program makes them, by run: while they grow, and when they are finished. */
import { create } from 'zustand';
import type { GrowingLayout, PackedLayout } from '../../src-main/common/contract/embeddings';
import type { LayoutRecord, LayoutSettings } from '../../src-main/common/domain/embedding';
import { Cancelled } from '../../src-main/common/errors';
import { call } from '../client';
import type { PointFacts } from '../maps/colours';
import { formatNumber } from '../ui/format';
import { say } from './notices';
import { type ChosenSteps, setLinked } from './view';

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
  step: new Int32Array(),
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

function tell({ settings, points, iterations, checks }: LayoutRecord): void {
  const divergence = checks?.divergence ?? null;
  const kl = divergence === null ? '' : `, KL ${formatNumber(divergence, 2)}`;
  say(`Map of ${settings.run} done: ${formatNumber(points)} steps, ${formatNumber(iterations)} iterations${kl}`);
}

/** A view of a map that is being made. */
export function mapGrew({ settings, iteration, iterations, videos, positions, fields }: GrowingLayout): void {
  change(settings.run, (map) => {
    if (!map.growing || !sameSettings(map.settings, settings)) return map;
    return {
      ...map,
      growing: { iteration, iterations },
      videos,
      positions: floats(positions),
      ...(fields !== null && { facts: factsOf(fields) }),
    };
  });
}

export async function stopMaps(): Promise<void> {
  await call('embeddings.stop', {});
}

/** Forgets every map, as when another project is opened. */
export const forgetMaps = (): void => useEmbeddings.setState({ maps: {} });

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

function factsOf(base64: string): PointFacts {
  const rows = new Int32Array(bytesOf(base64));
  const column = (at: number) => Int32Array.from({ length: rows.length / 4 }, (_, i) => rows[4 * i + at] as number);
  return { video: column(0), step: column(1), truth: column(2), predicted: column(3) };
}

/** Points of a map by video, as the selection that screens share, in steps of the selected run. */
function stepsOf({ videos, facts }: RunMap, points: readonly number[], perStep: number): ChosenSteps | null {
  const steps = new Map<string, number[]>();
  for (const point of points) {
    const video = videos[facts.video[point] as number] as string;
    const chosen = steps.get(video) ?? [];
    steps.set(video, chosen);
    chosen.push(Math.floor(((facts.step[point] as number) + 0.5) * perStep));
  }
  return steps.size === 0 ? null : Object.fromEntries(steps);
}

/**
 * `[points]` 1 where the shared selection holds a point; null where nothing is selected.
 * @param perStep steps of the selected run in one of the map's run
 */
export function chosenPoints({ videos, facts }: RunMap, steps: ChosenSteps | null, perStep: number): Uint8Array | null {
  if (steps === null) return null;
  const ownStep = (step: number) => Math.floor((step + 0.5) / perStep);
  const sets = videos.map((video) => new Set((steps[video] ?? []).map(ownStep)));
  return Uint8Array.from(facts.step, (step, i) => Number(sets[facts.video[i] as number]?.has(step) ?? false));
}

/** Chooses points of a map on all screens; none: everything is shown again. */
export function choosePoints(map: RunMap, points: readonly number[], perStep: number): void {
  setLinked({ steps: stepsOf(map, points, perStep) });
}
