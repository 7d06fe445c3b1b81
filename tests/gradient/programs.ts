import { readFileSync } from 'node:fs';
import { gradient } from '../../src-main/engine/autodiff/gradient';
import type { DType, Value } from '../../src-main/engine/graph/graph';
import { allocate, sizeOf } from '../../src-main/engine/graph/shape';
import { Builder } from '../../src-main/engine/ops/builder';
import type { HostTensor } from '../../src-main/engine/runtime/tensor';

interface Stored {
  dtype: DType;
  dims: number[];
  data: number[];
}
interface Case {
  inputs: Record<string, Stored>;
  output: Stored;
  cotangent: Stored;
  gradients: Record<string, Stored>;
}
type Program = (b: Builder, x: Record<string, Value>) => Value;

/** PyTorch's numbers, by program. Tests run in the root of the repository, as do the processes they start. */
export const references = JSON.parse(readFileSync('tests/gradient/data/ops.json', 'utf8')) as Record<string, Case>;

/** The programs of tests/reference/ops.py in the engine's words. */
export const programs: Record<string, Program> = {
  'add, broadcast': (b, { x, y }) => b.add(x!, y!),
  'sub, broadcast': (b, { x, y }) => b.sub(x!, y!),
  'mul, broadcast': (b, { x, y }) => b.mul(x!, y!),
  'mul, same value twice': (b, { x }) => b.mul(x!, x!),
  'div, broadcast': (b, { x, y }) => b.div(x!, y!),
  'where, broadcast': (b, { c, x, y }) => b.where(c!, x!, y!),
  square: (b, { x }) => b.square(x!),
  neg: (b, { x }) => b.neg(x!),
  sqrt: (b, { x }) => b.sqrt(x!),
  reciprocal: (b, { x }) => b.reciprocal(x!),
  exp: (b, { x }) => b.exp(x!),
  log: (b, { x }) => b.log(x!),
  sigmoid: (b, { x }) => b.sigmoid(x!),
  silu: (b, { x }) => b.silu(x!),
  gelu: (b, { x }) => b.gelu(x!),
  tanh: (b, { x }) => b.tanh(x!),
  relu: (b, { x }) => b.relu(x!),
  identity: (b, { x }) => b.identity(x!),
  cast: (b, { x }) => b.mul(b.cast(b.cast(x!, 'float16'), 'float32'), 2),
  ...Object.fromEntries(
    [false, true].flatMap((transA) =>
      [false, true].flatMap((transB) => {
        const mark = `${transA ? ' transA' : ''}${transB ? ' transB' : ''}`;
        const product: Program = (b, x) => b.matmul(x['a']!, x['b']!, { transA, transB });
        return [
          [`matmul${mark}`, product],
          [`matmul stacked${mark}`, product],
        ];
      }),
    ),
  ),
  'matmul of a stack by one matrix': (b, x) => b.matmul(x['a']!, x['b']!, { transB: true }),
  'reduceSum of all': (b, { x }) => b.reduceSum(x!),
  'reduceSum of an axis': (b, { x }) => b.reduceSum(x!, [1]),
  'reduceMean, kept axes': (b, { x }) => b.reduceMean(x!, [-1, 0], true),
  softmax: (b, { x }) => b.softmax(x!),
  logSoftmax: (b, { x }) => b.logSoftmax(x!),
  'crossEntropy, weighted, some rows without label': (b, { x, y, w }) => b.crossEntropy(x!, y!, w!),
  reshape: (b, { x }) => b.reshape(x!, [3, -1]),
  transpose: (b, { x }) => b.transpose(x!, [2, 0, 1]),
  expand: (b, { x }) => b.expand(x!, [2, 3, 4]),
  slice: (b, { x }) => b.slice(x!, 1, 1, 3),
  pad: (b, { x }) => b.pad(x!, 0, 2, 1),
  concat: (b, { x, y }) => b.concat([x!, y!], -1),
  'gather, repeated rows': (b, { t, i }) => b.gather(t!, i!),
  gatherRows: (b, { x, i }) => b.gather(b.reshape(x!, [-1, 3]), i!),
  scatterAdd: (b, { i, u }) => b.scatterAdd(i!, u!, 4),
  scatterRows: (b, { x, i, v }) => b.scatterRows(x!, i!, v!),
  rmsNorm: (b, { x, w }) => b.rmsNorm(x!, w!, 1e-5),
  rope: (b, { x, cos, sin }) => b.rope(x!, cos!, sin!),
};

function hostTensor({ dtype, dims, data }: Stored): HostTensor {
  const values = allocate(dtype, sizeOf(dims));
  data.forEach((value, index) => {
    values[index] = value;
  });
  return { dtype, dims, data: values };
}

/** A graph of the case's output, and of the gradients of sum(output * cotangent). */
export function build(program: Program, { inputs, cotangent, gradients }: Case) {
  const b = new Builder();
  const values = Object.fromEntries(Object.entries(inputs).map(([name, x]) => [name, b.input(name, x.dtype, x.dims)]));
  const output = program(b, values);
  const loss = b.reduceSum(b.mul(output, b.input('cotangent', 'float32', cotangent.dims)));
  const names = Object.keys(gradients);
  const made = gradient(
    b,
    loss,
    names.map((name) => values[name]!),
  );
  return b.graph({ output, ...Object.fromEntries(names.map((name, index) => [`gradient ${name}`, made[index]!])) });
}

export function feedsOf({ inputs, cotangent }: Case): Record<string, HostTensor> {
  const all = Object.entries({ ...inputs, cotangent });
  return Object.fromEntries(all.map(([name, tensor]) => [name, hostTensor(tensor)]));
}
