import type { Value } from '../../engine/graph/graph';
import type { Builder } from '../../engine/ops/builder';
import type { Precision } from './checkpoint';
import type { DecoderConfig } from './config';
import { Dropout, type Lora } from './lora';
import { decoderShapes, type LoraTarget, projectionShape } from './weights';

/** A weight of the graph: feed it under its name, in its type. */
export interface WeightInput {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'float16';
  readonly trained: boolean;
  /** The input of the graph; differentiate with respect to it where `trained`. */
  readonly value: Value;
}

export interface LinearMapOptions {
  /** How the weights of the checkpoint are fed; `trained`: as float32, and trained themselves. */
  readonly base: Precision | 'trained';
  readonly lora?: Lora;
  readonly windows: number;
  /** Tokens a window, padding included. */
  readonly steps: number;
}

/** The weights of a decoder as inputs of its graph, and its linear maps with their adapters. */
export class LinearMaps {
  private readonly inputs = new Map<string, WeightInput>();
  private readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** Masks of the adapters' dropout, to be fed; absent without dropout. */
  readonly dropout: Dropout | undefined;

  constructor(
    private readonly b: Builder,
    private readonly config: DecoderConfig,
    private readonly options: LinearMapOptions,
  ) {
    this.shapes = decoderShapes(config);
    const { lora, windows, steps } = options;
    if (lora && lora.dropout > 0) {
      const width = Math.max(...lora.targets.map((target) => projectionShape(config, target)[1]));
      this.dropout = new Dropout(b, lora.dropout, width, config.layers * 4 + 1, windows * steps);
    }
  }

  /** All weights used so far, in the order of first use. */
  get weights(): WeightInput[] {
    return [...this.inputs.values()];
  }

  /** x Wᵀ + bias + adapter. @param dropped what the adapter reads */
  project(module: string, x: Value, dropped: Value): Value {
    const { b } = this;
    const plain = b.matmul(x, b.cast(this.stored(`${module}.weight`), 'float32'), { transB: true });
    const biased = this.shapes.has(`${module}.bias`) ? b.add(plain, this.stored(`${module}.bias`)) : plain;
    return this.adapt(module, biased, dropped);
  }

  adapt(module: string, plain: Value, dropped: Value): Value {
    const { lora } = this.options;
    const target = module.slice(module.lastIndexOf('.') + 1) as LoraTarget;
    if (!lora?.targets.includes(target)) return plain;
    const { b } = this;
    const [rows, columns] = projectionShape(this.config, target);
    const down = this.trainedInput(`${module}.loraA`, [lora.rank, columns]);
    const up = this.trainedInput(`${module}.loraB`, [rows, lora.rank]);
    const scale = (lora.alpha / lora.rank) * (this.dropout?.keptScale ?? 1);
    const narrow = b.mul(b.matmul(dropped, down, { transB: true }), scale);
    return b.add(plain, b.matmul(narrow, up, { transB: true }));
  }

  /** What the adapters of these modules read: the same input with values dropped. */
  adapterInput(x: Value, targets: readonly LoraTarget[]): Value {
    const adapted = targets.some((target) => this.options.lora?.targets.includes(target));
    return adapted && this.dropout ? this.dropout.apply(x) : x;
  }

  /** A weight of the checkpoint in the type it is fed in. */
  stored(name: string): Value {
    const known = this.inputs.get(name);
    if (known) return known.value;
    const shape = this.shapes.get(name);
    if (!shape) throw new Error(`internal: the decoder has no weight ${name}`);
    const { base } = this.options;
    if (base === 'trained') return this.trainedInput(name, shape);
    return this.addInput(name, shape, base === 'fp16' && shape.length > 1 ? 'float16' : 'float32', false);
  }

  private trainedInput(name: string, shape: readonly number[]): Value {
    return this.addInput(name, shape, 'float32', true);
  }

  private addInput(name: string, shape: readonly number[], dtype: WeightInput['dtype'], trained: boolean): Value {
    // Two decoders of one graph share their weights.
    const value = this.b.inputNamed(name) ?? this.b.input(name, dtype, shape);
    this.inputs.set(name, { name, shape, dtype, trained, value });
    return value;
  }
}
