/**
 * A Llama or Qwen2 decoder as a graph: RMSNorm, rotary embedding, grouped-query attention without repeated keys and values,
 * SwiGLU, optional biases and low-rank adapters. Weights are inputs of the graph, listed in `weights` as they are used, so
 * that a caller feeds and trains exactly those; what is never asked for (the head of a discriminative classifier) is no
 * part of the graph. Activations are flat: row `window * steps + step`.
 */
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

export interface DecoderOptions {
  /** How the weights of the checkpoint are fed; `trained`: as float32, and trained themselves. */
  readonly base: Precision | 'trained';
  readonly lora?: Lora;
  readonly windows: number;
  /** Tokens a window, padding included. */
  readonly steps: number;
  /** Where these tokens stand behind others that went through the decoder before; absent: at the beginning. */
  readonly branches?: Branches;
  /** Absent: one line of tokens. */
  readonly sides?: Sides;
}

/**
 * Tokens that stand side by side, each int32 [windows, steps]. A token of side 0 is seen by all behind it, one of another
 * side only by its own; positions are those of the rotary embedding.
 */
export interface Sides {
  readonly sides: Value;
  readonly positions: Value;
}

/**
 * Tokens that go on from a cache, as branches of a tree: each sees the whole cache and, of the others, its own ancestors.
 * The cache is fed as `layer.0.keys`, `layer.0.values`, … `[windows, keyValueHeads, past, headSize]` (`Decoder.cache`).
 */
export interface Branches {
  /** Cached positions a window, padding included. */
  readonly past: number;
  /** int32 [steps]: tokens between the cache and each token; tokens of one depth stand at the same position. */
  readonly depths: Value;
  /** int32 [steps, steps]: 1 where the token of the row sees that of the column, itself included. */
  readonly sees: Value;
}

/** Of some positions in one layer: keys, turned by their positions, and values [windows, keyValueHeads, steps, headSize]. */
export interface KeyValues {
  readonly keys: Value;
  readonly values: Value;
}

/** Added to attention scores that must not count. */
const masked = -1e9;

export class Decoder {
  private readonly inputs = new Map<string, WeightInput>();
  private readonly shapes: ReadonlyMap<string, readonly number[]>;
  private readonly rotary: Rotary;
  private readonly made: KeyValues[] = [];
  /** Masks of the adapters' dropout, to be fed; absent without dropout. */
  readonly dropout: Dropout | undefined;

  constructor(
    private readonly b: Builder,
    private readonly config: DecoderConfig,
    private readonly options: DecoderOptions,
  ) {
    this.shapes = decoderShapes(config);
    const { lora, windows, steps, branches, sides } = options;
    this.rotary = rotaryTables(b, config, steps, branches?.past ?? 0, branches?.depths ?? sides?.positions);
    if (lora && lora.dropout > 0) {
      const width = Math.max(...lora.targets.map((target) => projectionShape(config, target)[1]));
      this.dropout = new Dropout(b, lora.dropout, width, config.layers * 4 + 1, windows * steps);
    }
  }

  /** All weights used so far, in the order of first use. */
  get weights(): WeightInput[] {
    return [...this.inputs.values()];
  }

  /** Token embeddings: ids [...] below the vocabulary size -> [..., hidden]. */
  embed(ids: Value): Value {
    return this.b.cast(this.b.gather(this.stored('embedding.weight'), ids), 'float32');
  }

  /**
   * The states after the last norm.
   * @param embeddings [windows, steps, hidden]
   * @param mask int32 [windows, steps], 0 for padding; with `branches` that of the cache [windows, past]; absent: nothing
   * is padded
   * @param rows int32 [rows]: only these rows are computed where the last layer allows it; absent: all
   * @returns [rows or windows * steps, hidden]; rows of padding are meaningless
   */
  states(embeddings: Value, mask?: Value, rows?: Value): Value {
    const { b, config } = this;
    const bias = this.attentionBias(mask);
    const last = config.layers - 1;
    const before = this.through(last, embeddings, bias);
    const x = b.segment(`layer.${last}`, () => this.layer(`layer.${last}`, before, bias, rows));
    return this.norm(x, 'finalNorm');
  }

