import { exactScale, niceScale, numberText, positionOf, type Scale } from '../axis';
import { line, type Mark, pathOf } from '../drawing';
import type { CurveData } from '../panelData';
import {
  grid,
  ink,
  legend,
  middleOffset,
  type Pen,
  type RunLook,
  runLook,
  runPoint,
  smallSize,
  softInk,
  text,
} from '../pen';

/** Lines over a common x: losses, scores over thresholds, precision over recall, reliability. */
export function drawCurves(data: CurveData, width: number, height: number, pen: Pen): Mark[] {
  const small = smallSize(pen);
  const [xScale, yScale] = scales(data);
  const yLabels = yScale.ticks.map((tick) => numberText(tick, yScale.digits));
  const left = small * 1.6 + Math.max(...yLabels.map((label) => pen.measure(label, small))) + 4;
  const keys = data.lines.map(({ name, markers }, i) => ({ name, key: lineKey(runLook(pen, i), markers) }));
  const below = legend(pen, keys.length > 1 ? keys : [], width - left);
  const bottom = height - below.height - small * 3.2;
  const right = width - pen.measure(numberText(xScale.high, xScale.digits), small) / 2;
  const top = small / 2;
  const x = (value: number) => positionOf(xScale, value, left, right);
  const y = (value: number) => positionOf(yScale, value, bottom, top);
  return [
    ...yScale.ticks.flatMap((tick, i): Mark[] => [
      line(left, y(tick), right, y(tick), grid),
      text(pen, left - 4, y(tick) + small * middleOffset, yLabels[i] as string, { size: small, anchor: 'end' }),
    ]),
    line(left, bottom, right, bottom, ink),
    ...xScale.ticks.flatMap((tick): Mark[] => [
      line(x(tick), bottom, x(tick), bottom + 2.5, ink),
      text(pen, x(tick), bottom + small * 1.5, numberText(tick, xScale.digits), { size: small, anchor: 'middle' }),
    ]),
    ...(data.diagonal
      ? [
          {
            kind: 'path',
            d: pathOf([
              [x(0), y(0)],
              [x(1), y(1)],
            ]),
            stroke: softInk,
            lineWidth: 0.5,
            dash: [2, 2],
          } satisfies Mark,
        ]
      : []),
    ...data.lines.flatMap((one, i) => drawLine(one, runLook(pen, i), x, y)),
    text(pen, (left + right) / 2, bottom + small * 2.8, data.xTitle, { size: small, anchor: 'middle' }),
    text(pen, small, (top + bottom) / 2, data.yTitle, { size: small, anchor: 'middle', angle: 90 }),
    { kind: 'group', x: left, y: bottom + small * 3.2, marks: below.marks },
  ];
}

function scales({ lines, xRange, yRange }: CurveData): [Scale, Scale] {
  const [xs, ys] = [0, 1].map((axis) => lines.flatMap(({ points }) => points.map((p) => p[axis] as number)));
  const scale = (values: readonly number[], range: CurveData['xRange'], fromZero: boolean): Scale => {
    if (range) return exactScale(range[0], range[1]);
    const [low, high] = ends(values);
    return fromZero ? niceScale(Math.min(0, low), high) : exactScale(low, high > low ? high : low + 1);
  };
  return [scale(xs ?? [], xRange, false), scale(ys ?? [], yRange, true)];
}

function ends(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high ? [0, 1] : [low, high];
}

function drawLine(
  { points, markers }: CurveData['lines'][number],
  look: RunLook,
  x: (value: number) => number,
  y: (value: number) => number,
): Mark[] {
  return [
    {
      kind: 'path',
      d: pathOf(points.map(([a, b]) => [x(a), y(b)])),
      stroke: look.colour,
      lineWidth: 1,
      dash: look.dash,
    },
    ...(markers ? points.map(([a, b]) => runPoint(look, x(a), y(b), 1.9)) : []),
  ];
}

function lineKey(look: RunLook, markers: boolean) {
  return (x: number, y: number): Mark[] => {
    const dash: Mark = { ...line(x - 5, y, x + 6, y, look.colour, 1), dash: look.dash };
    return markers ? [dash, runPoint(look, x, y, 1.9)] : [dash];
  };
}
