import { numberText, positionOf, type Scale } from '../axis';
import { line, type Mark } from '../drawing';
import { legend, type LegendEntry } from '../legend';
import { grid, ink, middleOffset, notes, type Pen, smallSize, text } from '../pen';

interface PlotWords {
  xTitle: string;
  yTitle: string;
  keys: readonly LegendEntry[];
  /** Under everything; may be none. */
  note: string;
}

interface Plot {
  /** From values to places on paper. */
  x: (value: number) => number;
  y: (value: number) => number;
  /** Axes with their ticks and titles, the key and the note. */
  marks: Mark[];
}

/** The ground of a plot over two axes: what is drawn into it comes after. */
export function plot(
  { xTitle, yTitle, keys, note }: PlotWords,
  [xScale, yScale]: readonly [Scale, Scale],
  { width, height }: { width: number; height: number },
  pen: Pen,
): Plot {
  const small = smallSize(pen);
  const yLabels = yScale.ticks.map((tick) => numberText(tick, yScale.digits));
  const left = small * 1.6 + Math.max(...yLabels.map((label) => pen.measure(label, small))) + 4;
  const foot = notes(pen, note, { left, right: width, bottom: height });
  const below = legend(pen, keys, width - left);
  const bottom = height - foot.height - below.height - small * 3.2;
  const right = width - pen.measure(numberText(xScale.high, xScale.digits), small) / 2;
  const top = small / 2;
  const x = (value: number) => positionOf(xScale, value, left, right);
  const y = (value: number) => positionOf(yScale, value, bottom, top);
  const marks = [
    ...yScale.ticks.flatMap((tick, i): Mark[] => [
      line(left, y(tick), right, y(tick), grid),
      text(pen, left - 4, y(tick) + small * middleOffset, yLabels[i] as string, { size: small, anchor: 'end' }),
    ]),
    line(left, bottom, right, bottom, ink),
    ...xScale.ticks.flatMap((tick): Mark[] => [
      line(x(tick), bottom, x(tick), bottom + 2.5, ink),
      text(pen, x(tick), bottom + small * 1.5, numberText(tick, xScale.digits), { size: small, anchor: 'middle' }),
    ]),
    text(pen, (left + right) / 2, bottom + small * 2.8, xTitle, { size: small, anchor: 'middle' }),
    text(pen, small, (top + bottom) / 2, yTitle, { size: small, anchor: 'middle', angle: 90 }),
    { kind: 'group', x: left, y: bottom + small * 3.2, marks: below.marks } satisfies Mark,
    ...foot.marks,
  ];
  return { x, y, marks };
}
