import { niceScale, numberText, positionOf, type Scale } from '../axis';
import { hatch, line, type Mark } from '../drawing';
import type { Interval, IntervalData } from '../panelData';
import { legend } from '../legend';
import {
  grid,
  ink,
  middleOffset,
  notes,
  paper,
  rowNames,
  type Pen,
  point,
  runLook,
  type Shape,
  smallSize,
  softInk,
  text,
} from '../pen';

/** Values of runs with whiskers, as dots on a line each or as horizontal bars; the scale begins at 0 for bars. */
export function drawIntervals(data: IntervalData, width: number, height: number, pen: Pen): Mark[] {
  const small = smallSize(pen);
  const names = rowNames(
    pen,
    data.groups.map(({ name }) => name),
    { width, height },
  );
  const { left } = names;
  const said = notes(pen, data.note, { left, right: width, bottom: height });
  const keys = data.series.map((name, i) => ({ name, key: (x: number, y: number) => [seriesKey(data, i, x, y, pen)] }));
  const below = legend(pen, data.series.length > 1 ? keys : [], width - left);
  const title = data.series.length > 1 ? data.title : `${data.series[0] ?? ''} ${data.title}`.trim();
  const bottom = Math.max(pen.size, height - below.height - small * 3.2 - said.height);
  const scale = scaleOf(data);
  const at = (value: number) => positionOf(scale, value, left, width - 6);
  const rowHeight = bottom / Math.max(1, data.groups.length);
  const whisker = data.thin ? softInk : ink;
  return [
    ...scale.ticks.flatMap((tick): Mark[] => [
      line(at(tick), 0, at(tick), bottom, grid),
      text(pen, at(tick), bottom + small * 1.3, numberText(tick, scale.digits), { size: small, anchor: 'middle' }),
    ]),
    line(left, bottom, width - 6, bottom, ink),
    ...names.marks(rowHeight),
    ...data.groups.flatMap(({ values }, row): Mark[] =>
      values.flatMap((value, i) => {
        const room = rowHeight * (data.style === 'bars' ? 0.8 : 0.6);
        const y = (row + 0.5) * rowHeight + room * ((i + 0.5) / values.length - 0.5);
        if (value === null) return [text(pen, left + 2, y + small * middleOffset, 'no value', { size: small })];
        return data.style === 'bars'
          ? drawBar(value, barMarks(pen, i), at, y, (room / values.length) * 0.86, whisker)
          : drawDot(value, i, at, y, whisker);
      }),
    ),
    text(pen, (left + width - 6) / 2, bottom + small * 2.7, title, { size: small, anchor: 'middle' }),
    { kind: 'group', x: left, y: bottom + small * 3.2, marks: below.marks },
    ...said.marks,
  ];
}

function scaleOf({ groups, style }: IntervalData): Scale {
  const values = groups.flatMap(({ values: own }) =>
    own.flatMap((v) => (v ? [v.value, v.low ?? v.value, v.high ?? v.value] : [])),
  );
  if (values.length === 0) return niceScale(0, 1);
  return niceScale(style === 'bars' ? Math.min(0, ...values) : Math.min(...values), Math.max(...values), 4);
}

const dotShapes: readonly Shape[] = ['circle', 'square', 'triangle', 'diamond'];
const dotRadius = 2.4;

function dot(series: number, x: number, y: number): Mark {
  const shape = dotShapes[series % dotShapes.length] as Shape;
  return point(shape, x, y, dotRadius, { fill: series % 2 === 0 ? ink : paper, stroke: ink, lineWidth: 0.9 });
}

function drawDot(
  { value, low, high }: Interval,
  series: number,
  at: (value: number) => number,
  y: number,
  whisker: string,
): Mark[] {
  const drawn = low === null || high === null ? [] : [line(at(low), y, at(high), y, whisker, 0.8)];
  return [...drawn, dot(series, at(value), y)];
}

function drawBar(
  { value, low, high }: Interval,
  marks: (box: Box) => Mark[],
  at: (value: number) => number,
  y: number,
  thickness: number,
  whisker: string,
): Mark[] {
  const box = {
    x: Math.min(at(0), at(value)),
    y: y - thickness / 2,
    width: Math.abs(at(value) - at(0)),
    height: thickness,
  };
  const cap = Math.min(3, thickness / 2);
  return [
    ...marks(box),
    ...(low === null || high === null
      ? []
      : [
          line(at(low), y, at(high), y, whisker, 0.8),
          line(at(low), y - cap, at(low), y + cap, whisker, 0.8),
          line(at(high), y - cap, at(high), y + cap, whisker, 0.8),
        ]),
  ];
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Bars of series differ by hatching as well as by colour. */
function barMarks(pen: Pen, series: number): (box: Box) => Mark[] {
  const { colour } = runLook(pen, series);
  const hatched = series % 2 === 1;
  return (box) => [
    { kind: 'rect', ...box, fill: hatched ? paper : tint(colour), stroke: colour, lineWidth: 0.7 },
    ...(hatched && box.width > 0
      ? [{ kind: 'path', d: hatch(box, 2.4), stroke: colour, lineWidth: 0.7 } satisfies Mark]
      : []),
  ];
}

/** Half way to white, so that whiskers in ink stay seen. */
function tint(colour: string): string {
  const channel = (at: number) => Math.round((Number.parseInt(colour.slice(at, at + 2), 16) + 255) / 2);
  return `#${[1, 3, 5].map((at) => channel(at).toString(16).padStart(2, '0')).join('')}`;
}

function seriesKey({ style }: IntervalData, series: number, x: number, y: number, pen: Pen): Mark {
  if (style === 'dots') return dot(series, x, y);
  return { kind: 'group', x: 0, y: 0, marks: barMarks(pen, series)({ x: x - 5, y: y - 2.5, width: 10, height: 5 }) };
}
