import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Recipe } from '../../common/domain/figure';
import { digestOf } from '../contentDigest';
import { runFolder } from '../runFolder';

/**
 * What a figure is drawn from, as hashes of contents, so that a file that was written again with the same content makes
 * no figure old. Written beside the files of a figure.
 */
export const FigureInputs = z.object({
  version: z.literal(1),
  recipe: z.string(),
  /** Taxonomy and annotations. */
  labels: z.string(),
  /** Record, reports, decided segments and clips, and log of each run that it shows. */
  runs: z.record(z.string(), z.string()),
});
export type FigureInputs = z.infer<typeof FigureInputs>;

/** Digests of all that a figure is drawn from, to tell later whether it is outdated. */
export async function figureInputs(projectDir: string, recipe: Recipe): Promise<FigureInputs> {
  const labels = [
    join(projectDir, 'taxonomy.json'),
    ...(await filesIn(join(projectDir, 'annotations'), (name) => name.endsWith('.json'))),
  ];
  const runs: Record<string, string> = {};
  for (const id of await runsOf(projectDir, recipe)) runs[id] = await digestOf(await filesOfRun(projectDir, id));
  return {
    version: 1,
    recipe: createHash('sha256').update(JSON.stringify(recipe)).digest('hex'),
    labels: await digestOf(labels),
    runs,
  };
}

/** Why files drawn from one state are old in another, in a sentence; null where they are not. */
export function inputsChanged(name: string, drawn: FigureInputs, now: FigureInputs): string | null {
  if (drawn.recipe !== now.recipe) return `${name} was changed after it was drawn.`;
  const ids = [...new Set([...Object.keys(now.runs), ...Object.keys(drawn.runs)])];
  const run = ids.find((id) => drawn.runs[id] !== now.runs[id]);
  if (run !== undefined && drawn.runs[run] === undefined) return `${name} was drawn before run ${run} was there.`;
  if (run !== undefined && now.runs[run] === undefined) return `${name} was drawn with run ${run}, which is gone.`;
  if (run !== undefined) return `${name} was drawn before ${run} predicted or was evaluated again.`;
  return drawn.labels === now.labels ? null : `${name} was drawn before labels were changed.`;
}

/** Those that the panels name; all of the project where a panel names none. */
async function runsOf(projectDir: string, { panels }: Recipe): Promise<string[]> {
  const named = new Set(panels.flatMap(({ runs }) => runs));
  const all = panels.some(({ runs }) => runs.length === 0);
  const found = all ? await readdir(join(projectDir, 'runs')).catch(() => []) : [];
  return [...new Set([...named, ...found.filter((name) => !name.startsWith('.'))])].sort();
}

async function filesOfRun(projectDir: string, id: string): Promise<string[]> {
  const folder = runFolder(projectDir, id);
  const predictions = join(folder, 'predictions');
  const splits = (await readdir(predictions).catch(() => [])).sort();
  const decided = /\.(segments|clips)\.json$/;
  const predicted = await Promise.all(
    splits.map((split) => filesIn(join(predictions, split), (name) => decided.test(name))),
  );
  const reports = await filesIn(join(folder, 'reports'), (name) => name.endsWith('.json'));
  return [join(folder, 'run.json'), join(folder, 'events.jsonl'), ...reports, ...predicted.flat()];
}

async function filesIn(folder: string, wanted: (name: string) => boolean): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter(wanted)
    .sort()
    .map((name) => join(folder, name));
}
