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
 * (one matrix for all) as well as stacks of equal rank. Axes may be negative. A key-value cache needs no
 * operator of its own: feed it as an input of full length, mask what is not filled yet, and output the
 * new rows for the host to store.
 */
import type { DType, Shape, Value } from '../graph/graph';
import { positiveAxis, sameShape, sizeOf } from '../graph/shape';
import { NodeBuilder } from './nodeBuilder';

export type Operand = Value | number;

export class Builder extends NodeBuilder {
  // --- leaves -------------------------------------------------------------------------------------------------------

  /** A frozen weight as float32, fed in the type it is stored in. */
  weight(name: string, shape: Shape, storedAs: 'float32' | 'float16' = 'float32'): Value {
    return this.cast(this.input(name, storedAs, shape), 'float32');
  }

  /** A tensor of one repeated number, stored as a scalar however large. */
  fill(value: number, shape: Shape, dtype: DType = 'float32'): Value {
    return this.expand(this.constant(value, [], dtype), shape);
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

  /** Zeros [rows, ...] with `updates` [...indices, ...] added at `indices`; the gradient of `gather`. */
  scatterAdd(indices: Value, updates: Value, rows: number): Value {
    return this.apply('scatterAdd', [indices, updates], { rows });
  }

  /**
   * x [rows, dim] or [batch, steps, dim] with the rows at flat `indices` [n], all distinct,
   * replaced by `values` [n, dim].
   */
  scatterRows(x: Value, indices: Value, values: Value): Value {
    const flat = this.reshape(x, [-1, x.shape.at(-1)!]);
    return this.reshape(this.apply('scatterRows', [flat, indices, values], {}), x.shape);
  }

  // --- transformer --------------------------------------------------------------------------------------------------

  /** x [..., dim], weight [dim] -> x / sqrt(mean(x^2) + epsilon) * weight. */
  rmsNorm(x: Value, weight: Value, epsilon: number): Value {
    return this.apply('rmsNorm', [x, weight], { epsilon });
  }

  /**
   * Half-split rotary embedding of x [batch, heads, steps, dim] by tables cos, sin [steps, dim / 2],
   * or one for each of the batch.
   */
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
