/**
 * A Llama or Qwen2 decoder as a graph: RMSNorm, rotary embedding, grouped-query attention without repeated keys and
 * values, SwiGLU, optional biases and low-rank adapters. Weights are inputs of the graph, listed in `weights` as they
 * are used, so that a caller feeds and trains exactly those; what is never asked for (the head of a discriminative
 * classifier) is no part of the graph. Activations are flat: row `window * steps + step`.
 */
import type { Value } from '../../engine/graph/graph';
import type { Builder } from '../../engine/ops/builder';
import { attentionBias, type Places } from './attentionBias';
import type { DecoderConfig } from './config';
import { type LinearMapOptions, LinearMaps, type WeightInput } from './linearMaps';
import type { Dropout } from './lora';
import { type Rotary, rotaryTables } from './rotary';

export type DecoderOptions = LinearMapOptions & Places;

/**
 * Of some positions in one layer: keys, turned by their positions, and values [windows,
 * keyValueHeads, steps, headSize].
 */
export interface KeyValues {
  readonly keys: Value;
  readonly values: Value;
}

export class Decoder {
  private readonly maps: LinearMaps;
  private readonly rotary: Rotary;
  private readonly made: KeyValues[] = [];

  constructor(
    private readonly b: Builder,
    private readonly config: DecoderConfig,
    private readonly options: DecoderOptions,
  ) {
    const { steps, branches, sides } = options;
    this.maps = new LinearMaps(b, config, options);
    this.rotary = rotaryTables(b, config, steps, branches?.past ?? 0, branches?.depths ?? sides?.positions);
  }

  /** All weights used so far, in the order of first use. */
  get weights(): WeightInput[] {
    return this.maps.weights;
  }

  /** Masks of the adapters' dropout, to be fed; absent without dropout. */
  get dropout(): Dropout | undefined {
    return this.maps.dropout;
  }

  /** Token embeddings: ids [...] below the vocabulary size -> [..., hidden]. */
  embed(ids: Value): Value {
    return this.b.cast(this.b.gather(this.maps.stored('embedding.weight'), ids), 'float32');
  }

  /**
   * The states after the last norm.
   * @param embeddings [windows, steps, hidden]
   * @param mask int32 [windows, steps], 0 for padding; with `branches` that of the cache [windows,
   * past]; absent: nothing is padded
   * @param rows int32 [rows]: only these rows are computed where the last layer allows it; absent: all
   * @returns [rows or windows * steps, hidden]; rows of padding are meaningless
   */
  states(embeddings: Value, mask?: Value, rows?: Value): Value {
    const { b, config } = this;
    const bias = attentionBias(this.b, this.options, mask);
    const last = config.layers - 1;
    const before = this.through(last, embeddings, bias);
    const x = b.segment(`layer.${last}`, () => this.layer(`layer.${last}`, before, bias, rows));
    return this.norm(x, 'finalNorm');
  }

  /**
   * The residual stream behind the first `layers` layers, before any norm; behind none it is the embeddings.
   * @param rows int32 [rows] of [windows * steps]
   * @returns [rows, hidden]
   */
  behind(layers: number, embeddings: Value, mask: Value, rows: Value): Value {
    const bias = attentionBias(this.b, this.options, mask);
    return this.b.gather(this.through(layers, embeddings, bias), rows);
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
    const before = this.through(last, embeddings, attentionBias(this.b, this.options, mask));
    b.segment(`layer.${last}`, () => {
      const x = this.norm(before, `layer.${last}.attentionNorm`);
      this.keyValues(`layer.${last}`, x, this.maps.adapterInput(x, ['q', 'k', 'v']));
    });
    return this.made;
  }

  /** Logits of states [rows, hidden] -> [rows, vocabulary]. */
  logits(states: Value): Value {
    const name = this.config.tiedHead ? 'embedding.weight' : 'head.weight';
    const weight = this.b.cast(this.maps.stored(name), 'float32');
    const plain = this.b.matmul(states, weight, { transB: true });
    return this.b.scope('head', () => this.maps.adapt('head', plain, this.maps.adapterInput(states, ['head'])));
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
      return this.maps.project(`${name}.o`, heads, this.maps.adapterInput(heads, ['o']));
    });
    const between = b.add(select(x), attended);
    const mlp = b.scope('mlp', () => this.mlp(name, this.norm(between, `${name}.mlpNorm`)));
    return b.add(between, mlp);
  }

  private norm(x: Value, module: string): Value {
    return this.b.rmsNorm(x, this.maps.stored(`${module}.weight`), this.config.normEpsilon);
  }

  /** SwiGLU. */
  private mlp(name: string, x: Value): Value {
    const { b } = this;
    const dropped = this.maps.adapterInput(x, ['gate', 'up']);
    const gate = b.silu(this.maps.project(`${name}.gate`, x, dropped));
    const hidden = b.mul(gate, this.maps.project(`${name}.up`, x, dropped));
    return this.maps.project(`${name}.down`, hidden, this.maps.adapterInput(hidden, ['down']));
  }

  /**
   * x [windows * steps, hidden] -> [windows * steps, heads * headSize]. The query heads that share a key head
   * lie behind one another as more steps of it, so that neither keys nor values are repeated and their
   * gradients sum by themselves.
   */
  private attention(name: string, x: Value, bias: Value): Value {
    const { b, rotary } = this;
    const { windows, steps, branches } = this.options;
    const { heads, keyValueHeads, headSize } = this.config;
    const group = heads / keyValueHeads;
    const dropped = this.maps.adapterInput(x, ['q', 'k', 'v']);
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
    const rows = this.maps.project(`${name}.${module}`, x, dropped);
    return b.transpose(b.reshape(rows, [windows, steps, -1, this.config.headSize]), [0, 2, 1, 3]);
  }

  private behindCache(name: string, own: KeyValues, past: number): KeyValues {
    const { b } = this;
    const { keyValueHeads, headSize } = this.config;
    const shape = [this.options.windows, keyValueHeads, past, headSize];
    const joined = (of: keyof KeyValues) => b.concat([b.input(`${name}.${of}`, 'float32', shape), own[of]], 2);
    return { keys: joined('keys'), values: joined('values') };
  }
}
