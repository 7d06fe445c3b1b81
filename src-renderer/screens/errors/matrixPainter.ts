import type { ConfusionMatrix } from '../../../src-main/common/domain/confusions';
import type { Theme } from '../../../src-main/common/classColours';
import { fittingLabel } from '../../../src-main/common/figures/shorten';
import { textWidth } from '../../canvas/label';
import { probabilityMap } from '../../canvas/probabilityMap';
import type { Tokens } from '../../ui/theme';
import { cellSize, margin, type MatrixView, toX, toY } from './matrixView';

export type CellMeasure = 'share' | 'steps';

export interface MatrixScene {
  matrix: ConfusionMatrix;
  measure: CellMeasure;
  view: MatrixView;
  /** Group indices; null: none. */
  selected: { row: number; column: number } | null;
  hovered: { row: number; column: number } | null;
  tokens: Tokens;
  theme: Theme;
}

/** From this size on a row has its name. */
const nameFrom = 11;

export function paintMatrix(context: CanvasRenderingContext2D, scene: MatrixScene): void {
  const { view, tokens } = scene;
  context.save();
  context.beginPath();
  context.rect(margin.left, margin.top, view.width - margin.left, view.height - margin.top);
  context.clip();
  paintCells(context, scene);
  paintLines(context, scene);
  outline(context, scene, scene.hovered, tokens.tx2);
  outline(context, scene, scene.selected, tokens.acc);
  context.restore();
  paintNames(context, scene);
}

/** Largest number of a row's and of the whole matrix's steps off which colours are read. */
export function cellValue({ matrix, measure }: Pick<MatrixScene, 'matrix' | 'measure'>, row: number, steps: number) {
  return measure === 'share' ? steps / (matrix.groups[row]?.steps || 1) : steps;
}

function paintCells(context: CanvasRenderingContext2D, scene: MatrixScene): void {
  const { matrix, measure, view, tokens, theme } = scene;
  const size = cellSize(view);
  const colours = probabilityMap(theme);
  const most = measure === 'share' ? 1 : matrix.cells.reduce((max, [, , steps]) => Math.max(max, steps), 1);
  const gap = size >= 6 ? 1 : 0;
  context.font = `400 11px ${tokens.sans}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  // Percentages stand in all cells or in none.
  const numbered = measure === 'steps' || textWidth(context, '88') <= size - 2;
  for (const [row, column, steps] of matrix.cells) {
    const [x, y] = [toX(view, column), toY(view, row)];
    if (x + size < margin.left || y + size < margin.top || x > view.width || y > view.height) continue;
    const value = cellValue(scene, row, steps);
    const shade = Math.round((255 * value) / most);
    const [r, g, b] = colours.subarray(3 * shade, 3 * shade + 3);
    context.fillStyle = `rgb(${r} ${g} ${b})`;
    context.fillRect(x, y, Math.max(1, size - gap), Math.max(1, size - gap));
    const text = measure === 'share' ? String(Math.round(100 * value)) : String(steps);
    if (!numbered || text === '0' || (text !== '100' && textWidth(context, text) > size - 2)) continue;
    // Black or white, whichever reads better (WCAG 2 relative luminance).
    const luminance = 0.2126 * (r! / 255) ** 2.2 + 0.7152 * (g! / 255) ** 2.2 + 0.0722 * (b! / 255) ** 2.2;
    context.fillStyle = luminance > 0.179 ? '#000000' : '#ffffff';
    context.fillText(text, x + (size - gap) / 2, y + size / 2);
  }
}

/** Lines where the first word of names changes, such as between verbs, and before the background. */
function paintLines(context: CanvasRenderingContext2D, { matrix, view, tokens }: MatrixScene): void {
  const { groups, grouping } = matrix;
  context.fillStyle = tokens.line2;
  const first = (index: number) => groups[index]?.name.split(' ')[0];
  const [right, bottom] = [toX(view, groups.length), toY(view, groups.length)];
  for (let i = 1; i < groups.length; i++) {
    const verbs = grouping === 'class' && first(i) !== first(i - 1) && cellSize(view) >= 3;
    if (!verbs && !groups[i]?.background) continue;
    context.fillRect(Math.round(toX(view, i)) - 1, margin.top, 1, bottom - margin.top);
    context.fillRect(margin.left, Math.round(toY(view, i)) - 1, right - margin.left, 1);
  }
  context.strokeStyle = tokens.line;
  context.lineWidth = 1;
  context.strokeRect(toX(view, 0) - 0.5, toY(view, 0) - 0.5, right - toX(view, 0), bottom - toY(view, 0));
}

function outline(
  context: CanvasRenderingContext2D,
  { view, tokens }: MatrixScene,
  cell: MatrixScene['selected'],
  colour: string,
): void {
  if (!cell) return;
  const size = Math.max(4, cellSize(view));
  const [x, y] = [toX(view, cell.column), toY(view, cell.row)];
  // The light line keeps the other apart from a dark cell.
  context.lineWidth = 1;
  context.strokeStyle = tokens.bg1;
  context.strokeRect(x + 1, y + 1, size - 3, size - 3);
  context.lineWidth = 2;
  context.strokeStyle = colour;
  context.strokeRect(x - 0.5, y - 0.5, size, size);
}

/**
 * Names of rows left, of columns slanted above; of the hovered and the selected ones also
 * where there is no room for all.
 */
function paintNames(context: CanvasRenderingContext2D, scene: MatrixScene): void {
  const { matrix, view, tokens, hovered, selected } = scene;
  const size = cellSize(view);
  const named = (index: number, of: 'row' | 'column') =>
    size >= nameFrom || hovered?.[of] === index || (selected?.[of] === index && !hovered);
  context.textBaseline = 'middle';
  matrix.groups.forEach(({ name, background }, index) => {
    const text = background ? 'bg' : name;
    const isOn = (of: 'row' | 'column') => hovered?.[of] === index || selected?.[of] === index;
    const [x, y] = [toX(view, index) + size / 2, toY(view, index) + size / 2];
    const measure = (one: string) => textWidth(context, one);
    if (y >= margin.top && y <= view.height && named(index, 'row')) {
      context.font = `${isOn('row') ? 600 : 400} 11px ${tokens.sans}`;
      context.fillStyle = isOn('row') ? tokens.tx : tokens.tx2;
      context.textAlign = 'right';
      context.fillText(fittingLabel(text, margin.left - 12, measure) ?? '', margin.left - 6, y);
    }
    if (x >= margin.left && x <= view.width - margin.right && named(index, 'column')) {
      context.save();
      context.font = `${isOn('column') ? 600 : 400} 11px ${tokens.sans}`;
      context.fillStyle = isOn('column') ? tokens.tx : tokens.tx2;
      context.textAlign = 'left';
      context.translate(x, margin.top - 6);
      context.rotate(-Math.PI / 3.2);
      context.fillText(fittingLabel(text, margin.top + 4, measure) ?? '', 0, 0);
      context.restore();
    }
  });
}
