import type { Handlers } from '../../src-main/common/contract';
import type { FigureSummary } from '../../src-main/common/contract/figures';
import type { Recipe } from '../../src-main/common/domain/figure';
import { UserError } from '../../src-main/common/errors';

type FigureHandlers = Pick<Handlers, Extract<keyof Handlers, `figures.${string}`>>;

/** Recipes kept in memory; a drawing is a white page that says how many panels there are. */
export function fakeFigures(): FigureHandlers {
  const recipes = new Map<string, Recipe>();
  const list = (): FigureSummary[] =>
    [...recipes].map(([name, { title, panels }]) => ({
      name,
      title,
      about: `${panels.length} panels`,
      kinds: [],
      stale: null,
      problem: null,
    }));
  return {
    'figures.list': async () => list(),
    'figures.read': async ({ figure }) => {
      const recipe = recipes.get(figure);
      if (recipe) return recipe;
      throw new UserError('unknown-figure', `There is no figure "${figure}".`, 'Make one.');
    },
    'figures.save': async ({ figure, recipe }) => {
      recipes.set(figure, recipe);
      return list();
    },
    'figures.rename': async ({ figure, name }) => {
      const recipe = recipes.get(figure);
      if (recipe) recipes.set(name, recipe);
      recipes.delete(figure);
      return list();
    },
    'figures.delete': async ({ figure }) => {
      recipes.delete(figure);
      return list();
    },
    'figures.draw': async ({ recipe }) => ({
      svg: `<svg xmlns="http://www.w3.org/2000/svg"><text>${recipe.panels.length} panels</text></svg>`,
      problems: [],
    }),
    'figures.export': async ({ figure, formats }) => ({
      folder: 'figures/out',
      files: formats.map((format) => ({ name: `${figure}.${format}`, data: '' })),
    }),
  };
}
