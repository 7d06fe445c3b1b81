/** Where the names of groups of points stand: at their medians, moved apart, left out where they do not fit. */
import { type Camera, type Size, toPixelX, toPixelY } from './camera';

export interface Named {
  name: string;
  /** Of its points. */
  median: { x: number; y: number };
  points: number;
}

export interface PlacedName {
  name: string;
  median: { x: number; y: number };
  /** Middle of the text in CSS pixels. */
  x: number;
  y: number;
}

const height = 16;
const padding = 4;
/** Distances from the median that are tried, in CSS pixels, and the directions at each. */
const rings = [0, 16, 28, 40, 56];
const directions = 8;

/** Medians of the points of each group, the largest group first. @param groups `[points]` name, or null for none */
export function mediansOf(positions: Float32Array, groups: readonly (string | null)[]): Named[] {
  const places = new Map<string, { x: number[]; y: number[] }>();
  groups.forEach((name, i) => {
    if (name === null) return;
    const place = places.get(name) ?? { x: [], y: [] };
    places.set(name, place);
    place.x.push(positions[2 * i]!);
    place.y.push(positions[2 * i + 1]!);
  });
  const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] as number;
  return [...places]
    .map(([name, { x, y }]) => ({ name, points: x.length, median: { x: middle(x), y: middle(y) } }))
    .sort((a, b) => b.points - a.points || a.name.localeCompare(b.name));
}

/** @param measure width of a text in CSS pixels */
export function placeNames(
  names: readonly Named[],
  camera: Camera,
  size: Size,
  measure: (text: string) => number,
): PlacedName[] {
  const placed: (PlacedName & { half: number })[] = [];
  for (const { name, median } of names) {
    const half = measure(name) / 2 + padding;
    const [x, y] = [toPixelX(camera, size, median.x), toPixelY(camera, size, median.y)];
    if (x < 0 || y < 0 || x > size.width || y > size.height) continue;
    const free = candidates(x, y).find(
      (at) =>
        at.x - half >= 0 &&
        at.x + half <= size.width &&
        at.y - height / 2 >= 0 &&
        at.y + height / 2 <= size.height &&
        placed.every((other) => Math.abs(other.x - at.x) > other.half + half || Math.abs(other.y - at.y) > height),
    );
    if (free) placed.push({ name, median, ...free, half });
  }
  return placed.map(({ half: _half, ...name }) => name);
}

/** The names as another camera sees them: as far from their medians as they were put. */
export function movedNames(names: readonly PlacedName[], from: Camera, to: Camera, size: Size): PlacedName[] {
  return names.map(({ name, median, x, y }) => ({
    name,
    median,
    x: x + toPixelX(to, size, median.x) - toPixelX(from, size, median.x),
    y: y + toPixelY(to, size, median.y) - toPixelY(from, size, median.y),
  }));
}

function candidates(x: number, y: number): { x: number; y: number }[] {
  return rings.flatMap((ring) =>
    Array.from({ length: ring === 0 ? 1 : directions }, (_, d) => {
      // Up and down first: names are wide.
      const angle = Math.PI / 2 + (d % 2 === 0 ? d : -d - 1) * (Math.PI / directions) * 2;
      return { x: x + ring * Math.cos(angle), y: y - ring * Math.sin(angle) };
    }),
  );
}
