import { describe, expect, it } from 'vitest';
import { printGraph } from '../../../../src-main/engine/graph/print';
import { Builder } from '../../../../src-main/engine/ops/builder';
import { verify } from '../../../../src-main/engine/ops/verify';

describe('Builder', () => {
  it('says which operator, where and which shapes do not fit', () => {
    const b = new Builder();
    const x = b.input('x', 'float32', [2, 3]);
    const y = b.input('y', 'float32', [4, 5]);
    const i = b.input('i', 'int32', [2, 3]);
    expect(() => b.scope('layer.3', () => b.matmul(x, y))).toThrow(
      'matmul in layer.3: cannot multiply f32[2, 3] by f32[4, 5]',
    );
    expect(() => b.add(x, y)).toThrow('add: shapes do not broadcast: f32[2, 3] and f32[4, 5]');
    expect(() => b.add(x, i)).toThrow('add: types differ: f32[2, 3] and i32[2, 3]');
    expect(() => b.reshape(x, [4, 2])).toThrow('reshape: f32[2, 3] does not hold [4, 2]');
    expect(() => b.gather(x, y)).toThrow('gather: expected int32 or int64 indices, found f32[4, 5]');
    expect(() => b.slice(x, 1, 2, 4)).toThrow('slice: 2 to 4 of axis 1 of f32[2, 3]');
    expect(() => b.concat([x, y], 0)).toThrow('concat: cannot join f32[2, 3] and f32[4, 5] along axis 0');
    expect(() => b.input('x', 'float32', [1])).toThrow('two inputs are named x');
  });

  it('leaves out what no output needs', () => {
    const b = new Builder();
    const x = b.input('x', 'float32', [2]);
    b.exp(x);
    const y = b.neg(x);
    b.log(y);
    expect(b.graph({ y }).nodes.map((node) => node.op)).toEqual(['neg']);
  });

  it('makes no node where nothing is to be done', () => {
    const b = new Builder();
    const x = b.input('x', 'float32', [2, 3]);
    const same = [
      b.reshape(x, [2, -1]),
      b.transpose(x, [0, 1]),
      b.cast(x, 'float32'),
      b.slice(x, 1, 0, 3),
      b.concat([x], 0),
    ];
    expect(same.every((value) => value === x)).toBe(true);
  });

  it('multiplies a stack by one matrix as one product', () => {
    const b = new Builder();
    const x = b.input('x', 'float32', [2, 3, 4]);
    const y = b.matmul(x, b.input('w', 'float32', [5, 4]), { transB: true });
    expect(y.shape).toEqual([2, 3, 5]);
    expect(b.nodes.map((node) => node.op)).toEqual(['reshape', 'matmul', 'reshape']);
  });
});

describe('printGraph', () => {
  const program = (factor: number, detour: boolean) => {
    const b = new Builder();
    const x = b.input('x', 'float32', [2]);
    if (detour) b.exp(x);
    return b.graph({ y: b.mul(x, factor) });
  };

  it('depends on the program, not on how it came about', () => {
    expect(printGraph(program(3, true))).toBe(printGraph(program(3, false)));
    expect(printGraph(program(4, false))).not.toBe(printGraph(program(3, false)));
  });
});

describe('verify', () => {
  const b = new Builder();
  const x = b.input('x', 'float32', [2]);
  const y = b.neg(x);
  const graph = b.graph({ z: b.exp(y) });

  it('accepts what the builder makes', () => {
    expect(() => verify(graph)).not.toThrow();
  });

  it('refuses values read before they are made, wrong shapes and repeated names', () => {
    expect(() => verify({ ...graph, nodes: graph.nodes.slice().reverse() })).toThrow('graph: exp in  reads value');
    const [first, ...rest] = graph.nodes;
    const wrong = { ...first!, output: { ...first!.output, shape: [3] } };
    expect(() => verify({ ...graph, nodes: [wrong, ...rest] })).toThrow('makes f32[2], not f32[3]');
    expect(() => verify({ ...graph, outputs: [...graph.outputs, ...graph.outputs] })).toThrow('are named z');
    expect(() => verify({ ...graph, nodes: [] })).toThrow('graph: output z is made by no node');
  });
});
