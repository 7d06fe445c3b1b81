import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Handlers } from '../common/contract';
import type { FigureSummary } from '../common/contract/figures';
import { type Recipe } from '../common/domain/figure';
import { panelKinds } from '../common/domain/panelSettings';
import { UserError } from '../common/errors';
import { toSvg } from '../figures/svg';
import { drawFigure, problemsOf } from '../jobs/figures/draw';
import type { WrittenFigure } from '../jobs/figures/figuresJob';
import { needsPreparing } from '../jobs/figures/prepare';
import {
  deleteRecipe,
  drawnFolder,
  readRecipe,
  recipeNames,
  renameRecipe,
  staleReason,
  writeRecipe,
} from '../jobs/figures/recipes';
import type { Session } from './session';
import { runSideJob } from './sideJob';

type FigureHandlers = Pick<Handlers, Extract<keyof Handlers, `figures.${string}`>>;

/**
 * Recipes of figures. Previews are drawn here once what is slow about them was prepared in a child; files are drawn in
 * one.
 */
export function figureHandlers(session: Session): FigureHandlers {
  const store = () => session.requireProject().store;
  const list = async () => {
    const { dir } = store();
    return Promise.all((await recipeNames(dir)).map((name) => summary(dir, name)));
  };
  const beside = (job: Parameters<typeof runSideJob>[1], what: string) =>
    runSideJob(session.services.spawn, job, { what, tip: 'Draw it without pictures and maps.' });
  return {
    'figures.list': list,
    'figures.read': ({ figure }) => readRecipe(store().dir, figure),
    'figures.save': async ({ figure, recipe }) => {
      await writeRecipe(store().dir, figure, recipe);
      return list();
    },
    'figures.rename': async ({ figure, name }) => {
      await renameRecipe(store().dir, figure, name);
      return list();
    },
    'figures.delete': async ({ figure }) => {
      await deleteRecipe(store().dir, figure);
      return list();
    },
    'figures.draw': async ({ recipe }) => {
      const { dir } = store();
      if (await needsPreparing(store(), recipe)) {
        await beside({ project: dir, input: { kind: 'prepareFigure', recipe } }, 'Preparing the figure failed');
      }
      const drawn = await drawFigure(store(), recipe);
      return { svg: toSvg(drawn.drawing), problems: problemsOf(store(), recipe, drawn) };
    },
    'figures.export': async ({ figure, formats, dpi }) => {
      const { dir } = store();
      const job = { project: dir, input: { kind: 'figures' as const, names: [figure], formats, dpi } };
      const written = (await beside(job, 'Drawing the figure failed')) as WrittenFigure[];
      const files = written.flatMap((one) => one.files);
      return {
        folder: drawnFolder(dir),
        files: await Promise.all(
          files.map(async (path) => ({ name: basename(path), data: (await readFile(path)).toString('base64') })),
        ),
      };
    },
  };
}

async function summary(dir: string, name: string): Promise<FigureSummary> {
  try {
    const recipe = await readRecipe(dir, name);
    return { name, ...about(recipe), stale: await staleReason(dir, name, recipe), problem: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { name, title: name, about: '', kinds: [], stale: null, problem: error.message };
  }
}

function about({ title, panels, sheet }: Recipe): Pick<FigureSummary, 'title' | 'about' | 'kinds'> {
  const kinds = [...new Set(panels.map(({ kind }) => kind))];
  const [only] = kinds;
  const what =
    panels.length === 1 && only !== undefined ? panelKinds[only].name.toLowerCase() : `${panels.length} panels`;
  return { title, kinds, about: `${what}, ${sheet.width} mm` };
}
