import { type LayoutSettings, pointFields } from '../../common/domain/embedding';
import type { Panel } from '../../common/domain/figure';
import type { PanelSettings } from '../../common/domain/panelSettings';
import { type Run, taskNames } from '../../common/domain/run';
import type { PanelData, ScatterData } from '../../common/figures/panelData';
import { type Layout, readLayout } from '../embedding/layoutFiles';
import { layoutPoints } from '../embedding/points';
import { classFilter, tasksOfRuns } from './filters';
import type { Gathering } from './gathering';

type EmbeddingPanel = Extract<Panel, { kind: 'embedding' }>;

/** What the map of a run is made with. */
export function layoutOf(run: string, settings: PanelSettings<'embedding'>): LayoutSettings {
  const { split, method, perplexity, seed, perClass, states, layer } = settings;
  return { run, split, method, perplexity, seed, perClass, layer: states === 'of a layer' ? layer : null };
}

/** Maps of the runs beside each other; one that is not made yet is said, since laying out takes its time. */
export async function embedding(panel: EmbeddingPanel, runs: readonly Run[], gathering: Gathering): Promise<PanelData> {
  if (runs.length === 0) return { kind: 'empty', sentence: 'No run is chosen.' };
  const { settings } = panel;
  const tasks = tasksOfRuns(runs);
  const maps: ScatterData['maps'][number][] = [];
  for (const run of runs) {
    const made = await madeLayout(gathering, run, layoutOf(run.id, settings));
    if (!made) return { kind: 'empty', sentence: `The map of ${run.name} is not made yet.` };
    maps.push({ name: run.name, points: pointsOf(made, panel, classesOf(run, panel, gathering, tasks)) });
  }
  if (maps.every(({ points }) => points.length === 0))
    return { kind: 'empty', sentence: 'Nothing on the map is of these classes, videos and steps.' };
  return { kind: 'scatter', marks: settings.marks, legend: settings.legend, tasks: tasks ?? null, maps };
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

interface ShownClasses {
  /** From the id that the run gives a class to the one it has in the panel: runs may count their tasks differently. */
  idOf: (own: number) => number;
  passes: (id: number) => boolean;
}

function classesOf(
  run: Run,
  panel: EmbeddingPanel,
  gathering: Gathering,
  tasks: readonly string[] | undefined,
): ShownClasses {
  const own = taskNames(run);
  return {
    idOf: own && tasks ? (id) => tasks.indexOf(own[id] ?? '') : (id) => id,
    passes: classFilter(panel, gathering, tasks),
  };
}

/** Points with their true classes; the map stays that of all. */
function pointsOf({ fields, positions, record }: Layout, panel: EmbeddingPanel, { idOf, passes }: ShownClasses) {
  const { steps } = panel.settings;
  const field = (point: number, name: (typeof pointFields)[number]) =>
    fields[pointFields.length * point + pointFields.indexOf(name)] as number;
  const points: { x: number; y: number; classId: number }[] = [];
  for (let i = 0; i < record.points; i++) {
    const [truth, predicted] = [idOf(field(i, 'truth')), idOf(field(i, 'predicted'))];
    const id = record.videos[field(i, 'video')]!;
    if (panel.videos.length > 0 && !panel.videos.includes(id)) continue;
    if (steps !== 'all' && (truth === predicted) !== (steps === 'right')) continue;
    if (!passes(truth) || (panel.predicted.length > 0 && !panel.predicted.includes(predicted))) continue;
    points.push({ x: positions[2 * i] as number, y: positions[2 * i + 1] as number, classId: truth });
  }
  return points;
}
