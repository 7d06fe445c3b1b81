/**
 * Writes a graph one operator at a time. Shapes are static and checked as they are made, so that a mistake is reported
 * at the line that made it; weights are inputs (fed at every run, never copied into the graph), constants are small.
 *
 *     const b = new Builder();
 *     const x = b.input('x', 'float32', [4, 168, 576]);            // [batch, steps, dim]
 *     const weight = b.weight('q.weight', [576, 576], 'float16');   // frozen; stored as fp16, used as float32
 *     const down = b.input('lora.a', 'float32', [16, 576]);         // trained: a plain float32 input
 *     const y = b.segment('layer.0', () =>                          // what `recompute: 'layer'` makes again as a whole
 *       b.scope('attention', () => b.matmul(x, weight, { transB: true })));
 *     const loss = b.reduceMean(b.square(b.matmul(y, down, { transB: true })));   // a scalar, shape []
 *     const [gradient] = gradient(b, loss, [down]);                 // autodiff/gradient.ts
 *     const graph = b.graph({ loss, gradient });
 *
 * Binary operators broadcast as numpy does and take plain numbers for either side. `matmul` takes [.., m, k] x [k, n]
 * (one matrix for all) as well as stacks of equal rank. Axes may be negative. A key-value cache needs no operator of its
 * own: feed it as an input of full length, mask what is not filled yet, and output the new rows for the host to store.
 */
import type { Constant, DType, Graph, Node, OpAttributes, OpName, Shape, TypedArray, Value } from '../graph/graph';
import { allocate, formatType, positiveAxis, sameShape, sizeOf } from '../graph/shape';
import { ops } from './registry';
import { verify } from './verify';

export type Operand = Value | number;

export class Builder {
  private readonly inputs: Value[] = [];
  private readonly constants: Constant[] = [];
  private readonly sharedConstants = new Map<string, Value>();
  private readonly producers = new Map<number, Node>();
  private readonly made: Node[] = [];
  private nextId = 0;
  private path = '';
  private currentSegment: string | undefined;

  /** All nodes so far, in the order made. */
  get nodes(): readonly Node[] {
    return this.made;
  }

  /** The node that made a value; undefined for inputs and constants. */
  producer(value: Value): Node | undefined {
    return this.producers.get(value.id);
  }

  // --- leaves -------------------------------------------------------------------------------------------------------

  /** A tensor fed at every run. Names are unique in a graph. */
  input(name: string, dtype: DType, shape: Shape): Value {
    if (this.inputNamed(name) !== undefined) throw new Error(`two inputs are named ${name}`);
    const value = { id: this.nextId++, dtype, shape, name };
    this.inputs.push(value);
    return value;
  }

  /** The input of this name, if there is one. */
  inputNamed(name: string): Value | undefined {
    return this.inputs.find((input) => input.name === name);
  }

  /** A frozen weight as float32, fed in the type it is stored in. */
  weight(name: string, shape: Shape, storedAs: 'float32' | 'float16' = 'float32'): Value {
    return this.cast(this.input(name, storedAs, shape), 'float32');
  }

  /** A small value known now. A single number fills the shape. */
  constant(values: number | TypedArray | readonly number[], shape: Shape = [], dtype: DType = 'float32'): Value {
    const data = constantData(values, shape, dtype);
    const key = data.length <= 16 ? `${dtype}[${shape.join()}]${data.join()}` : undefined;
    const shared = key === undefined ? undefined : this.sharedConstants.get(key);
    if (shared !== undefined) return shared;
    const value = { id: this.nextId++, dtype, shape };
    this.constants.push({ value, data });
    if (key !== undefined) this.sharedConstants.set(key, value);
    return value;
  }

  /** A tensor of one repeated number, stored as a scalar however large. */
  fill(value: number, shape: Shape, dtype: DType = 'float32'): Value {
    return this.expand(this.constant(value, [], dtype), shape);
  }

  // --- structure ----------------------------------------------------------------------------------------------------

