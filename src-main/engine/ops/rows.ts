/** Reading and writing rows (the first axis) by index. */
import type { Shape, Value } from '../graph/graph';
import { formatType, sameShape, sizeOf } from '../graph/shape';
import type { Emission, OpDefinition, OpDefinitions } from './definition';

/** table [rows, ...], indices of any shape -> [...indices, ...]. */
const gather: OpDefinition<'gather'> = {
  infer(inputs) {
    const [table, indices] = inputs as [Value, Value];
    expectIndices(indices);
    return { dtype: table.dtype, shape: [...indices.shape, ...table.shape.slice(1)] };
  },
  emit: (e) => e.result('Gather', e.inputs, { axis: 0 }),
  // every row collects the gradients of the places it was read to
  gradient: ({ b, node, grad, input }) => [() => b.scatterAdd(input(1), grad, node.inputs[0]!.shape[0]!), null],
  madeAgainFrom: 'layer',
};

/** indices of any shape, updates [...indices, ...] -> [rows, ...]: zeros with the updates added at their rows. */
const scatterAdd: OpDefinition<'scatterAdd'> = {
  infer(inputs, { rows }) {
    const [indices, updates] = inputs as [Value, Value];
    expectIndices(indices);
    expectRowsOf(updates, indices);
    return { dtype: updates.dtype, shape: [rows, ...updates.shape.slice(indices.shape.length)] };
  },
  emit(e, { inputs, output }) {
    const zero = e.tensor('float32', [1], new Float32Array(1));
    const zeros = e.step('Expand', [zero, e.integers(output.shape)]);
    const [indices, updates] = flatRows(e, inputs[0]!, 0, output.shape.slice(1), 1);
    e.result('ScatterND', [zeros, indices, updates], { reduction: 'add' });
  },
  gradient: ({ b, grad, input }) => [null, () => b.gather(grad, input(0))],
  madeAgainFrom: 'layer',
};

/** x [rows, ...] with the rows at `indices` [n] replaced by `values` [n, ...]; indices are distinct. */
const scatterRows: OpDefinition<'scatterRows'> = {
  infer(inputs) {
    const [x, indices, values] = inputs as [Value, Value, Value];
    expectIndices(indices);
    expectRowsOf(values, indices);
    if (x.dtype !== values.dtype || !sameShape(x.shape.slice(1), values.shape.slice(indices.shape.length)))
      throw new Error(`cannot write rows of ${formatType(values)} into ${formatType(x)}`);
    return { dtype: x.dtype, shape: x.shape };
  },
  emit(e, { inputs, output }) {
    const [indices, values] = flatRows(e, inputs[1]!, 1, output.shape.slice(1), 2);
    e.result('ScatterND', [e.inputs[0]!, indices, values]);
  },
  // replaced rows pass nothing to x; the values get the rows they went to
  gradient: ({ b, node, grad, input }) => [
    () => b.scatterRows(grad, input(1), b.fill(0, node.inputs[2]!.shape)),
    null,
    () => b.gather(grad, input(1)),
  ],
  madeAgainFrom: 'layer',
};

/** Names of indices as int64 [n, 1] and updates as [n, ...row], as ScatterND takes them. */
function flatRows(e: Emission, indices: Value, indexAt: number, row: Shape, updateAt: number): [string, string] {
  const count = sizeOf(indices.shape);
  const column = e.step('Reshape', [e.inputs[indexAt]!, e.integers([count, 1])]);
  const wide = indices.dtype === 'int64' ? column : e.step('Cast', [column], { to: 7 });
  return [wide, e.step('Reshape', [e.inputs[updateAt]!, e.integers([count, ...row])])];
}

function expectIndices(indices: Value): void {
  if (indices.dtype !== 'int32' && indices.dtype !== 'int64')
    throw new Error(`expected int32 or int64 indices, found ${formatType(indices)}`);
}

function expectRowsOf(values: Value, indices: Value): void {
  if (!sameShape(values.shape.slice(0, indices.shape.length), indices.shape))
    throw new Error(`expected one row of ${formatType(values)} for each of ${formatType(indices)}`);
}

export const rows: OpDefinitions<'gather' | 'scatterAdd' | 'scatterRows'> = { gather, scatterAdd, scatterRows };
