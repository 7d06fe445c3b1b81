import { panelLetter, type Panel, type Recipe, sheetHeight } from '../domain/figure';
import { type Drawing, type GroupMark, type Mark, pointsPerMillimetre as mm } from './drawing';
import type { PanelData } from './panelData';
import { drawCurves } from './panels/curves';
import { drawDistribution } from './panels/distribution';
import { drawIntervals } from './panels/intervals';
import { drawMatrix } from './panels/matrix';
import { drawOverlap } from './panels/overlap';
import { drawScatter } from './panels/scatter';
import { drawTable } from './panels/table';
import { drawTimeline } from './panels/timeline';
import { type Pen, softInk, taskPen, text } from './pen';
import { wrapped } from './shorten';

/** A panel's settings with the data that were gathered for it. */
export interface FilledPanel {
  panel: Panel;
  data: PanelData;
}

/** The whole figure: panels at their places, each with its letter and title. */
export function drawSheet(
  recipe: Pick<Recipe, 'title' | 'sheet' | 'panels'>,
  filled: readonly FilledPanel[],
  images: ReadonlyMap<string, Uint8Array>,
  pen: Pen,
): Drawing {
  const letters = recipe.sheet.letters && filled.length > 1;
  return {
    title: recipe.title,
    font: recipe.sheet.font,
    width: recipe.sheet.width * mm,
    height: sheetHeight(recipe) * mm,
    marks: filled.map((one, i) => drawPanel(one, letters ? panelLetter(i) : null, pen)),
    images,
  };
}

function drawPanel({ panel, data }: FilledPanel, letter: string | null, pen: Pen): GroupMark {
  const { x, y, width, height } = panel.place;
  const own = penOf(panel, pen);
  const head = own.size * 1.5;
  const left = letter === null ? 0 : pen.size * 1.6;
  const { title } = panel.settings;
  const top = title === '' ? 0 : head;
  const inner = { width: width * mm - left, height: height * mm - top };
  return {
    kind: 'group',
    x: x * mm,
    y: y * mm,
    title: letter === null ? panel.kind : `${letter}: ${panel.kind}`,
    marks: [
      ...(letter === null ? [] : [text(pen, 0, pen.size, letter, { weight: 600, size: pen.size + 1 })]),
      ...(title === '' ? [] : [text(own, left, own.size, title, { weight: 600 })]),
      { kind: 'group', x: left, y: top, marks: drawData(data, inner, own) },
    ],
  };
}

/** With the panel's own font size, where it has one. */
export function penOf({ settings: { fontSize } }: Panel, pen: Pen): Pen {
  return fontSize === 0 ? pen : { ...pen, size: fontSize };
}

/** The pen that knows the classes of what is shown. */
export function penFor(data: PanelData, pen: Pen): Pen {
  return data.kind === 'scatter' && data.tasks ? taskPen(pen, data.tasks) : pen;
}

function drawData(data: PanelData, { width, height }: { width: number; height: number }, pen: Pen): Mark[] {
  switch (data.kind) {
    case 'timeline':
      return drawTimeline(data, width, height, pen);
    case 'intervals':
      return drawIntervals(data, width, height, pen);
    case 'curves':
      return drawCurves(data, width, height, pen);
    case 'distribution':
      return drawDistribution(data, width, height, pen);
    case 'matrix':
      return drawMatrix(data, width, height, pen);
    case 'scatter':
      return drawScatter(data, width, height, penFor(data, pen));
    case 'overlap':
      return drawOverlap(data, width, height, pen);
    case 'table':
      return drawTable(data, width, height, pen);
    case 'empty':
      return [
        { kind: 'rect', x: 0, y: 0, width, height, stroke: softInk, lineWidth: 0.5, dash: [2, 2] },
        ...wrapped(data.sentence, width - 12, (words) => pen.measure(words, pen.size)).map((words, i) =>
          text(pen, 6, pen.size * (1.8 + 1.4 * i), words, { colour: softInk }),
        ),
      ];
  }
}
