import {
  type ClassLook,
  lookOf,
  type Mark as ClassMark,
  marks as classMarks,
  slots,
  unknownLook,
} from '../classColours';
import { shortened, wrapped } from './shorten';
import { type PaletteName, palettes } from './palettes';
import { type CircleMark, type Mark, type Measure, type Paint, pathOf, type TextMark, type Weight } from './drawing';

/**
 * The print theme: what every panel draws with. White paper, black ink, the light palette of the classes with its dark
 * edges; runs differ in colour, dash and shape.
 */
export const ink = '#15181c';
export const softInk = '#454e58';
export const grid = '#d5dae0';
export const frame = '#7d8893';
export const paper = '#ffffff';

/** Thinnest line that prints. */
export const hairline = 0.5;

export type Shape = 'circle' | 'square' | 'triangle' | 'diamond' | 'plus';

export interface RunLook {
  colour: string;
  dash: readonly number[];
  shape: Shape;
  hollow: boolean;
}

const runShapes: readonly Omit<RunLook, 'colour'>[] = [
  { dash: [], shape: 'circle', hollow: false },
  { dash: [4, 2], shape: 'square', hollow: true },
  { dash: [1, 1.6], shape: 'triangle', hollow: false },
  { dash: [6, 2, 1, 2], shape: 'diamond', hollow: true },
];

/** Of the run or series of this rank; the fifth looks like the first. */
export function runLook({ palette }: Pick<Pen, 'palette'>, rank: number): RunLook {
  const at = rank % runShapes.length;
  return { ...runShapes[at]!, colour: palettes[palette].runs[at]! };
}

const shapes: Record<ClassMark, Shape> = {
  none: 'circle',
  bar: 'triangle',
  dot: 'square',
  column: 'diamond',
  cross: 'plus',
};
export const shapeOf = (look: ClassLook): Shape => shapes[look.mark];

export interface Pen {
  /** Of labels, in points. */
  size: number;
  measure: Measure;
  palette: PaletteName;
  lookOf(classId: number): ClassLook;
  nameOf(classId: number): string;
}

/**
 * The pen for classes that are tasks of videos: eight colours, then each with the next mark,
 * as on the Embeddings screen.
 */
export function taskPen(pen: Pen, tasks: readonly string[]): Pen {
  const tints = palettes[pen.palette].classes;
  return {
    ...pen,
    lookOf: (id) => {
      const [slot, mark] = [slots[id % slots.length], classMarks[Math.floor(id / slots.length)]];
      return slot && mark ? lookOf(tints[slot][0] as string, mark, 'light') : unknownLook('light');
    },
    nameOf: (id) => tasks[id] ?? `task ${id}`,
  };
}

/** Nothing is set smaller, in points. */
const smallestText = 4;

/** Ticks and notes are a point smaller than labels. */
export const smallSize = (pen: Pen): number => pen.size - 1;

/** From a baseline up to the middle of lower-case letters with ascenders, as a share of the font size. */
export const middleOffset = 0.36;

type TextOptions = Partial<Pick<TextMark, 'anchor' | 'weight' | 'colour' | 'angle' | 'size'>>;

/** A text in the pen's size and in ink, unless options say otherwise. @param y of the baseline */
export function text(pen: Pen, x: number, y: number, words: string, options: TextOptions = {}): TextMark {
  return {
    kind: 'text',
    x,
    y,
    text: words,
    size: pen.size,
    weight: 400 as Weight,
    colour: ink,
    anchor: 'start',
    angle: 0,
    ...options,
  };
}

/** A point of a plot; shapes of one radius look equally large. */
export function point(shape: Shape, x: number, y: number, radius: number, paint: Paint): Mark {
  const corners = (list: readonly (readonly [number, number])[]): Mark => ({
    kind: 'path',
    d: pathOf(
      list.map(([dx, dy]) => [x + dx * radius, y + dy * radius]),
      true,
    ),
    ...paint,
  });
  switch (shape) {
    case 'circle':
      return { kind: 'circle', x, y, radius, ...paint } satisfies CircleMark;
    case 'square':
      return corners([
        [-0.88, -0.88],
        [0.88, -0.88],
        [0.88, 0.88],
        [-0.88, 0.88],
      ]);
    case 'triangle':
      return corners([
        [0, -1.2],
        [1.1, 0.8],
        [-1.1, 0.8],
      ]);
    case 'diamond':
      return corners([
        [0, -1.25],
        [1.25, 0],
        [0, 1.25],
        [-1.25, 0],
      ]);
    case 'plus':
      return corners([
        [-0.4, -1.2],
        [0.4, -1.2],
        [0.4, -0.4],
        [1.2, -0.4],
        [1.2, 0.4],
        [0.4, 0.4],
        [0.4, 1.2],
        [-0.4, 1.2],
        [-0.4, 0.4],
        [-1.2, 0.4],
        [-1.2, -0.4],
        [-0.4, -0.4],
      ]);
  }
}

/** The point of a run or series in a legend and in plots. */
export function runPoint(look: RunLook, x: number, y: number, radius: number): Mark {
  return point(look.shape, x, y, radius, {
    fill: look.hollow ? paper : look.colour,
    stroke: look.colour,
    lineWidth: 0.9,
  });
}

/**
 * Names at the left of rows: they shrink where the rows are low, are shortened at two fifths of the width, and never
 * overlap.
 * @returns where the rows begin, and the names once it is known how high a row is
 */
export function rowNames(
  pen: Pen,
  names: readonly string[],
  { width, height }: { width: number; height: number },
): { left: number; marks: (rowHeight: number) => Mark[] } {
  const size = Math.min(pen.size, Math.max(smallestText, (0.7 * height) / Math.max(1, names.length)));
  const measure = (words: string) => pen.measure(words, size);
  const room = Math.min(width * 0.4, Math.max(0, ...names.map(measure)));
  const marks = (rowHeight: number) => {
    const every = Math.max(1, Math.ceil(size / rowHeight));
    return names.flatMap((name, row) => {
      if (row % every > 0) return [];
      const y = (row + 0.5) * rowHeight + size * middleOffset;
      return [text(pen, room, y, shortened(name, room, measure), { size, anchor: 'end' })];
    });
  };
  return { left: room + 8, marks };
}

/** Lines of small text that end at a height. */
export function notes(
  pen: Pen,
  words: string,
  { left, right, bottom }: { left: number; right: number; bottom: number },
): { height: number; marks: Mark[] } {
  if (words === '') return { height: 0, marks: [] };
  const size = smallSize(pen);
  const lines = wrapped(words, right - left, (line) => pen.measure(line, size));
  const marks = lines.map((line, i) => {
    const y = bottom - size * (0.3 + 1.4 * (lines.length - 1 - i));
    return text(pen, left, y, line, { size });
  });
  return { height: lines.length * size * 1.4, marks };
}
