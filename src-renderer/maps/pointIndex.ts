/** Points by squares of the map, for what is under the pointer and inside a lasso. */
export class PointIndex {
  private readonly left: number;
  private readonly bottom: number;
  private readonly cell: number;
  private readonly side: number;
  private readonly starts: Int32Array;
  private readonly members: Int32Array;

  /** @param positions `[points, 2]` */
  constructor(private readonly positions: Float32Array) {
    const count = positions.length / 2;
    let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let i = 0; i < positions.length; i += 2) {
      left = Math.min(left, positions[i]!);
      right = Math.max(right, positions[i]!);
      bottom = Math.min(bottom, positions[i + 1]!);
      top = Math.max(top, positions[i + 1]!);
    }
    this.left = left;
    this.bottom = bottom;
    this.side = Math.max(1, Math.ceil(Math.sqrt(count / 2)));
    this.cell = Math.max(right - left, top - bottom, 1e-6) / this.side;
    this.starts = new Int32Array(this.side * this.side + 1);
    const cells = Int32Array.from({ length: count }, (_, i) => this.cellOf(positions[2 * i]!, positions[2 * i + 1]!));
    for (const cell of cells) this.starts[cell + 1]!++;
    for (let c = 1; c < this.starts.length; c++) this.starts[c]! += this.starts[c - 1]!;
    const next = this.starts.slice();
    this.members = new Int32Array(count);
    cells.forEach((cell, i) => {
      this.members[next[cell]!++] = i;
    });
  }

  /** The nearest point within `reach`, among those that `counts`; null where there is none. */
  nearest(x: number, y: number, reach: number, counts: (point: number) => boolean): number | null {
    let best: number | null = null;
    let limit = reach * reach;
    this.visit(x - reach, x + reach, y - reach, y + reach, (i) => {
      const distance = (this.positions[2 * i]! - x) ** 2 + (this.positions[2 * i + 1]! - y) ** 2;
      if (distance > limit || !counts(i)) return;
      limit = distance;
      best = i;
    });
    return best;
  }

  /** Points inside a polygon, ascending. @param polygon corners x, y, x, y, … */
  within(polygon: readonly number[]): number[] {
    const [xs, ys] = [polygon.filter((_, i) => i % 2 === 0), polygon.filter((_, i) => i % 2 === 1)];
    const found: number[] = [];
    this.visit(Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys), (i) => {
      if (isInside(polygon, this.positions[2 * i]!, this.positions[2 * i + 1]!)) found.push(i);
    });
    return found.sort((a, b) => a - b);
  }

  private visit(left: number, right: number, bottom: number, top: number, each: (point: number) => void): void {
    const column = (x: number) => Math.min(this.side - 1, Math.max(0, Math.floor((x - this.left) / this.cell)));
    const row = (y: number) => Math.min(this.side - 1, Math.max(0, Math.floor((y - this.bottom) / this.cell)));
    for (let r = row(bottom); r <= row(top); r++) {
      for (let c = column(left); c <= column(right); c++) {
        const cell = r * this.side + c;
        for (let m = this.starts[cell]!; m < this.starts[cell + 1]!; m++) each(this.members[m]!);
      }
    }
  }

  private cellOf(x: number, y: number): number {
    const clamp = (v: number) => Math.min(this.side - 1, Math.max(0, Math.floor(v / this.cell)));
    return clamp(y - this.bottom) * this.side + clamp(x - this.left);
  }
}

/** By the number of edges to the right of the place. */
function isInside(polygon: readonly number[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
    const [ax, ay, bx, by] = [polygon[i]!, polygon[i + 1]!, polygon[j]!, polygon[j + 1]!];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
