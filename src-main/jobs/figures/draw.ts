import { join } from 'node:path';
import { classLooks, unknownLook } from '../../common/classColours';
import { toCsv } from '../../common/csv';
import { type FigureFormat, panelLetter, type Recipe } from '../../common/domain/figure';
import { figureProblems } from '../../common/figures/checks';
import type { Drawing } from '../../common/figures/drawing';
import { numbersOf } from '../../common/figures/numbers';
import { palettes } from '../../common/figures/palettes';
import type { Pen } from '../../common/figures/pen';
import { drawSheet, type FilledPanel } from '../../common/figures/sheet';
import { writeFileAtomic } from '../../data/project/atomic';
import type { ProjectStore } from '../../data/project/store';
import { measureIn, typeface, usedCharacters } from '../../figures/fonts';
import { toPdf } from '../../figures/pdf';
import { toPng } from '../../figures/png';
import { toSvg } from '../../figures/svg';
import { toLatex, toMarkdown } from '../../figures/tables';
import { gatherPanel } from './gather';
import { beginGathering } from './gathering';
import { drawnFolder } from './recipes';

export interface DrawnFigure {
  drawing: Drawing;
  panels: readonly FilledPanel[];
}

/** Gathers what the recipe shows and draws it. */
export async function drawFigure(store: ProjectStore, recipe: Recipe): Promise<DrawnFigure> {
  const gathering = await beginGathering(store);
  const panels: FilledPanel[] = [];
  // One after another: panels may decode the same video, and share what they read.
  for (const panel of recipe.panels) panels.push({ panel, data: await gatherPanel(panel, gathering) });
  return { drawing: drawSheet(recipe, panels, gathering.images, penOf(store, recipe)), panels };
}

function penOf({ taxonomy }: ProjectStore, { sheet }: Recipe): Pen {
  const looks = classLooks(taxonomy, 'light', palettes[sheet.palette].classes);
  const names = new Map(taxonomy.classes.map(({ id, name }) => [id, name]));
  return {
    size: sheet.fontSize,
    measure: measureIn(sheet.font),
    palette: sheet.palette,
    lookOf: (classId) => looks.get(classId) ?? unknownLook('light'),
    nameOf: (classId) => names.get(classId) ?? `class ${classId}`,
  };
}

/** What a reader of the figure may not be able to tell, one sentence each. */
export function problemsOf(store: ProjectStore, recipe: Recipe, { panels, drawing }: DrawnFigure): string[] {
  const lacking = [...usedCharacters(drawing.marks)].flatMap(([weight, characters]) =>
    characters.filter((character) => !typeface(drawing.font, weight).has(character)),
  );
  return [
    ...(lacking.length > 0 ? [`${drawing.font} has no sign for ${[...new Set(lacking)].join(' ')}.`] : []),
    ...figureProblems(
      recipe,
      panels.map(({ data }) => data),
      penOf(store, recipe),
    ),
  ];
}

export interface FigureFile {
  name: string;
  data: string | Uint8Array;
}

/**
 * The files of a figure. CSV gives one a panel; LaTeX and Markdown one a panel that is a table.
 * @param dpi of PNG
 */
export async function figureFiles(
  name: string,
  { drawing, panels }: DrawnFigure,
  formats: readonly FigureFormat[],
  dpi: number,
): Promise<FigureFile[]> {
  const files: FigureFile[] = [];
  for (const format of formats) {
    if (format === 'svg') files.push({ name: `${name}.svg`, data: toSvg(drawing) });
    else if (format === 'pdf') files.push({ name: `${name}.pdf`, data: await toPdf(drawing) });
    else if (format === 'png') files.push({ name: `${name}.png`, data: await toPng(drawing, dpi) });
    else files.push(...tableFiles(name, panels, format));
  }
  return files;
}

function tableFiles(name: string, panels: readonly FilledPanel[], format: 'csv' | 'tex' | 'md'): FigureFile[] {
  return panels.flatMap(({ data }, i) => {
    const file = `${name}${panels.length > 1 ? `-${panelLetter(i)}` : ''}.${format}`;
    if (format === 'csv') return [{ name: file, data: toCsv(numbersOf(data)) }];
    if (data.kind !== 'table') return [];
    return [{ name: file, data: format === 'tex' ? toLatex(data) : toMarkdown(data) }];
  });
}

/** Writes files of a figure into the project's `figures/out`. @returns their paths */
export async function writeFigure(projectDir: string, files: readonly FigureFile[]): Promise<string[]> {
  const paths: string[] = [];
  for (const { name, data } of files) {
    const path = join(drawnFolder(projectDir), name);
    await writeFileAtomic(path, data);
    paths.push(path);
  }
  return paths;
}