  /**
   * Keys and values of these positions in every layer: all that tokens behind them need. What the last layer would make
   * of them is not computed.
   * @param embeddings [windows, steps, hidden]
   * @param mask int32 [windows, steps], 0 for padding
   */
  cache(embeddings: Value, mask: Value): readonly KeyValues[] {
    const { b, config } = this;
    const last = config.layers - 1;
    const before = this.through(last, embeddings, this.attentionBias(mask));
    b.segment(`layer.${last}`, () => {
      const x = this.norm(before, `layer.${last}.attentionNorm`);
      this.keyValues(`layer.${last}`, x, this.adapterInput(x, ['q', 'k', 'v']));
    });
    return this.made;
  }

  /** Logits of states [rows, hidden] -> [rows, vocabulary]. */
  logits(states: Value): Value {
    const name = this.config.tiedHead ? 'embedding.weight' : 'head.weight';
    const weight = this.b.cast(this.stored(name), 'float32');
    const plain = this.b.matmul(states, weight, { transB: true });
    return this.b.scope('head', () => this.adapt('head', plain, this.adapterInput(states, ['head'])));
  }

  /** The residual stream behind the first `layers` layers. */
  private through(layers: number, embeddings: Value, bias: Value): Value {
    const { b, config, options } = this;
    let x = b.reshape(embeddings, [options.windows * options.steps, config.hiddenSize]);
    for (let i = 0; i < layers; i++) x = b.segment(`layer.${i}`, () => this.layer(`layer.${i}`, x, bias, undefined));
    return x;
  }

  private layer(name: string, x: Value, bias: Value, rows: Value | undefined): Value {
    const { b } = this;
    const select = (value: Value) => (rows ? b.gather(value, rows) : value);
    const attended = b.scope('attention', () => {
      const heads = select(this.attention(name, this.norm(x, `${name}.attentionNorm`), bias));
      return this.project(`${name}.o`, heads, this.adapterInput(heads, ['o']));
    });
    const between = b.add(select(x), attended);
    const mlp = b.scope('mlp', () => this.mlp(name, this.norm(between, `${name}.mlpNorm`)));
    return b.add(between, mlp);
  }

  private norm(x: Value, module: string): Value {
    return this.b.rmsNorm(x, this.stored(`${module}.weight`), this.config.normEpsilon);
  }

  /** SwiGLU. */
  private mlp(name: string, x: Value): Value {
    const { b } = this;
    const dropped = this.adapterInput(x, ['gate', 'up']);
    const gate = b.silu(this.project(`${name}.gate`, x, dropped));
    const hidden = b.mul(gate, this.project(`${name}.up`, x, dropped));
    return this.project(`${name}.down`, hidden, this.adapterInput(hidden, ['down']));
  }

  /**
   * x [windows * steps, hidden] -> [windows * steps, heads * headSize]. The query heads that share a key head lie behind
   * one another as more steps of it, so that neither keys nor values are repeated and their gradients sum by themselves.
   */
  private attention(name: string, x: Value, bias: Value): Value {
    const { b, rotary } = this;
    const { windows, steps, branches } = this.options;
    const { heads, keyValueHeads, headSize } = this.config;
    const group = heads / keyValueHeads;
    const dropped = this.adapterInput(x, ['q', 'k', 'v']);
    const queries = b.rope(this.byHead(name, 'q', x, dropped), rotary.queryCos, rotary.querySin);
    const own = this.keyValues(name, x, dropped);
    const { keys, values } = branches ? this.behindCache(name, own, branches.past) : own;
    const seen = keys.shape[2]!;
    const shared = b.reshape(queries, [windows, keyValueHeads, group * steps, headSize]);
    const scores = b.reshape(b.matmul(shared, keys, { transB: true }), [windows, keyValueHeads, group, steps, seen]);
    const shares = b.reshape(b.softmax(b.add(scores, bias)), [windows, keyValueHeads, group * steps, seen]);
    const mixed = b.reshape(b.matmul(shares, values), [windows, heads, steps, headSize]);
    return b.reshape(b.transpose(mixed, [0, 2, 1, 3]), [windows * steps, heads * headSize]);
  }

  private keyValues(name: string, x: Value, dropped: Value): KeyValues {
    const { b, rotary } = this;
    const keys = b.rope(this.byHead(name, 'k', x, dropped), rotary.cos, rotary.sin);
    const own = { keys, values: this.byHead(name, 'v', x, dropped) };
    this.made.push(own);
    return own;
  }

  /** A projection of x, one head behind the other: [windows, heads, steps, headSize]. */
  private byHead(name: string, module: 'q' | 'k' | 'v', x: Value, dropped: Value): Value {
    const { b } = this;
    const { windows, steps } = this.options;
    const rows = this.project(`${name}.${module}`, x, dropped);
    return b.transpose(b.reshape(rows, [windows, steps, -1, this.config.headSize]), [0, 2, 1, 3]);
  }

