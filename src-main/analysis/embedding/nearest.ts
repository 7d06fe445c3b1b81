/** A search for nearest neighbours as threads share it: what they see, and the part of one. */

/** `[count, dim]`, row by row. */
export interface Rows {
  values: Float32Array;
  count: number;
  dim: number;
}

/** The `k` nearest of each of some points, the nearest first. */
export interface Neighbours {
  k: number;
  /** `[points, k]` indices of reference points. */
  indices: Int32Array;
  /** `[points, k]` squared distances. */
  distances: Float32Array;
}

/** Reference points sorted into cells. */
export interface Cells extends Rows {
  /** `[count]` original index of each sorted point. */
  order: Int32Array;
  /** `[count]` distance of each sorted point to its pivot, ascending within a cell. */
  toPivot: Float64Array;
  /** `[cells + 1]` where the points of each cell begin. */
  starts: Int32Array;
  /** `[cells, dim]` */
  pivots: Float32Array;
}

/** Shared by all threads of one search. */
export interface Search extends Neighbours {
  cells: Cells;
  queries: Rows;
  /** Whether the queries are the reference points, whose nearest is themselves, which does not count. */
  own: boolean;
}

/** Points that one part of a search looks after. */
const partSize = 64;
export const searchParts = (queries: number) => Math.ceil(queries / partSize);
/** Columns that are summed before a distance is compared. */
const piece = 8;

/** The distance of two rows; as soon as it is seen to be at least `limit`, something not less than that. */
export function squaredDistance(
  a: Float32Array,
  i: number,
  b: Float32Array,
  j: number,
  dim: number,
  limit: number,
): number {
  let sum = 0;
  let c = 0;
  for (; c + piece <= dim; c += piece) {
    for (let e = c; e < c + piece; e++) {
      const difference = a[i + e]! - b[j + e]!;
      sum += difference * difference;
    }
    if (sum >= limit) return sum;
  }
  for (; c < dim; c++) {
    const difference = a[i + c]! - b[j + c]!;
    sum += difference * difference;
  }
  return sum;
}

/** The work of one thread: part p is queries `[p, p + 1) * partSize`. */
export function nearest({ cells, queries, own, k, indices, distances }: Search): (part: number) => void {
  const { dim, starts, toPivot, order } = cells;
  const cellCount = starts.length - 1;
  const pivotDistance = new Float64Array(cellCount);
  const visit = Array.from({ length: cellCount }, (_, c) => c);
  const heap = new NearestHeap(k);
  const findOne = (query: number) => {
    const at = query * dim;
    heap.clear();
    for (let c = 0; c < cellCount; c++) {
      pivotDistance[c] = Math.sqrt(squaredDistance(queries.values, at, cells.pivots, c * dim, dim, Infinity));
    }
    visit.sort((a, b) => pivotDistance[a]! - pivotDistance[b]! || a - b);
    for (const c of visit) {
      const toCell = pivotDistance[c]!;
      for (let r = starts[c]!; r < starts[c + 1]!; r++) {
        const least = toCell - toPivot[r]!;
        const worst = heap.worst;
        // Rounding must not leave out a point that is just near enough.
        if (least * least > worst * (1 + 1e-6)) {
          if (least < 0) break;
          continue;
        }
        const distance = squaredDistance(queries.values, at, cells.values, r * dim, dim, worst);
        if (distance < worst && !(own && order[r] === query)) heap.add(distance, order[r]!);
      }
    }
    heap.drain(distances, indices, query * k);
  };
  return (part) => {
    const end = Math.min(queries.count, (part + 1) * partSize);
    for (let query = part * partSize; query < end; query++) findOne(query);
  };
}

/** The k smallest distances so far, the largest of them at the top. */
class NearestHeap {
  /** Distances must be less than this to come in. */
  worst = Infinity;
  private size = 0;
  private readonly keys: Float64Array;
  private readonly items: Int32Array;

  constructor(private readonly k: number) {
    this.keys = new Float64Array(k);
    this.items = new Int32Array(k);
  }

  clear(): void {
    this.size = 0;
    this.worst = Infinity;
  }

  add(key: number, item: number): void {
    const { keys, items, k } = this;
    if (this.size < k) {
      let at = this.size++;
      for (; at > 0; at = (at - 1) >> 1) {
        const parent = (at - 1) >> 1;
        if (keys[parent]! >= key) break;
        keys[at] = keys[parent]!;
        items[at] = items[parent]!;
      }
      keys[at] = key;
      items[at] = item;
    } else this.sink(key, item);
    if (this.size === k) this.worst = keys[0]!;
  }

  /** Writes out what it holds, the nearest first; equal distances by index. */
  drain(keys: Float32Array, items: Int32Array, at: number): void {
    const found = Array.from({ length: this.size }, (_, i) => i);
    found.sort((a, b) => this.keys[a]! - this.keys[b]! || this.items[a]! - this.items[b]!);
    found.forEach((from, i) => {
      keys[at + i] = this.keys[from]!;
      items[at + i] = this.items[from]!;
    });
  }

  /** Replaces the top. */
  private sink(key: number, item: number): void {
    const { keys, items, size } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && keys[child + 1]! > keys[child]!) child++;
      if (keys[child]! <= key) break;
      keys[at] = keys[child]!;
      items[at] = items[child]!;
      at = child;
    }
    keys[at] = key;
    items[at] = item;
  }
}
