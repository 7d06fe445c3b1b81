/**
 * t-SNE (van der Maaten & Hinton 2008) as openTSNE runs it (Poličar, Stražar & Zupan 2024): exact neighbours, start
 * from the first two principal components, early exaggeration of 12 with a rate of points / 12 (Belkina et al.
 * 2019), then none, momentum 0.8, gains. Repulsion by interpolation on a grid (`grid.ts`). The same input gives the
 * same map on any number of threads.
 */
import { conditionalProbabilities, jointProbabilities } from './affinities';
import { kernelTransforms, partsOf } from './convolution';
import type { Crew } from './crew';
import { emptyGrid, frameOver, type Grid, spread } from './grid';
import { type Moving, movingParts } from './moves';
import type { Neighbours } from './nearest';
import { sharedFloats } from './shared';

const early = { iterations: 250, exaggeration: 12 };
const late = { iterations: 500, exaggeration: 1 };
const momentum = 0.8;
/** Standard deviation of the first coordinate at the start. */
const startDeviation = 1e-4;

/** Neighbours that a perplexity looks at, fewer where there are not so many points. */
export const neighbourCount = (points: number, perplexity: number) => Math.min(points - 1, Math.floor(3 * perplexity));

export class Tsne {
  /** Steps taken. */
  iteration = 0;
  readonly iterations = early.iterations + late.iterations;
  private readonly moving: Moving;
  private readonly work: Record<
    'columnsForward' | 'rowsConvolved' | 'columnsBack' | 'movePoints',
    (parts: number) => void
  >;

  /**
   * @param neighbours of every point among the others
   * @param start `[points, 2]` in proportion; it is made small
   */
  constructor(neighbours: Neighbours, perplexity: number, start: Float64Array, crew: Crew) {
    const { k, indices } = neighbours;
    const points = indices.length / k;
    const conditional = conditionalProbabilities(neighbours, Math.min(perplexity, k / 3));
    const grid = emptyGrid();
    this.moving = {
      positions: small(start),
      velocities: sharedFloats(2 * points),
      gains: sharedFloats(2 * points).fill(1),
      moved: sharedFloats(2 * points),
      affinities: jointProbabilities(neighbours, conditional),
      grid,
      step: sharedFloats(4),
    };
    this.work = {
      columnsForward: crew.prepare('columnsForward', grid),
      rowsConvolved: crew.prepare('rowsConvolved', grid),
      columnsBack: crew.prepare('columnsBack', grid),
      movePoints: crew.prepare('movePoints', this.moving),
    };
  }

  /** `[points, 2]`, its mean at 0. */
  get positions(): Float64Array {
    return this.moving.positions;
  }

  /** One step of all points. */
  advance(): void {
    const { positions, moved, step, grid } = this.moving;
    const points = positions.length / 2;
    const { exaggeration } = this.iteration < early.iterations ? early : late;
    this.fields(grid);
    step.set([this.normaliser(), points / exaggeration, momentum, exaggeration]);
    this.work.movePoints(movingParts(points));
    recentre(moved, positions);
    this.iteration++;
  }

  /** Kullback-Leibler divergence of the map from the affinities, in nats; the normaliser is that of the grid. */
  divergence(): number {
    const { positions, affinities, grid } = this.moving;
    this.fields(grid);
    const normaliser = this.normaliser();
    let sum = 0;
    for (let i = 0; i + 1 < affinities.starts.length; i++) {
      const [x, y] = [positions[2 * i]!, positions[2 * i + 1]!];
      for (let e = affinities.starts[i]!; e < affinities.starts[i + 1]!; e++) {
        const other = 2 * affinities.columns[e]!;
        const p = affinities.values[e]!;
        if (p === 0) continue;
        sum += p * Math.log(p * normaliser * (1 + (x - positions[other]!) ** 2 + (y - positions[other + 1]!) ** 2));
      }
    }
    return sum;
  }

  private fields(grid: Grid): void {
    const { positions } = this.moving;
    if (frameOver(grid, positions)) kernelTransforms(grid.frame[0]!, grid.frame[3]!, grid.kernels);
    spread(grid, positions);
    const parts = partsOf(grid.frame[0]!);
    this.work.columnsForward(parts.columnsForward);
    this.work.rowsConvolved(parts.rowsConvolved);
    this.work.columnsBack(parts.columnsBack);
  }

  /** The sum of 1 / (1 + d^2) over all pairs of different points. */
  private normaliser(): number {
    const { grid, positions } = this.moving;
    let sum = 0;
    for (let k = 0; k <= grid.frame[0]!; k++) sum += grid.rowSums[k]!;
    return sum - positions.length / 2;
  }
}

function small(start: Float64Array): Float64Array {
  const positions = sharedFloats(start.length);
  let [mean, squares] = [0, 0];
  for (let i = 0; i < start.length; i += 2) {
    mean += start[i]! / (start.length / 2);
    squares += start[i]! ** 2 / (start.length / 2);
  }
  const deviation = Math.sqrt(Math.max(0, squares - mean * mean)) || 1;
  start.forEach((value, i) => {
    positions[i] = (value * startDeviation) / deviation;
  });
  return positions;
}

function recentre(from: Float64Array, to: Float64Array): void {
  const mean = [0, 0];
  for (let i = 0; i < from.length; i++) mean[i & 1]! += from[i]! / (from.length / 2);
  for (let i = 0; i < from.length; i++) to[i] = from[i]! - mean[i & 1]!;
}
