/** Operators that work on each element by itself, with numpy broadcasting where there are two or more inputs. */
import type { DType, OpName, Shape, Value } from '../graph/graph';
import { broadcastShapes, formatType, isFloat } from '../graph/shape';
import type { GradientRule, OpDefinition, OpDefinitions, Recompute } from './definition';

type Binary = 'add' | 'sub' | 'mul' | 'div' | 'minimum' | 'equal' | 'greater';
type Unary =
  | 'neg'
  | 'square'
  | 'sqrt'
  | 'reciprocal'
  | 'exp'
  | 'log'
  | 'sigmoid'
  | 'silu'
  | 'erf'
  | 'tanh'
  | 'relu'
  | 'identity';

function broadcastAll(inputs: readonly Value[]): Shape {
  return inputs.reduce<Shape>((shape, input) => {
    const both = broadcastShapes(shape, input.shape);
    if (both === undefined) throw new Error(`shapes do not broadcast: ${inputs.map(formatType).join(' and ')}`);
    return both;
  }, []);
}

function binary<K extends Binary>(
  onnx: string,
  gradient: GradientRule<K> | null,
  options: { dtype?: DType; madeAgainFrom?: Recompute } = {},
): OpDefinition<K> {
  return {
    infer(inputs) {
      const [a, b] = inputs as [Value, Value];
      if (a.dtype !== b.dtype) throw new Error(`types differ: ${formatType(a)} and ${formatType(b)}`);
      return { dtype: options.dtype ?? a.dtype, shape: broadcastAll(inputs) };
    },
    emit: (e) => e.result(onnx, e.inputs),
    gradient,
    madeAgainFrom: options.madeAgainFrom ?? 'layer',
  };
}

function unary<K extends Unary>(
  onnx: string,
  gradient: GradientRule<K>,
  madeAgainFrom: Recompute = 'layer',
): OpDefinition<K> {
  return {
    infer: ([x]) => ({ dtype: x!.dtype, shape: x!.shape }),
    emit: (e) => e.result(onnx, e.inputs),
    gradient,
    madeAgainFrom,
  };
}

const cast: OpDefinition<'cast'> = {
  infer: ([x], { to }) => ({ dtype: to, shape: x!.shape }),
  emit: (e, node) => e.result('Cast', e.inputs, { to: onnxTypes[node.attributes.to] }),
  gradient: ({ b, node, grad }) => {
    const from = node.inputs[0]!.dtype;
    return [isFloat(from) ? () => b.cast(grad, from) : null];
  },
  madeAgainFrom: 'none',
};

const where: OpDefinition<'where'> = {
  infer(inputs) {
    const [condition, a, b] = inputs as [Value, Value, Value];
    if (condition.dtype !== 'bool' || a.dtype !== b.dtype)
      throw new Error(`expected a bool and two values of one type, found ${inputs.map(formatType).join(', ')}`);
    return { dtype: a.dtype, shape: broadcastAll(inputs) };
  },
  emit: (e) => e.result('Where', e.inputs),
  gradient: ({ b, grad, input }) => [null, () => b.where(input(0), grad, 0), () => b.where(input(0), 0, grad)],
  madeAgainFrom: 'half',
};

/** ONNX's numbers of our types (TensorProto.DataType). */
export const onnxTypes: Record<DType, number> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
};

export const elementwise: OpDefinitions<Extract<OpName, Binary | Unary | 'cast' | 'where'>> = {
  add: binary('Add', ({ grad }) => [() => grad, () => grad]),
  sub: binary('Sub', ({ b, grad }) => [() => grad, () => b.neg(grad)]),
  // d(x y) = dx y + x dy
  mul: binary('Mul', ({ b, grad, input }) => [() => b.mul(grad, input(1)), () => b.mul(grad, input(0))], {
    madeAgainFrom: 'half',
  }),
  // d(x / y) = dx / y - (x / y) dy / y
  div: binary('Div', ({ b, grad, input, output }) => [
    () => b.div(grad, input(1)),
    () => b.neg(b.div(b.mul(grad, output()), input(1))),
  ]),
  minimum: binary('Min', null),
  equal: binary('Equal', null, { dtype: 'bool' }),
  greater: binary('Greater', null, { dtype: 'bool' }),
  where,
  cast,

  identity: unary('Identity', ({ grad }) => [() => grad]),
  neg: unary('Neg', ({ b, grad }) => [() => b.neg(grad)]),
  square: {
    ...unary<'square'>('Mul', ({ b, grad, input }) => [() => b.mul(grad, b.mul(input(0), 2))], 'half'),
    emit: (e) => e.result('Mul', [e.inputs[0]!, e.inputs[0]!]),
  },
  // 1 / (2 sqrt x)
  sqrt: unary('Sqrt', ({ b, grad, output }) => [() => b.div(b.mul(grad, 0.5), output())]),
  // -1 / x^2
  reciprocal: unary('Reciprocal', ({ b, grad, output }) => [() => b.neg(b.mul(grad, b.square(output())))]),
  exp: unary('Exp', ({ b, grad, output }) => [() => b.mul(grad, output())]),
  log: unary('Log', ({ b, grad, input }) => [() => b.div(grad, input(0))]),
  // s (1 - s)
  sigmoid: unary('Sigmoid', ({ b, grad, output }) => [() => b.mul(grad, b.mul(output(), b.sub(1, output())))], 'half'),
  // x sigmoid(x): s + x s (1 - s) = s (1 + x (1 - s)); s is made here, so that the forward pass keeps x only
  silu: {
    ...unary<'silu'>(
      'QuickGelu',
      ({ b, grad, input }) => {
        const derivative = () => {
          const s = b.sigmoid(input(0));
          return b.mul(s, b.add(b.mul(input(0), b.sub(1, s)), 1));
        };
        return [() => b.mul(grad, derivative())];
      },
      'half',
    ),
    emit: (e) => e.result('QuickGelu', e.inputs, { alpha: { float: 1 } }, 'com.microsoft'),
  },
  // 2 / sqrt(pi) exp(-x^2)
  erf: unary(
    'Erf',
    ({ b, grad, input }) => [() => b.mul(grad, b.mul(b.exp(b.neg(b.square(input(0)))), 2 / Math.sqrt(Math.PI)))],
    'half',
  ),
  // 1 - t^2
  tanh: unary('Tanh', ({ b, grad, output }) => [() => b.mul(grad, b.sub(1, b.square(output())))], 'half'),
  relu: unary('Relu', ({ b, grad, output }) => [() => b.where(b.greater(output(), 0), grad, 0)], 'half'),
};
