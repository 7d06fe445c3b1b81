import type { Crew } from '../../analysis/embedding/crew';
import type { FigureFormat } from '../../common/domain/figure';
import { throwIfCancelled } from '../../common/errors';
import { type JobContext, ProgressMeter } from '../../common/progress';
import { openProject } from '../../data/project/store';
import { drawFigure, figureFiles, writeFigure } from './draw';
import { prepareFigure } from './prepare';
import { keepInputs, readRecipe, recipeNames } from './recipes';

export interface FiguresInput {
  project: string;
  /** Null: all of the project. */
  names: readonly string[] | null;
  formats: readonly FigureFormat[];
  /** Of PNG. */
  dpi: number;
}

/** A figure with the paths of the files drawn. */
export interface WrittenFigure {
  name: string;
  files: string[];
}

/** Draws recipes and writes their files into the project's `figures/out`. */
export async function figuresJob(input: FiguresInput, context: JobContext, crew: Crew): Promise<WrittenFigure[]> {
  const store = await openProject(input.project);
  const names = input.names ?? (await recipeNames(store.dir));
  const meter = new ProgressMeter(context, 'Drawing', names.length, 'figures');
  const written: WrittenFigure[] = [];
  for (const name of names) {
    throwIfCancelled(context.signal);
    const recipe = await readRecipe(store.dir, name);
    await prepareFigure(store, recipe, context, crew);
    const files = await figureFiles(name, await drawFigure(store, recipe), input.formats, input.dpi);
    await keepInputs(store.dir, name, recipe);
    written.push({ name, files: await writeFigure(store.dir, files) });
    meter.update(written.length, name);
  }
  return written;
}