  /** Labels the nodes made within, for people: nested scopes are joined by `/`. */
  scope<T>(name: string, make: () => T): T {
    const outer = this.path;
    this.path = outer === '' ? name : `${outer}/${name}`;
    try {
      return make();
    } finally {
      this.path = outer;
    }
  }

  /** A scope that recomputation treats as one piece: with `recompute: 'layer'` only what enters and leaves it is kept. */
  segment<T>(name: string, make: () => T): T {
    return this.scope(name, () => this.within(this.path, make));
  }

  /** Makes nodes in a given segment, or outside any. */
  within<T>(segment: string | undefined, make: () => T): T {
    const outer = this.currentSegment;
    this.currentSegment = segment;
    try {
      return make();
    } finally {
      this.currentSegment = outer;
    }
  }

  /** Checks an operator's inputs, infers its output and adds the node. The methods below are its typed forms. */
  apply<K extends OpName>(op: K, inputs: readonly Value[], attributes: OpAttributes[K]): Value {
    let type: { dtype: DType; shape: Shape };
    try {
      type = ops[op].infer(inputs, attributes);
    } catch (error) {
      const where = this.path === '' ? '' : ` in ${this.path}`;
      throw new Error(`${op}${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
    const output: Value = { id: this.nextId++, ...type };
    const segment = this.currentSegment;
    const node = { op, inputs, output, attributes, scope: this.path, ...(segment === undefined ? {} : { segment }) };
    this.made.push(node as Node);
    this.producers.set(output.id, node as Node);
    return output;
  }

  /** The graph that makes these outputs, without the nodes and constants that none of them needs; verified. */
  graph(outputs: Readonly<Record<string, Value>>): Graph {
    const needed = new Set(Object.values(outputs).map((value) => value.id));
    const nodes: Node[] = [];
    for (let i = this.made.length - 1; i >= 0; i--) {
      const node = this.made[i]!;
      if (!needed.has(node.output.id)) continue;
      nodes.push(node);
      for (const input of node.inputs) needed.add(input.id);
    }
    const graph = {
      inputs: this.inputs.slice(),
      constants: this.constants.filter((constant) => needed.has(constant.value.id)),
      nodes: nodes.reverse(),
      outputs: Object.entries(outputs).map(([name, value]) => ({ name, value })),
    };
    verify(graph);
    return graph;
  }

  // --- elementwise, broadcasting ------------------------------------------------------------------------------------

  add(a: Operand, b: Operand): Value {
    return this.binary('add', a, b);
  }

  sub(a: Operand, b: Operand): Value {
    return this.binary('sub', a, b);
  }

  mul(a: Operand, b: Operand): Value {
    return this.binary('mul', a, b);
  }

  div(a: Operand, b: Operand): Value {
    return this.binary('div', a, b);
  }

  /** Not differentiable. */
  minimum(a: Operand, b: Operand): Value {
    return this.binary('minimum', a, b);
  }

  /** bool. */
  equal(a: Operand, b: Operand): Value {
    return this.binary('equal', a, b);
  }

  /** bool. */
  greater(a: Operand, b: Operand): Value {
    return this.binary('greater', a, b);
  }

  /** `a` where the condition (bool) holds, `b` elsewhere. */
  where(condition: Value, a: Operand, b: Operand): Value {
    const [x, y] = this.pair(a, b);
    return this.apply('where', [condition, x, y], {});
  }

  neg(x: Value): Value {
    return this.apply('neg', [x], {});
  }

  square(x: Value): Value {
    return this.apply('square', [x], {});
  }

  sqrt(x: Value): Value {
    return this.apply('sqrt', [x], {});
  }

  reciprocal(x: Value): Value {
    return this.apply('reciprocal', [x], {});
  }

  exp(x: Value): Value {
    return this.apply('exp', [x], {});
  }

  log(x: Value): Value {
    return this.apply('log', [x], {});
  }

  sigmoid(x: Value): Value {
    return this.apply('sigmoid', [x], {});
  }

  /** x sigmoid(x). */
  silu(x: Value): Value {
    return this.apply('silu', [x], {});
  }

  /** x (1 + erf(x / sqrt 2)) / 2, the exact form. */
  gelu(x: Value): Value {
    const erf = this.apply('erf', [this.mul(x, Math.SQRT1_2)], {});
    return this.mul(this.mul(x, 0.5), this.add(erf, 1));
  }

  tanh(x: Value): Value {
    return this.apply('tanh', [x], {});
  }

  relu(x: Value): Value {
    return this.apply('relu', [x], {});
  }

  cast(x: Value, to: DType): Value {
    return x.dtype === to ? x : this.apply('cast', [x], { to });
  }

  /** A copy; used to move a tensor between host and device. */
  identity(x: Value): Value {
    return this.apply('identity', [x], {});
  }

  // --- products and reductions --------------------------------------------------------------------------------------

  /** Matrix product [.., m, k] x [.., k, n]; `transA`/`transB` say that an operand is stored transposed. */
  matmul(a: Value, b: Value, options: { transA?: boolean; transB?: boolean } = {}): Value {
    const { transA = false, transB = false } = options;
    if (a.shape.length <= 2 || b.shape.length !== 2 || transA) return this.apply('matmul', [a, b], { transA, transB });
    const inner = a.shape.at(-1)!;
    const flat = this.reshape(a, [sizeOf(a.shape) / inner, inner]);
    const product = this.apply('matmul', [flat, b], { transA, transB });
    return this.reshape(product, [...a.shape.slice(0, -1), product.shape[1]!]);
  }

  /** Over all axes unless some are named. */
  reduceSum(x: Value, axes?: readonly number[], keepDims = false): Value {
    return this.apply('reduceSum', [x], { axes: reducedAxes(x, axes), keepDims });
  }

  reduceMean(x: Value, axes?: readonly number[], keepDims = false): Value {
    return this.apply('reduceMean', [x], { axes: reducedAxes(x, axes), keepDims });
  }

  /** Not differentiable. */
  reduceMax(x: Value, axes?: readonly number[], keepDims = false): Value {
    return this.apply('reduceMax', [x], { axes: reducedAxes(x, axes), keepDims });
  }

  /** Sums `x` over the dimensions that broadcasting `shape` to it would repeat. */
  sumTo(x: Value, shape: Shape): Value {
    if (sameShape(x.shape, shape)) return x;
    const lead = x.shape.length - shape.length;
    const axes = x.shape.map((_, axis) => axis).filter((axis) => axis < lead || shape[axis - lead] !== x.shape[axis]);
    return this.reshape(this.reduceSum(x, axes, true), shape);
  }

  /** Over the last axis. */
  softmax(x: Value): Value {
    return this.apply('softmax', [x], {});
  }

  /** Over the last axis. */
  logSoftmax(x: Value): Value {
    return this.apply('logSoftmax', [x], {});
  }

  /**
   * Loss of each row [rows] from logits [rows, classes], int32 labels [rows] and, where given, weights [rows].
   * A label that is no class (-100) gives loss 0 and no gradient.
   */
  crossEntropy(logits: Value, labels: Value, weights?: Value): Value {
    const loss = this.apply('crossEntropy', [logits, labels], {});
    return weights === undefined ? loss : this.mul(loss, weights);
  }

  // --- layout -------------------------------------------------------------------------------------------------------

  /** One dimension may be -1: what is left. */
  reshape(x: Value, shape: Shape): Value {
    const known = shape.reduce((product, dimension) => (dimension === -1 ? product : product * dimension), 1);
    const target = shape.map((dimension) => (dimension === -1 ? sizeOf(x.shape) / known : dimension));
    return sameShape(x.shape, target) ? x : this.apply('reshape', [x], { shape: target });
  }

  transpose(x: Value, perm: readonly number[]): Value {
    return perm.every((from, to) => from === to) ? x : this.apply('transpose', [x], { perm });
  }

  /** Repeats `x` by broadcasting. */
  expand(x: Value, shape: Shape): Value {
    return sameShape(x.shape, shape) ? x : this.apply('expand', [x], { shape });
  }

  /** [start, end) of one axis. */
  slice(x: Value, axis: number, start: number, end: number): Value {
    const along = positiveAxis(axis, x.shape.length);
    return start === 0 && end === x.shape[along] ? x : this.apply('slice', [x], { axis: along, start, end });
  }

  /** Pieces of the given sizes along one axis. */
  split(x: Value, axis: number, sizes: readonly number[]): Value[] {
    let start = 0;
    return sizes.map((size) => {
      start += size;
      return this.slice(x, axis, start - size, start);
    });
  }

  /** Zeros before and after along one axis. */
  pad(x: Value, axis: number, before: number, after: number): Value {
    if (before === 0 && after === 0) return x;
    return this.apply('pad', [x], { axis: positiveAxis(axis, x.shape.length), before, after });
  }

  concat(values: readonly Value[], axis: number): Value {
    if (values.length === 1) return values[0]!;
    return this.apply('concat', values, { axis: positiveAxis(axis, values[0]!.shape.length) });
  }

  // --- rows ---------------------------------------------------------------------------------------------------------

  /** table [rows, ...] at int32 or int64 indices of any shape -> [...indices, ...]. */
  gather(table: Value, indices: Value): Value {
    return this.apply('gather', [table, indices], {});
  }

  /** x [batch, steps, dim] at flat indices [n] (batch * steps + step) -> [n, dim]. */
  gatherRows(x: Value, indices: Value): Value {
    const [batch, steps, dim] = x.shape as [number, number, number];
    return this.gather(this.reshape(x, [batch * steps, dim]), indices);
  }

  /** Zeros [rows, ...] with `updates` [...indices, ...] added at `indices`; the gradient of `gather`. */
  scatterAdd(indices: Value, updates: Value, rows: number): Value {
    return this.apply('scatterAdd', [indices, updates], { rows });
  }

  /** x [rows, dim] or [batch, steps, dim] with the rows at flat `indices` [n], all distinct, replaced by `values` [n, dim]. */
  scatterRows(x: Value, indices: Value, values: Value): Value {
    const flat = this.reshape(x, [-1, x.shape.at(-1)!]);
    return this.reshape(this.apply('scatterRows', [flat, indices, values], {}), x.shape);
  }

  // --- transformer --------------------------------------------------------------------------------------------------

  /** x [..., dim], weight [dim] -> x / sqrt(mean(x^2) + epsilon) * weight. */
  rmsNorm(x: Value, weight: Value, epsilon: number): Value {
    return this.apply('rmsNorm', [x, weight], { epsilon });
  }

  /** Half-split rotary embedding of x [batch, heads, steps, dim] by tables cos, sin [steps, dim / 2]. */
  rope(x: Value, cos: Value, sin: Value): Value {
    return this.apply('rope', [x, cos, sin], {});
  }

  // --- numbers as operands ------------------------------------------------------------------------------------------

  private binary(op: 'add' | 'sub' | 'mul' | 'div' | 'minimum' | 'equal' | 'greater', a: Operand, b: Operand): Value {
    return this.apply(op, this.pair(a, b), {});
  }

  private pair(a: Operand, b: Operand): [Value, Value] {
    const dtype = typeof a === 'object' ? a.dtype : typeof b === 'object' ? b.dtype : 'float32';
    const value = (operand: Operand): Value =>
      typeof operand === 'number' ? this.constant(operand, [], dtype) : operand;
    return [value(a), value(b)];
  }
}

function reducedAxes(x: Value, axes: readonly number[] | undefined): number[] {
  if (axes === undefined) return x.shape.map((_, axis) => axis);
  return axes.map((axis) => positiveAxis(axis, x.shape.length)).sort((a, b) => a - b);
}

function constantData(values: number | TypedArray | readonly number[], shape: Shape, dtype: DType): TypedArray {
  const data = allocate(dtype, sizeOf(shape));
  if (typeof values === 'number') {
    if (data instanceof BigInt64Array) data.fill(BigInt(values));
    else data.fill(values);
    return data;
  }
  if (values.length !== data.length) throw new Error(`${values.length} values for ${formatType({ dtype, shape })}`);
  for (let i = 0; i < data.length; i++)
    data[i] = data instanceof BigInt64Array ? BigInt(values[i]!) : Number(values[i]);
  return data;
}
