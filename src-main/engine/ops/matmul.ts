/** Matrix products: two matrices, or stacks of them whose leading dimensions broadcast. */
import type { Node, Value } from '../graph/graph';
import { broadcastShapes, formatType } from '../graph/shape';
import type { Emission, OpDefinitions } from './definition';

export const matmul: OpDefinitions<'matmul'> = {
  matmul: {
    infer(inputs, { transA, transB }) {
      const [a, b] = inputs as [Value, Value];
      const rank = a.shape.length;
      const fail = (): never => {
        const mark = (trans: boolean) => (trans ? ' transposed' : '');
        throw new Error(`cannot multiply ${formatType(a)}${mark(transA)} by ${formatType(b)}${mark(transB)}`);
      };
      if (rank < 2 || b.shape.length !== rank || a.dtype !== b.dtype) fail();
      const [rows, inner] = lastTwo(a, transA);
      const [otherInner, columns] = lastTwo(b, transB);
      const stack = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
      if (inner !== otherInner || stack === undefined) return fail();
      return { dtype: a.dtype, shape: [...stack, rows, columns] };
    },
    emit: (e, node) => (node.output.shape.length === 2 ? emitGemm(e, node) : emitStack(e, node)),
    // C = A B: dA = dC B^T, dB = A^T dC; a transposed operand gets the transposed product
    gradient: ({ b, node, grad, input }) => {
      const { transA, transB } = node.attributes;
      return [
        () =>
          transA
            ? b.matmul(input(1), grad, { transA: transB, transB: true })
            : b.matmul(grad, input(1), { transB: !transB }),
        () =>
          transB
            ? b.matmul(grad, input(0), { transA: true, transB: transA })
            : b.matmul(input(0), grad, { transA: !transA }),
      ];
    },
    madeAgainFrom: 'layer',
  },
};

function lastTwo(value: Value, transposed: boolean): [rows: number, columns: number] {
  const [rows, columns] = value.shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}

function emitGemm(e: Emission, { attributes }: Node<'matmul'>): void {
  const { transA, transB } = attributes;
  if (!transA && !transB) e.result('MatMul', e.inputs);
  else e.result('Gemm', e.inputs, { transA: Number(transA), transB: Number(transB) });
}

/** FusedMatMul would spare the transposes but runs on the CPU only; on WebGPU it costs copies. */
function emitStack(e: Emission, node: Node<'matmul'>): void {
  const { transA, transB } = node.attributes;
  const operand = (index: number, transposed: boolean): string => {
    if (!transposed) return e.inputs[index]!;
    const rank = node.inputs[index]!.shape.length;
    const perm = [...Array(rank).keys()];
    [perm[rank - 2], perm[rank - 1]] = [rank - 1, rank - 2];
    return e.step('Transpose', [e.inputs[index]!], { perm });
  };
  e.result('MatMul', [operand(0, transA), operand(1, transB)]);
}
