/** UMAP (McInnes, Healy & Melville 2018) by umap-js, on our neighbours; see docs/decisions/006-umap-js.md. */
import { UMAP } from 'umap-js';
import { Rng } from '../../common/rng';
import type { Neighbours, Rows } from './nearest';

export class Umap {
  iteration = 0;
  readonly iterations: number;
  private readonly library: UMAP;

  /** @param neighbours of every point among the others; how many they are is UMAP's own setting */
  constructor(states: Rows, { k, indices, distances }: Neighbours, seed: number) {
    const rng = new Rng(seed, 'umap');
    this.library = new UMAP({ nNeighbors: k + 1, random: () => rng.next() });
    const row = (i: number) => i * k;
    const points = Array.from({ length: states.count }, (_, i) => i);
    // The library counts a point as its own first neighbour.
    this.library.setPrecomputedKNN(
      points.map((i) => [i, ...indices.subarray(row(i), row(i + 1))]),
      points.map((i) => [0, ...distances.subarray(row(i), row(i + 1)).map(Math.sqrt)]),
    );
    this.iterations = this.library.initializeFit(
      points.map((i) => [...states.values.subarray(i * states.dim, (i + 1) * states.dim)]),
    );
  }

  advance(): void {
    this.library.step();
    this.iteration++;
  }

  /** `[points, 2]` */
  get positions(): Float64Array {
    return Float64Array.from(this.library.getEmbedding().flat());
  }
}
