import { z } from 'zod';
import { FigureFormat, Recipe } from '../domain/figure';
import { procedure } from './procedure';

export const FigureSummary = z.object({
  name: z.string(),
  title: z.string(),
  /** "4 panels, 174 mm". */
  about: z.string(),
  /** Kind of its panels, each once. */
  kinds: z.array(z.string()),
  /** Why the files drawn from it no longer fit, one sentence; null where they do or there are none. */
  stale: z.string().nullable(),
  /** What is wrong with its file, one sentence. */
  problem: z.string().nullable(),
});
export type FigureSummary = z.infer<typeof FigureSummary>;

const Name = z.object({ figure: z.string().min(1) });

export const figureProcedures = {
  'figures.list': procedure(z.object({}), z.array(FigureSummary)),
  'figures.read': procedure(Name, Recipe),
  'figures.save': procedure(Name.extend({ recipe: Recipe }), z.array(FigureSummary)),
  /** Gives a recipe another name; files drawn from it keep the old one. */
  'figures.rename': procedure(Name.extend({ name: z.string().min(1) }), z.array(FigureSummary)),
  /** Takes the recipe away; files drawn from it stay. */
  'figures.delete': procedure(Name, z.array(FigureSummary)),
  /** Draws a recipe that need not be saved. */
  'figures.draw': procedure(
    z.object({ recipe: Recipe }),
    z.object({
      svg: z.string(),
      /** What a reader may not be able to tell, one sentence each. */ problems: z.array(z.string()),
    }),
  ),
  /** Writes the files of a saved recipe into the project's folder. */
  'figures.export': procedure(
    Name.extend({ formats: z.array(FigureFormat).min(1), dpi: z.int().min(36).max(2400) }),
    z.object({ folder: z.string(), files: z.array(z.object({ name: z.string(), data: z.base64() })) }),
  ),
} as const;
