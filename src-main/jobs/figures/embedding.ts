import { type LayoutSettings, pointFields } from '../../common/domain/embedding';
import type { Panel } from '../../common/domain/figure';
import type { PanelSettings } from '../../common/domain/panelSettings';
import type { Run } from '../../common/domain/run';
import type { PanelData, ScatterData } from '../../common/figures/panelData';
import { type Layout, readLayout } from '../embedding/layoutFiles';
import { layoutPoints } from '../embedding/points';
import { classesOfVerbs, type Gathering } from './gather';

/** Steps of a class at most, as on the Embeddings screen. */
const perClass = 200;

/** What the map of a run is made with. */
export function layoutOf(run: string, { split, method, perplexity, seed }: PanelSettings<'embedding'>): LayoutSettings {
  return { run, split, method, perplexity, seed, perClass, layer: null };
}

/** Maps of the runs beside each other; one that is not made yet is said, since laying out takes its time. */
export async function embedding(
  { settings, verbs }: Extract<Panel, { kind: 'embedding' }>,
  runs: readonly Run[],
  gathering: Gathering,
): Promise<PanelData> {
  if (runs.length === 0) return { kind: 'empty', sentence: 'No run is chosen.' };
  const wanted = classesOfVerbs(verbs, gathering);
  const maps: ScatterData['maps'][number][] = [];
  for (const run of runs) {
    const made = await madeLayout(gathering, run, layoutOf(run.id, settings));
    if (!made) return { kind: 'empty', sentence: `The map of ${run.name} is not made yet.` };
    maps.push({ name: run.name, points: pointsOf(made, wanted) });
  }
  if (maps.every(({ points }) => points.length === 0))
    return { kind: 'empty', sentence: 'Nothing on the map is of these classes.' };
  return { kind: 'scatter', marks: settings.marks, legend: settings.legend, maps };
}

/** Null where it is not made yet. */
export async function madeLayout(
  { store }: Pick<Gathering, 'store'>,
  run: Run,
  settings: LayoutSettings,
): Promise<Layout | null> {
  const { signal } = new AbortController();
  const { hash } = await layoutPoints(store, run, settings, { signal, log: () => undefined });
  return readLayout(store.dir, hash);
}

/** Points with their true classes; the map stays that of all. */
function pointsOf({ fields, positions, record }: Layout, wanted: ReadonlySet<number> | null) {
  const points: { x: number; y: number; classId: number }[] = [];
  for (let i = 0; i < record.points; i++) {
    const classId = fields[pointFields.length * i + pointFields.indexOf('truth')] as number;
    if (wanted === null || wanted.has(classId)) {
      points.push({ x: positions[2 * i] as number, y: positions[2 * i + 1] as number, classId });
    }
  }
  return points;
}
