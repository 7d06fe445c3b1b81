import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../src-main/common/rng';
import { gradient } from '../../src-main/engine/autodiff/gradient';
import type { DType, OpName, Value } from '../../src-main/engine/graph/graph';
import { allocate, isFloat, sizeOf } from '../../src-main/engine/graph/shape';
import { Builder } from '../../src-main/engine/ops/builder';
import { ops } from '../../src-main/engine/ops/registry';
import { Executable } from '../../src-main/engine/runtime/executable';
import { floats, type HostTensor } from '../../src-main/engine/runtime/tensor';

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

const stored = JSON.parse(readFileSync(new URL('data/ops.json', import.meta.url), 'utf8')) as Record<string, Case>;

/** The programs of tests/reference/ops.py in the engine's words. */
const programs: Record<string, Program> = {
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
  gatherRows: (b, { x, i }) => b.gatherRows(x!, i!),
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
function build(program: Program, { inputs, cotangent, gradients }: Case) {
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

function feedsOf({ inputs, cotangent }: Case): Record<string, HostTensor> {
  const all = Object.entries({ ...inputs, cotangent });
  return Object.fromEntries(all.map(([name, tensor]) => [name, hostTensor(tensor)]));
}

/** Largest difference, relative to the largest expected number (at least 1). */
function worst(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  let [difference, scale] = [0, 1];
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs(found[i]! - expected[i]!));
    scale = Math.max(scale, Math.abs(expected[i]!));
  }
  return difference / scale;
}

describe.each(Object.entries(programs))('%s', (name, program) => {
  const reference = stored[name]!;
  // Half precision holds 11 bits; everything else is single precision.
  const tolerance = name === 'cast' ? 1e-3 : 2e-6;

  it('agrees with PyTorch, output and gradients', async () => {
    const executable = await Executable.create(build(program, reference), { device: 'cpu', threads: 1 });
    const results = await executable.run(feedsOf(reference));
    expect(results['output']!.dims).toEqual(reference.output.dims);
    expect(worst(floats(results['output']!), reference.output.data)).toBeLessThan(tolerance);
    for (const [input, expected] of Object.entries(reference.gradients)) {
      const found = results[`gradient ${input}`]!;
      expect(found.dims).toEqual(expected.dims);
      expect(worst(floats(found), expected.data), `gradient of ${input}`).toBeLessThan(tolerance);
    }
  });

  it('agrees with finite differences', async () => {
    const seed = (Math.random() * 2 ** 31) | 0;
    const rng = new Rng(seed);
    const graph = build(program, reference);
    const executable = await Executable.create(graph, { device: 'cpu', threads: 1 });
    const feeds = feedsOf(reference);
    const results = await executable.run(feeds);
    const step = name === 'cast' ? 0.25 : 0.01;
    for (const input of Object.keys(reference.gradients)) {
      const values = floats(feeds[input]!);
      const direction = Float32Array.from(values, () => rng.between(-1, 1));
      const lossAt = async (distance: number) => {
        const data = values.map((value, index) => value + distance * direction[index]!);
        const { output } = await executable.run({ ...feeds, [input]: { ...feeds[input]!, data } }, ['output']);
        return floats(output!).reduce((sum, value, index) => sum + value * reference.cotangent.data[index]!, 0);
      };
      const slope = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step);
      const found = floats(results[`gradient ${input}`]!);
      const expected = found.reduce((sum, value, index) => sum + value * direction[index]!, 0);
      expect(Math.abs(slope - expected), `seed ${seed}, ${input}`).toBeLessThan(2e-3 * Math.max(1, Math.abs(expected)));
    }
  });
});

it('covers every differentiable operator', () => {
  const covered = new Set<OpName>();
  for (const [name, program] of Object.entries(programs))
    for (const node of build(program, stored[name]!).nodes)
      if (isFloat(node.output.dtype) && !node.scope.startsWith('gradient')) covered.add(node.op);
  const differentiable = (Object.keys(ops) as OpName[]).filter((op) => ops[op].gradient !== null);
  expect(differentiable.filter((op) => !covered.has(op))).toEqual([]);
});