  private behindCache(name: string, own: KeyValues, past: number): KeyValues {
    const { b } = this;
    const { keyValueHeads, headSize } = this.config;
    const shape = [this.options.windows, keyValueHeads, past, headSize];
    const joined = (of: keyof KeyValues) => b.concat([b.input(`${name}.${of}`, 'float32', shape), own[of]], 2);
    return { keys: joined('keys'), values: joined('values') };
  }

  /**
   * What is added to scores: nothing may see later steps, padding or other branches.
   * [1 or windows, 1, 1, steps, steps or past + steps]
   */
  private attentionBias(mask: Value | undefined): Value {
    const { b } = this;
    const { windows, steps, branches, sides } = this.options;
    const hidden = (shown: Value) => b.where(b.equal(shown, 0), masked, 0);
    if (branches) {
      if (!mask) throw new Error('internal: branches without the mask of their cache');
      const { past, sees } = branches;
      const cached = b.expand(b.reshape(hidden(mask), [windows, 1, 1, 1, past]), [windows, 1, 1, steps, past]);
      const own = b.expand(b.reshape(hidden(sees), [1, 1, 1, steps, steps]), [windows, 1, 1, steps, steps]);
      return b.concat([cached, own], 4);
    }
    const later = Float32Array.from({ length: steps * steps }, (_, i) =>
      i % steps > Math.floor(i / steps) ? masked : 0,
    );
    const causal = b.constant(later, [1, 1, 1, steps, steps]);
    const own = sides ? b.add(causal, this.otherSides(sides)) : causal;
    return mask ? b.add(b.reshape(hidden(mask), [windows, 1, 1, 1, steps]), own) : own;
  }

  /** What is added to scores of keys on another side, [windows, 1, 1, steps, steps]. */
  private otherSides({ sides }: Sides): Value {
    const { b } = this;
    const { windows, steps } = this.options;
    const keys = b.reshape(sides, [windows, 1, 1, 1, steps]);
    const queries = b.reshape(sides, [windows, 1, 1, steps, 1]);
    return b.where(b.equal(keys, 0), 0, b.where(b.equal(keys, queries), 0, masked));
  }

  // --- linear maps and their adapters -------------------------------------------------------------------------------

  /** x Wᵀ + bias + adapter. @param dropped what the adapter reads */
  private project(module: string, x: Value, dropped: Value): Value {
    const { b } = this;
    const plain = b.matmul(x, b.cast(this.stored(`${module}.weight`), 'float32'), { transB: true });
    const biased = this.shapes.has(`${module}.bias`) ? b.add(plain, this.stored(`${module}.bias`)) : plain;
    return this.adapt(module, biased, dropped);
  }

  private adapt(module: string, plain: Value, dropped: Value): Value {
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
  private adapterInput(x: Value, targets: readonly LoraTarget[]): Value {
    const adapted = targets.some((target) => this.options.lora?.targets.includes(target));
    return adapted && this.dropout ? this.dropout.apply(x) : x;
  }

  // --- inputs -------------------------------------------------------------------------------------------------------

  /** A weight of the checkpoint in the type it is fed in. */
  private stored(name: string): Value {
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

interface Rotary {
  readonly cos: Value;
  readonly sin: Value;
  readonly queryCos: Value;
  readonly querySin: Value;
}

/**
 * Tables [steps, headSize / 2]; those of the queries carry the factor 1/√headSize of the scores.
 * @param first the position of the first step
 * @param positions where tokens stand behind it, [steps] or [windows, steps]; absent: one behind the other
 */
function rotaryTables(
  b: Builder,
  { frequencies, headSize }: DecoderConfig,
  steps: number,
  first: number,
  positions: Value | undefined,
): Rotary {
  const table = (of: (angle: number) => number, scale: number) => {
    const values = Array.from({ length: steps }, (_, step) =>
      frequencies.map((frequency) => scale * of(Math.fround((first + step) * frequency))),
    );
    const inOrder = b.constant(values.flat(), [steps, frequencies.length]);
    return positions ? b.gather(inOrder, positions) : inOrder;
  };
  const scale = 1 / Math.sqrt(headSize);
  return {
    cos: table(Math.cos, 1),
    sin: table(Math.sin, 1),
    queryCos: table(Math.cos, scale),
    querySin: table(Math.sin, scale),
  };
}
