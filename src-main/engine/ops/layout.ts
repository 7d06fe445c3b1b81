/** Operators that move elements without changing them. */
import type { OpName, Shape, Value } from '../graph/graph';
import { broadcastShapes, formatType, sameShape, sizeOf } from '../graph/shape';
import type { OpDefinition, OpDefinitions } from './definition';

const withDimension = (shape: Shape, axis: number, dimension: number): Shape =>
  shape.map((old, index) => (index === axis ? dimension : old));

const reshape: OpDefinition<'reshape'> = {
  infer([x], { shape }) {
    if (sizeOf(shape) !== sizeOf(x!.shape)) throw new Error(`${formatType(x!)} does not hold [${shape.join(', ')}]`);
    return { dtype: x!.dtype, shape };
  },
  emit: (e, { attributes }) => e.result('Reshape', [e.inputs[0]!, e.integers(attributes.shape)]),
  gradient: ({ b, node, grad }) => [() => b.reshape(grad, node.inputs[0]!.shape)],
  madeAgainFrom: 'half',
};

const transpose: OpDefinition<'transpose'> = {
  infer([x], { perm }) {
    const sorted = perm.slice().sort((a, b) => a - b);
    if (
      !sameShape(
        sorted,
        x!.shape.map((_, axis) => axis),
      )
    )
      throw new Error(`[${perm.join(', ')}] is no order of the axes of ${formatType(x!)}`);
    return { dtype: x!.dtype, shape: perm.map((axis) => x!.shape[axis]!) };
  },
  emit: (e, { attributes }) => e.result('Transpose', e.inputs, { perm: attributes.perm }),
  gradient: ({ b, node, grad }) => {
    const inverse: number[] = [];
    node.attributes.perm.forEach((from, to) => {
      inverse[from] = to;
    });
    return [() => b.transpose(grad, inverse)];
  },
  madeAgainFrom: 'layer',
};

const expand: OpDefinition<'expand'> = {
  infer([x], { shape }) {
    const both = broadcastShapes(x!.shape, shape);
    if (both === undefined || !sameShape(both, shape))
      throw new Error(`${formatType(x!)} does not broadcast to [${shape.join(', ')}]`);
    return { dtype: x!.dtype, shape };
  },
  emit: (e, { attributes }) => e.result('Expand', [e.inputs[0]!, e.integers(attributes.shape)]),
  gradient: ({ grad }) => [() => grad],
  madeAgainFrom: 'half',
};

const slice: OpDefinition<'slice'> = {
  infer([x], { axis, start, end }) {
    const size = x!.shape[axis]!;
    if (start < 0 || end > size || start >= end)
      throw new Error(`${start} to ${end} of axis ${axis} of ${formatType(x!)}`);
    return { dtype: x!.dtype, shape: withDimension(x!.shape, axis, end - start) };
  },
  emit: (e, { attributes: { axis, start, end } }) =>
    e.result('Slice', [e.inputs[0]!, e.integers([start]), e.integers([end]), e.integers([axis])]),
  gradient: ({ b, node, grad }) => {
    const { axis, start, end } = node.attributes;
    return [() => b.pad(grad, axis, start, node.inputs[0]!.shape[axis]! - end)];
  },
  madeAgainFrom: 'layer',
};

/** Zeros before and after along one axis. */
const pad: OpDefinition<'pad'> = {
  infer: ([x], { axis, before, after }) => ({
    dtype: x!.dtype,
    shape: withDimension(x!.shape, axis, x!.shape[axis]! + before + after),
  }),
  emit(e, { attributes: { axis, before, after }, output }) {
    const rank = output.shape.length;
    const pads = Array.from({ length: 2 * rank }, () => 0);
    pads[axis] = before;
    pads[rank + axis] = after;
    e.result('Pad', [e.inputs[0]!, e.integers(pads)], { mode: 'constant' });
  },
  gradient: ({ b, node, grad }) => {
    const { axis, before } = node.attributes;
    return [() => b.slice(grad, axis, before, before + node.inputs[0]!.shape[axis]!)];
  },
  madeAgainFrom: 'layer',
};

const concat: OpDefinition<'concat'> = {
  infer(inputs, { axis }) {
    const first = inputs[0]!;
    for (const input of inputs)
      if (
        input.dtype !== first.dtype ||
        !sameShape(withDimension(input.shape, axis, 0), withDimension(first.shape, axis, 0))
      )
        throw new Error(`cannot join ${inputs.map(formatType).join(' and ')} along axis ${axis}`);
    const total = inputs.reduce((sum, input) => sum + input.shape[axis]!, 0);
    return { dtype: first.dtype, shape: withDimension(first.shape, axis, total) };
  },
  emit: (e, { attributes }) => e.result('Concat', e.inputs, { axis: attributes.axis }),
  gradient: ({ b, node, grad }) => {
    const { axis } = node.attributes;
    let start = 0;
    return node.inputs.map((input: Value) => {
      const from = start;
      start += input.shape[axis]!;
      return () => b.slice(grad, axis, from, from + input.shape[axis]!);
    });
  },
  madeAgainFrom: 'layer',
};

export const layout: OpDefinitions<Extract<OpName, 'reshape' | 'transpose' | 'expand' | 'slice' | 'pad' | 'concat'>> = {
  reshape,
  transpose,
  expand,
  slice,
  pad,
  concat,
};
