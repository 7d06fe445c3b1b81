import { exactScale, niceScale, type Scale } from '../axis';
import { line, type Mark, pathOf } from '../drawing';
import type { CurveData } from '../panelData';
import { type Pen, type RunLook, runLook, runPoint, softInk } from '../pen';
import { plot } from './plot';

/** Lines over a common x: losses, scores over thresholds, precision over recall, reliability. */
export function drawCurves(data: CurveData, width: number, height: number, pen: Pen): Mark[] {
  const { xTitle, yTitle, lines, diagonal } = data;
  const keys = lines.map(({ name, markers }, i) => ({ name, key: lineKey(runLook(pen, i), markers) }));
  const words = { xTitle, yTitle, keys: keys.length > 1 ? keys : [], note: '' };
  const { x, y, marks } = plot(words, scales(data), { width, height }, pen);
  return [
    ...marks,
    ...(diagonal
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
    ...lines.flatMap((one, i) => drawLine(one, runLook(pen, i), x, y)),
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
