/**
 * What a figure is before it is a file: marks in points (1/72 inch) with y downwards, nothing else. Panels are drawn
 * into this model by pure functions; `src-main/figures` writes it as SVG, PDF and PNG. Whatever those three cannot all
 * do the same way (gradients, blending, kerning) is not in it.
 */
export const pointsPerMillimetre = 72 / 25.4;

export type Weight = 400 | 600;

/** Fonts that the program brings along. */
export const fontNames = ['Inter', 'STIX'] as const;
export type FontName = (typeof fontNames)[number];

/** Width in points of a text in the figures' font. */
export type Measure = (text: string, size: number, weight?: Weight) => number;

export interface Paint {
  fill?: string;
  stroke?: string;
  /** Of the stroke, in points. */
  lineWidth?: number;
  dash?: readonly number[];
  /** 0 to 1, of fill and stroke alike. */
  opacity?: number;
}

export interface TextMark {
  kind: 'text';
  x: number;
  /** Of the baseline. */
  y: number;
  text: string;
  size: number;
  weight: Weight;
  colour: string;
  anchor: 'start' | 'middle' | 'end';
  /** Degrees counterclockwise about the point. */
  angle: number;
}

export interface RectMark extends Paint {
  kind: 'rect';
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface CircleMark extends Paint {
  kind: 'circle';
  x: number;
  y: number;
  radius: number;
}

/** Straight lines and cubic curves. */
export interface PathMark extends Paint {
  kind: 'path';
  /** Of SVG: absolute M, L, C and Z only. */
  d: string;
}

export interface ImageMark {
  kind: 'image';
  x: number;
  y: number;
  width: number;
  height: number;
  /** Key among the drawing's images. */
  image: string;
}

/** Marks moved together, cut to a rectangle where it says so. */
export interface GroupMark {
  kind: 'group';
  x: number;
  y: number;
  clip?: { width: number; height: number };
  /** What the group is, for readers of SVG. */
  title?: string;
  marks: readonly Mark[];
}

export type Mark = TextMark | RectMark | CircleMark | PathMark | ImageMark | GroupMark;

export interface Drawing {
  title: string;
  font: FontName;
  /** In points. */
  width: number;
  height: number;
  marks: readonly Mark[];
  /** JPEG files by key. */
  images: ReadonlyMap<string, Uint8Array>;
}

/** A coordinate as it is written: thousandths of a point, so that the same figure gives the same bytes everywhere. */
export const coordinate = (value: number): string => String(Math.round(value * 1000) / 1000 + 0);

/** A line through points, closed where asked. */
export function pathOf(points: readonly (readonly [number, number])[], closed = false): string {
  const parts = points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${coordinate(x)} ${coordinate(y)}`);
  return parts.join('') + (closed ? 'Z' : '');
}

/** A straight line. @param lineWidth in points */
export function line(x1: number, y1: number, x2: number, y2: number, stroke: string, lineWidth = 0.5): PathMark {
  return {
    kind: 'path',
    d: pathOf([
      [x1, y1],
      [x2, y2],
    ]),
    stroke,
    lineWidth,
  };
}

/** Lines from lower left to upper right across a rectangle, cut at its edges. @param gap between them, in points */
export function hatch(box: { x: number; y: number; width: number; height: number }, gap: number): string {
  const { x, y, width, height } = box;
  const parts: string[] = [];
  // The line "s": from (s, bottom) to (s + height, top), where s counts from the left edge.
  for (let s = gap - height; s < width; s += gap) {
    const from = Math.max(0, s);
    const to = Math.min(width, s + height);
    parts.push(
      pathOf([
        [x + from, y + height - (from - s)],
        [x + to, y + height - (to - s)],
      ]),
    );
  }
  return parts.join('');
}
