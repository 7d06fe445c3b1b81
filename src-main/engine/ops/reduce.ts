/** Reductions over axes, and what is made of them: softmax over the last axis and cross entropy. */
import type { Node, Shape, Value } from '../graph/graph';
import { formatType } from '../graph/shape';
import type { Backward, Emission, OpDefinition, OpDefinitions } from './definition';

type ReduceName = 'reduceSum' | 'reduceMean' | 'reduceMax';

function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): Shape {
  return shape
    .map((dimension, axis) => (axes.includes(axis) ? 1 : dimension))
    .filter((_, axis) => keepDims || !axes.includes(axis));
}

function reduction<K extends ReduceName>(onnx: string, gradient: OpDefinition<K>['gradient']): OpDefinition<K> {
  return {
    infer: ([x], { axes, keepDims }) => ({ dtype: x!.dtype, shape: reducedShape(x!.shape, axes, keepDims) }),
    emit: (e, { attributes }) =>
      e.result(onnx, [e.inputs[0]!, e.integers(attributes.axes)], { keepdims: Number(attributes.keepDims) }),
    gradient,
    madeAgainFrom: 'layer',
  };
}

/** The gradient of a sum: the same number for every element that was summed. */
function spread(grad: Value, { b, node }: Backward<'reduceSum'> | Backward<'reduceMean'>): Value {
  const shape = node.inputs[0]!.shape;
  return b.expand(b.reshape(grad, reducedShape(shape, node.attributes.axes, true)), shape);
}

const logSoftmax: OpDefinition<'logSoftmax'> = {
  infer: ([x]) => ({ dtype: x!.dtype, shape: x!.shape }),
  // From primitives: the LogSoftmax operator has no WebGPU kernel.
  emit: (e) => e.result('Sub', logSumExpParts(e, e.inputs[0]!, -1)),
  // dx = dy - softmax(x) sum(dy)
  gradient: ({ b, grad, output }) => [() => b.sub(grad, b.mul(b.exp(output()), b.reduceSum(grad, [-1], true)))],
  madeAgainFrom: 'layer',
};

/** [x - max, log(sum(exp(x - max)))] over an axis. */
function logSumExpParts(e: Emission, x: string, axis: number): [string, string] {
  const axes = e.integers([axis]);
  const shifted = e.step('Sub', [x, e.step('ReduceMax', [x, axes], { keepdims: 1 })]);
  const sum = e.step('ReduceSum', [e.step('Exp', [shifted]), axes], { keepdims: 1 });
  return [shifted, e.step('Log', [sum])];
}

/** logits [rows, classes], labels int32 [rows] -> -log softmax(logits)[label], 0 where the label is no class (-100). */
const crossEntropy: OpDefinition<'crossEntropy'> = {
  infer(inputs) {
    const [logits, labels] = inputs as [Value, Value];
    if (
      logits.shape.length !== 2 ||
      labels.dtype !== 'int32' ||
      labels.shape.length !== 1 ||
      labels.shape[0] !== logits.shape[0]
    )
      throw new Error(`expected [rows, classes] and int32 [rows], found ${inputs.map(formatType).join(' and ')}`);
    return { dtype: logits.dtype, shape: labels.shape };
  },
  emit(e, node) {
    const [logits, labels] = e.inputs as [string, string];
    const [rows, classes] = node.inputs[0]!.shape as [number, number];
    const [shifted, logSum] = logSumExpParts(e, logits, 1);
    const indices = e.tensor(
      'int32',
      [1, classes],
      Int32Array.from({ length: classes }, (_, index) => index),
    );
    const hit = e.step('Equal', [e.step('Reshape', [labels, e.integers([rows, 1])]), indices]);
    const zero = e.tensor('float32', [], new Float32Array(1));
    const picked = e.step('Where', [hit, e.step('Sub', [logSum, shifted]), zero]);
    e.result('ReduceSum', [picked, e.integers([1])], { keepdims: 0 });
  },
  // d logits = (softmax(logits) - onehot(label)) d loss, for rows that have a label; softmax is made here, not kept
  gradient: ({ b, node, grad, input }) => [() => crossEntropyGradient({ b, node, grad, input }), null],
  madeAgainFrom: 'half',
};

function crossEntropyGradient({
  b,
  node,
  grad,
  input,
}: Pick<Backward<'crossEntropy'>, 'b' | 'node' | 'grad' | 'input'>): Value {
  const [rows, classes] = node.inputs[0]!.shape as [number, number];
  const labels = b.reshape(input(1), [rows, 1]);
  const range = b.constant(
    Int32Array.from({ length: classes }, (_, index) => index),
    [1, classes],
    'int32',
  );
  const labelled = b.where(b.greater(labels, -1), b.reshape(grad, [rows, 1]), 0);
  const probability = b.softmax(input(0));
  const difference = b.where(b.equal(labels, range), b.sub(probability, 1), probability);
  return b.mul(difference, labelled);
}

const softmax: OpDefinition<'softmax'> = {
  infer: ([x]) => ({ dtype: x!.dtype, shape: x!.shape }),
  emit: (e) => e.result('Softmax', e.inputs, { axis: -1 }),
  // dx = p (dp - sum(dp p))
  gradient: ({ b, grad, output }) => [
    () => b.mul(output(), b.sub(grad, b.reduceSum(b.mul(grad, output()), [-1], true))),
  ],
  madeAgainFrom: 'layer',
};

export const reduce: OpDefinitions<ReduceName | 'softmax' | 'logSoftmax' | 'crossEntropy'> = {
  reduceSum: reduction('ReduceSum', (backward) => [() => spread(backward.grad, backward)]),
  reduceMean: reduction('ReduceMean', (backward) => {
    const { b, node, grad } = backward;
    return [() => spread(b.mul(grad, 1 / reducedCount(node)), backward)];
  }),
  reduceMax: reduction('ReduceMax', null),
  softmax,
  logSoftmax,
  crossEntropy,
};

function reducedCount(node: Node<'reduceMean'>): number {
  return node.attributes.axes.reduce((product, axis) => product * node.inputs[0]!.shape[axis]!, 1);
}
