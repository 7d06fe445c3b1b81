import type { Mark } from '../drawing';
import type { ScatterData } from '../panelData';
import { fittingLegend, type LegendEntry, noLegend } from '../legend';
import { frame, type Pen, point, shapeOf, smallSize, text } from '../pen';

/** Maps side by side, each in a frame with equal scales in x and y. */
export function drawScatter(data: ScatterData, width: number, height: number, pen: Pen): Mark[] {
  const gap = 6;
  const below =
    data.legend === 'below' ? fittingLegend(pen, classKeys(data, pen), width, height * mostOfKey) : noLegend;
  const box = {
    width: (width - gap * (data.maps.length - 1)) / data.maps.length,
    height: height - below.height - (below.height > 0 ? 5 : 0),
  };
  return [
    ...data.maps.map(
      (map, i): Mark => ({
        kind: 'group',
        x: i * (box.width + gap),
        y: 0,
        marks: drawMap(map, box, data, pen),
      }),
    ),
    { kind: 'group', x: 0, y: height - below.height, marks: below.marks },
  ];
}

/** Share of the panel that the key takes at most. */
const mostOfKey = 0.45;

type ScatterMap = ScatterData['maps'][number];

function drawMap(
  { name, points }: ScatterMap,
  box: { width: number; height: number },
  { marks, legend: names }: ScatterData,
  pen: Pen,
): Mark[] {
  const place = fit(points, box, pen.size * 1.8);
  return [
    { kind: 'rect', x: 0, y: 0, ...box, stroke: frame, lineWidth: 0.5 },
    text(pen, 4, pen.size * 1.3, name),
    ...points.map((one): Mark => {
      const look = pen.lookOf(one.classId);
      const shape = marks === 'colour' ? 'circle' : shapeOf(look);
      const [x, y] = place(one);
      return point(shape, x, y, 1.5, { fill: look.fill, stroke: look.edge, lineWidth: 0.35 });
    }),
    ...(names === 'direct' ? classNames(points, place, pen) : []),
  ];
}

/** Places points in the box below its title, with one scale for both directions. */
function fit(points: ScatterMap['points'], box: { width: number; height: number }, top: number) {
  const margin = 5;
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x0, x1, y0, y1] = [least(xs), most(xs), least(ys), most(ys)];
  const room = { width: box.width - 2 * margin, height: box.height - top - margin };
  const scale = Math.min(room.width / (x1 - x0 || 1), room.height / (y1 - y0 || 1));
  const [offsetX, offsetY] = [(room.width - scale * (x1 - x0)) / 2, (room.height - scale * (y1 - y0)) / 2];
  return ({ x, y }: { x: number; y: number }): [number, number] => [
    margin + offsetX + scale * (x - x0),
    top + offsetY + scale * (y1 - y),
  ];
}

const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity);

/** Classes that occur, in the order of their ids. */
const classesOf = (points: ScatterMap['points']) =>
  [...new Set(points.map(({ classId }) => classId))].sort((a, b) => a - b);

function classKeys({ maps, marks }: ScatterData, pen: Pen): LegendEntry[] {
  return classesOf(maps.flatMap(({ points }) => points)).map((classId) => {
    const look = pen.lookOf(classId);
    const shape = marks === 'colour' ? 'circle' : shapeOf(look);
    return {
      name: pen.nameOf(classId),
      key: (x, y) => [point(shape, x, y, 2.2, { fill: look.fill, stroke: look.edge, lineWidth: 0.5 })],
    };
  });
}

/** Names at the medians; one that would cover another is left out. */
function classNames(points: ScatterMap['points'], place: ReturnType<typeof fit>, pen: Pen): Mark[] {
  const size = smallSize(pen);
  const taken: { x: number; y: number; width: number }[] = [];
  return classesOf(points).flatMap((classId): Mark[] => {
    const own = points.filter((one) => one.classId === classId);
    const [x, y] = place({ x: median(own.map((p) => p.x)), y: median(own.map((p) => p.y)) });
    const width = pen.measure(pen.nameOf(classId), size) + 4;
    if (taken.some((other) => Math.abs(other.y - y) < size * 1.2 && Math.abs(other.x - x) < (other.width + width) / 2))
      return [];
    taken.push({ x, y, width });
    return [
      { kind: 'rect', x: x - width / 2, y: y - size * 0.9, width, height: size * 1.25, fill: '#ffffff', opacity: 0.8 },
      text(pen, x, y, pen.nameOf(classId), { size, anchor: 'middle', weight: 600 }),
    ];
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}
