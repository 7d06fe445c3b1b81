import type { Crew } from '../../analysis/embedding/crew';
import type { LayoutSettings } from '../../common/domain/embedding';
import type { Recipe } from '../../common/domain/figure';
import type { JobContext } from '../../common/progress';
import type { ProjectStore } from '../../data/project/store';
import { layoutJob } from '../embedding/layout';
import { listRuns } from '../runFolder';
import { layoutOf, madeLayout } from './embedding';
import { lacksPictures, makePictures } from './pictures';

/**
 * Drawing only reads. What it reads and takes its time to make, pictures of videos and maps of states, is made here.
 */
export async function prepareFigure(
  store: ProjectStore,
  recipe: Recipe,
  context: JobContext,
  crew: Crew,
): Promise<void> {
  await makePictures(store, recipe, context);
  for (const settings of await missingLayouts(store, recipe)) {
    await layoutJob({ project: store.dir, ...settings }, context, crew, () => undefined);
  }
}

/** Whether `prepareFigure` has something to do. */
export async function needsPreparing(store: ProjectStore, recipe: Recipe): Promise<boolean> {
  return (await lacksPictures(store, recipe)) || (await missingLayouts(store, recipe)).length > 0;
}

async function missingLayouts(store: ProjectStore, { panels }: Recipe): Promise<LayoutSettings[]> {
  const maps = panels.filter((panel) => panel.kind === 'embedding');
  if (maps.length === 0) return [];
  const runs = await listRuns(store.dir, () => undefined);
  const missing: LayoutSettings[] = [];
  for (const panel of maps) {
    for (const run of runs.filter(({ id }) => panel.runs.length === 0 || panel.runs.includes(id))) {
      const settings = layoutOf(run.id, panel.settings);
      // What cannot be laid out at all is said in the panel, when it is drawn.
      if ((await madeLayout({ store }, run, settings).catch(() => 'impossible')) === null) missing.push(settings);
    }
  }
  return missing;
}
