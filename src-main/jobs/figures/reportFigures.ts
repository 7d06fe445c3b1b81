import type { Recipe, SheetSettings } from '../../common/domain/figure';
import type { SplitName } from '../../common/domain/project';
import { classifiesSteps, type Run } from '../../common/domain/run';
import { newRecipe, panelOf, type PanelWish } from '../../common/figures/arrange';
import { numbersOf } from '../../common/figures/numbers';
import type { JobContext } from '../../common/progress';
import type { ProjectStore } from '../../data/project/store';
import { toInlineSvg } from '../../figures/svg';
import { drawFigure } from './draw';
import { makePictures } from './pictures';
import { htmlFigure } from './reportPage';

/** Of the figures of a page, two beside each other, in millimetres. */
const width = 112;

/** A figure of one panel, half as wide as the page. @param height of the panel in millimetres */
export function pageFigure(
  caption: string,
  height: number,
  wish: PanelWish,
  sheet: Partial<SheetSettings> = {},
): Recipe {
  const empty = newRecipe(caption);
  return {
    ...empty,
    caption,
    sheet: { ...empty.sheet, venue: 'free', width, ...sheet },
    panels: [panelOf(wish, { x: 0, y: 0, width, height })],
  };
}

/** The figures of scores: as they are, along thresholds, by class. */
export function scoreFigures(runs: readonly Run[], split: SplitName): Recipe[] {
  const ids = runs.map(({ id }) => id);
  const rows = 22 + 9 * ids.length;
  const figures = [
    pageFigure('Scores with intervals over videos.', rows, { kind: 'scores', runs: ids, settings: { split } }),
    pageFigure('Misclassification diversity: entropy of the wrong labels, a dot a class.', rows, {
      kind: 'entropy',
      runs: ids,
      settings: { split },
    }),
  ];
  if (!runs.some(classifiesSteps)) return figures;
  const curve = (shown: string, caption: string) =>
    pageFigure(caption, 58, { kind: 'statistics', runs: ids, settings: { split, curve: shown } });
  return [
    ...figures,
    curve('IoU threshold', 'Segment F1 by the overlap from which on a segment counts.'),
    curve('early detection', 'Share of the steps named right, by the share of the action that was seen.'),
  ];
}

/** The figures of errors: by kind, by length, by pair, and a matrix a run. */
export function errorFigures(runs: readonly Run[], split: SplitName): Recipe[] {
  const ids = runs.map(({ id }) => id);
  const steps = runs.filter(classifiesSteps).map(({ id }) => id);
  const segments: Recipe[] =
    steps.length === 0
      ? []
      : [
          pageFigure('Errors of each kind.', 72, { kind: 'errors', runs: steps, settings: { split } }),
          pageFigure('True segments that are found, by their length; in brackets how many there are.', 72, {
            kind: 'sensitivity',
            runs: steps,
            settings: { split },
          }),
        ];
  return [
    ...segments,
    ...ids.slice(0, 1).map((id) =>
      pageFigure(`The pairs that ${runs[0]?.name ?? id} confuses most, and the others.`, 84, {
        kind: 'pairs',
        runs: ids,
        settings: { split },
      }),
    ),
    ...runs.map(({ id, name }) =>
      pageFigure(`Confusions of ${name}: rows the truth, columns what it said, percent of the row.`, 108, {
        kind: 'confusion',
        runs: [id],
        settings: { split },
      }),
    ),
  ];
}

/** Draws figures as parts of a page, in turn, since they share what they read. */
export async function drawnFigures(
  store: ProjectStore,
  recipes: readonly Recipe[],
  context: JobContext,
): Promise<string[]> {
  const parts: string[] = [];
  for (const recipe of recipes) {
    await makePictures(store, recipe, context);
    const { drawing, panels } = await drawFigure(store, recipe);
    const [only] = panels;
    parts.push(htmlFigure(toInlineSvg(drawing), recipe.caption, only ? numbersOf(only.data) : null));
  }
  return parts;
}
