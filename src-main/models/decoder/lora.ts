/**
 * Low-rank adapters (Hu et al. 2022) as PEFT has them: `y = x Wᵀ + (α / rank) · dropout(x) Aᵀ Bᵀ` with A `[rank, in]`
 * and B `[out, rank]`. At first A is uniform in ±1/√in and B zero, so that an untrained adapter changes nothing.
 */
import { Rng } from '../../common/rng';
import type { Value } from '../../engine/graph/graph';
import type { Builder } from '../../engine/ops/builder';
import type { HostTensor } from '../../engine/runtime/tensor';
import type { DecoderConfig } from './config';
import { adaptedModules, type LoraTarget } from './weights';

export interface Lora {
  readonly rank: number;
  readonly alpha: number;
  /** Chance that an input of an adapter is dropped; 0 at inference. */
  readonly dropout: number;
  readonly targets: readonly LoraTarget[];
}

/** Names and shapes of all adapter matrices: `layer.0.q.loraA`, `layer.0.q.loraB`, … */
export function loraShapes(
  config: DecoderConfig,
  lora: Pick<Lora, 'rank' | 'targets'>,
): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  for (const { module, shape } of adaptedModules(config, lora.targets)) {
    shapes.set(`${module}.loraA`, [lora.rank, shape[1]]);
    shapes.set(`${module}.loraB`, [shape[0], lora.rank]);
  }
  return shapes;
}

/** A new adapter: PEFT's initial values from a seed. */
export function initialLora(
  config: DecoderConfig,
  lora: Pick<Lora, 'rank' | 'targets'>,
  seed: number,
): Map<string, HostTensor> {
  const tensors = new Map<string, HostTensor>();
  for (const [name, dims] of loraShapes(config, lora)) {
    const data = new Float32Array(dims[0]! * dims[1]!);
    if (name.endsWith('.loraA')) {
      const rng = new Rng(seed, name);
      const bound = 1 / Math.sqrt(dims[1]!);
      for (let i = 0; i < data.length; i++) data[i] = rng.between(-bound, bound);
    }
    tensors.set(name, { dtype: 'float32', dims, data });
  }
  return tensors;
}

/** Random rows in the pool that masks are taken from. */
const poolRows = 1024;

/**
 * Dropout masks as feeds, so that a seed repeats a run on any device. Drawing every mask would cost as much as a small
 * model's forward pass; instead one pool of random rows is drawn a step, and every position at every place takes a
 * random row of it. Projections that read the same input share its mask.
 */
export class Dropout {
  private readonly pool: Value;
  private readonly rows: Value;
  private used = 0;

  /**
   * @param width the widest input of an adapter
   * @param places at most this many inputs are masked, @param positions of at most so many rows each
   */
  constructor(
    private readonly b: Builder,
    readonly probability: number,
    width: number,
    places: number,
    positions: number,
  ) {
    this.pool = b.input('dropout.pool', 'bool', [poolRows, width]);
    this.rows = b.input('dropout.rows', 'int32', [places, positions]);
  }

  /** x [rows, width] with dropped values 0; what is kept is not scaled up here (`keptScale`). */
  apply(x: Value): Value {
    const [count, width] = x.shape as [number, number];
    const place = this.used++;
    const rows = this.b.slice(this.b.slice(this.rows, 0, place, place + 1), 1, 0, count);
    const mask = this.b.gather(this.b.slice(this.pool, 1, 0, width), this.b.reshape(rows, [count]));
    return this.b.where(mask, x, 0);
  }

  /** By how much kept values are scaled, so that the expectation stays. */
  get keptScale(): number {
    return 1 / (1 - this.probability);
  }

  /** The masks of one pass. @param stream what makes this pass's masks its own, such as its number */
  feeds(seed: number, stream: string): Record<string, HostTensor> {
    const rng = new Rng(seed, `dropout ${stream}`);
    const keep = new Uint8Array(this.pool.shape[0]! * this.pool.shape[1]!);
    for (let i = 0; i < keep.length; i++) keep[i] = rng.next() < this.probability ? 0 : 1;
    const rows = new Int32Array(this.rows.shape[0]! * this.rows.shape[1]!);
    for (let i = 0; i < rows.length; i++) rows[i] = rng.below(poolRows);
    return {
      'dropout.pool': { dtype: 'bool', dims: this.pool.shape, data: keep },
      'dropout.rows': { dtype: 'int32', dims: this.rows.shape, data: rows },
    };
  }
}
