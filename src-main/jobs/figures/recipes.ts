/**
 * Figures of a project: recipes lie in `figures/<name>.json`, what is drawn from them in `figures/out`. Here the recipes
 * are read and written and the data of their panels gathered; `common/figures` draws, `src-main/figures` writes files.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { figureFormats, Recipe } from '../../common/domain/figure';
import { UserError } from '../../common/errors';
import { writeFileAtomic } from '../../data/project/atomic';
import { requireSafeId } from '../../data/project/ids';
import { readRecord, recordText } from '../../data/project/records';
import { runFolder } from '../runFolder';

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
 * Why files drawn from a recipe no longer show what the project holds; null where they do, or where none were drawn. Goes
 * by the times of files, so that it costs nothing; drawing again is always right.
 */
export async function staleReason(projectDir: string, name: string, recipe: Recipe): Promise<string | null> {
  const drawn = await drawnTime(projectDir, name);
  if (drawn === null) return null;
  if ((await changed(recipePath(projectDir, name))) > drawn) return `${name} was changed after it was drawn.`;
  for (const run of new Set(recipe.panels.flatMap(({ runs }) => runs))) {
    const reports = join(runFolder(projectDir, run), 'reports');
    const times = await Promise.all(
      (await readdir(reports).catch(() => [])).map((file) => changed(join(reports, file))),
    );
    if (Math.max(0, ...times) > drawn) return `${name} was drawn before ${run} was evaluated again.`;
  }
  return null;
}

/** Milliseconds; null where no file was drawn. */
async function drawnTime(projectDir: string, name: string): Promise<number | null> {
  const times = await Promise.all(
    figureFormats.map((format) => changed(join(drawnFolder(projectDir), `${name}.${format}`))),
  );
  const found = times.filter((time) => time > 0);
  return found.length === 0 ? null : Math.min(...found);
}

const changed = (path: string) =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
