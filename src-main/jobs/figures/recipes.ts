/**
 * Figures of a project: recipes lie in `figures/<name>.json`, what is drawn from them in `figures/out`. Here
 * the recipes are read and written and the data of their panels gathered; `common/figures` draws,
 * `src-main/figures` writes files.
 */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Recipe } from '../../common/domain/figure';
import { UserError } from '../../common/errors';
import { writeFileAtomic } from '../../data/project/atomic';
import { requireSafeId } from '../../data/project/ids';
import { readRecord, recordText } from '../../data/project/records';
import { FigureInputs, figureInputs, inputsChanged } from './inputs';

const recipesFolder = (projectDir: string) => join(projectDir, 'figures');
export const drawnFolder = (projectDir: string): string => join(recipesFolder(projectDir), 'out');
const recipePath = (projectDir: string, name: string) => join(recipesFolder(projectDir), `${name}.json`);

/** Names of the project's recipes, in alphabetical order. */
export async function recipeNames(projectDir: string): Promise<string[]> {
  const files = await readdir(recipesFolder(projectDir)).catch(() => []);
  return files.flatMap((file) => /^([^.].*)\.json$/.exec(file)?.[1] ?? []).sort();
}

/** @throws UserError `unknown-figure`, or what is wrong with its file: field, what was found and expected */
export async function readRecipe(projectDir: string, name: string): Promise<Recipe> {
  requireSafeId(name, 'figure');
  const found = await readRecord(recipePath(projectDir, name), `figures/${name}.json`, Recipe);
  if (found) return found.record;
  const others = await recipeNames(projectDir);
  throw new UserError(
    'unknown-figure',
    `There is no figure ${JSON.stringify(name)}: the project has no figures/${name}.json.`,
    others.length === 0 ? 'Make one on the Figures screen.' : `Choose one of ${others.join(', ')}.`,
  );
}

/** @throws UserError `unsafe-id`, and those of `writeFileAtomic` */
export async function writeRecipe(projectDir: string, name: string, recipe: Recipe): Promise<void> {
  requireSafeId(name, 'figure');
  await writeFileAtomic(recipePath(projectDir, name), recordText(recipe));
}

/** Takes the recipe away; files drawn from it stay. */
export async function deleteRecipe(projectDir: string, name: string): Promise<void> {
  requireSafeId(name, 'figure');
  await rm(recipePath(projectDir, name), { force: true });
}

/**
 * Gives a recipe another name; files drawn from it keep the old one.
 * @throws UserError `figure-exists`, `unsafe-id`, `unknown-figure`
 */
export async function renameRecipe(projectDir: string, name: string, next: string): Promise<void> {
  requireSafeId(next, 'figure');
  const recipe = await readRecipe(projectDir, name);
  if ((await recipeNames(projectDir)).includes(next)) {
    throw new UserError(
      'figure-exists',
      `Renaming figure ${JSON.stringify(name)}: there is a figure ${JSON.stringify(next)} already.`,
      'Choose another name.',
    );
  }
  await writeRecipe(projectDir, next, recipe);
  await deleteRecipe(projectDir, name);
}

const inputsPath = (projectDir: string, name: string) => join(drawnFolder(projectDir), `${name}.inputs.json`);

/** Keeps what the files of a figure were drawn from. */
export async function keepInputs(projectDir: string, name: string, recipe: Recipe): Promise<void> {
  await writeFileAtomic(inputsPath(projectDir, name), recordText(await figureInputs(projectDir, recipe)));
}

/**
 * Why files drawn from a recipe no longer show what the project holds; null where they do, or where none were drawn.
 */
export async function staleReason(projectDir: string, name: string, recipe: Recipe): Promise<string | null> {
  const drawn = await readRecord(inputsPath(projectDir, name), `figures/out/${name}.inputs.json`, FigureInputs);
  return drawn && inputsChanged(name, drawn.record, await figureInputs(projectDir, recipe));
}
