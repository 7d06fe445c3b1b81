import { describe, expect, it } from 'vitest';
import { gradient } from '../../src-main/engine/autodiff/gradient';
import type { Graph, Value } from '../../src-main/engine/graph/graph';
import { printGraph } from '../../src-main/engine/graph/print';
import { Builder } from '../../src-main/engine/ops/builder';
import type { Recompute } from '../../src-main/engine/ops/definition';

describe('printed gradients', () => {
  it('of a matrix product are matrix products', () => {
    const b = new Builder();
    const a = b.input('a', 'float32', [2, 3]);
    const c = b.input('c', 'float32', [3, 4]);
    const loss = b.reduceSum(b.scope('product', () => b.matmul(a, c)));
    const [ga, gc] = gradient(b, loss, [a, c]) as [Value, Value];
    expect(printGraph(b.graph({ loss, ga, gc }))).toMatchInlineSnapshot(`
      "input a: f32[2, 3]
      input c: f32[3, 4]
      c0: f32[] = 1
      v0: f32[2, 4] = matmul(a, c)  # product
      v1: f32[] = reduceSum(v0) {axes=[0, 1]}
      v2: f32[1, 1] = reshape(c0) {shape=[1, 1]}  # gradient
      v3: f32[2, 4] = expand(v2) {shape=[2, 4]}  # gradient
      v4: f32[2, 3] = matmul(v3, c) {transB=true}  # gradient/product
      v5: f32[3, 4] = matmul(a, v3) {transA=true}  # gradient/product
      output loss = v1
      output ga = v4
      output gc = v5
      "
    `);
  });

  it('of a low-rank linear layer hold nothing for the frozen weight', () => {
    const graph = loraLinear();
    expect(printGraph(graph)).toMatchInlineSnapshot(`
      "input x: f32[5, 6]
      input weight: f16[8, 6]
      input down: f32[2, 6]
      input up: f32[8, 2]
      c0: f32[] = 1
      c1: f32[] = 0.02500000037252903
      c2: f32[] = 2
      v0: f32[8, 6] = cast(weight) {to=float32}
      v1: f32[5, 2] = matmul(x, down) {transB=true}
      v2: f32[5, 8] = matmul(x, v0) {transB=true}
      v3: f32[5, 8] = matmul(v1, up) {transB=true}
      v4: f32[5, 8] = add(v2, v3)
      v5: f32[5, 8] = square(v4)
      v6: f32[] = reduceMean(v5) {axes=[0, 1]}
      v7: f32[] = mul(c0, c1)  # gradient
      v8: f32[1, 1] = reshape(v7) {shape=[1, 1]}  # gradient
      v9: f32[5, 8] = expand(v8) {shape=[5, 8]}  # gradient
      v10: f32[5, 8] = mul(v4, c2)  # gradient
      v11: f32[5, 8] = mul(v9, v10)  # gradient
      v12: f32[5, 2] = matmul(v11, up)  # gradient
      v13: f32[8, 2] = matmul(v11, v1) {transA=true}  # gradient
      v14: f32[2, 6] = matmul(v12, x) {transA=true}  # gradient
      output loss = v6
      output gDown = v14
      output gUp = v13
      "
    `);
  });

  it('of a layer that is made again keep only what enters it', () => {
    expect(printGraph(gatedLayer('layer'))).toMatchInlineSnapshot(`
      "input x: f32[3, 4]
      input scale: f32[4]
      input gate: f32[4, 4]
      input up: f32[4, 4]
      input down: f32[4, 4]
      c0: f32[] = 1
      c1: f32[] = 0.0833333358168602
      c2: f32[] = 2
      v0: f32[3, 4] = mul(x, scale)
      v1: f32[3, 4] = matmul(v0, gate)  # layer.0
      v2: f32[3, 4] = silu(v1)  # layer.0
      v3: f32[3, 4] = matmul(v0, up)  # layer.0
      v4: f32[3, 4] = mul(v2, v3)  # layer.0
      v5: f32[3, 4] = matmul(v4, down)  # layer.0
      v6: f32[3, 4] = add(v0, v5)  # layer.0
      v7: f32[3, 4] = square(v6)
      v8: f32[] = reduceMean(v7) {axes=[0, 1]}
      v9: f32[] = mul(c0, c1)  # gradient
      v10: f32[1, 1] = reshape(v9) {shape=[1, 1]}  # gradient
      v11: f32[3, 4] = expand(v10) {shape=[3, 4]}  # gradient
      v12: f32[3, 4] = mul(v6, c2)  # gradient
      v13: f32[3, 4] = mul(v11, v12)  # gradient
      v14: f32[3, 4] = matmul(v13, down) {transB=true}  # gradient/layer.0
      v15: f32[3, 4] = matmul(v0, up)  # gradient/layer.0/again
      v16: f32[3, 4] = mul(v14, v15)  # gradient/layer.0
      v17: f32[3, 4] = matmul(v0, gate)  # gradient/layer.0/again
      v18: f32[3, 4] = silu(v17)  # gradient/layer.0/again
      v19: f32[3, 4] = mul(v14, v18)  # gradient/layer.0
      v20: f32[3, 4] = matmul(v19, up) {transB=true}  # gradient/layer.0
      v21: f32[3, 4] = add(v13, v20)  # gradient/layer.0
      v22: f32[3, 4] = sigmoid(v17)  # gradient/layer.0
      v23: f32[3, 4] = sub(c0, v22)  # gradient/layer.0
      v24: f32[3, 4] = mul(v17, v23)  # gradient/layer.0
      v25: f32[3, 4] = add(v24, c0)  # gradient/layer.0
      v26: f32[3, 4] = mul(v22, v25)  # gradient/layer.0
      v27: f32[3, 4] = mul(v16, v26)  # gradient/layer.0
      v28: f32[3, 4] = matmul(v27, gate) {transB=true}  # gradient/layer.0
      v29: f32[3, 4] = add(v21, v28)  # gradient/layer.0
      v30: f32[3, 4] = mul(v29, x)  # gradient
      v31: f32[1, 4] = reduceSum(v30) {axes=[0], keepDims=true}  # gradient
      v32: f32[4] = reshape(v31) {shape=[4]}  # gradient
      output loss = v8
      output gScale = v32
      "
    `);
  });
});

describe('a frozen weight', () => {
  it('costs no gradient node', () => {
    const nodes = loraLinear().nodes.filter((node) => node.scope.startsWith('gradient'));
    expect(nodes.filter((node) => node.output.shape.join() === [8, 6].join())).toEqual([]);
    // d up, d low, d down: none with the frozen weight, since nothing trained lies below it.
    expect(nodes.filter((node) => node.op === 'matmul')).toHaveLength(3);
  });
});

describe('recomputation', () => {
  const keptBetween = (graph: Graph): number => {
    const backward = new Set(graph.nodes.filter((node) => node.scope.startsWith('gradient')).map((n) => n.output.id));
    const forward = new Set(graph.nodes.map((node) => node.output.id).filter((id) => !backward.has(id)));
    const read = graph.nodes.filter((node) => backward.has(node.output.id)).flatMap((node) => node.inputs);
    return new Set(read.map((value) => value.id).filter((id) => forward.has(id))).size;
  };

  it('keeps fewer forward values the more is made again', () => {
    const counts = (['none', 'half', 'layer'] as const).map((mode) => keptBetween(gatedLayer(mode)));
    expect(counts).toEqual([4, 3, 2]);
  });
});

function loraLinear(): Graph {
  const b = new Builder();
  const x = b.input('x', 'float32', [5, 6]);
  const weight = b.weight('weight', [8, 6], 'float16');
  const down = b.input('down', 'float32', [2, 6]);
  const up = b.input('up', 'float32', [8, 2]);
  const low = b.matmul(x, down, { transB: true });
  const y = b.add(b.matmul(x, weight, { transB: true }), b.matmul(low, up, { transB: true }));
  const loss = b.reduceMean(b.square(y));
  const [gDown, gUp] = gradient(b, loss, [down, up]) as [Value, Value];
  return b.graph({ loss, gDown, gUp });
}

function gatedLayer(recompute: Recompute): Graph {
  const b = new Builder();
  const x = b.input('x', 'float32', [3, 4]);
  const scale = b.input('scale', 'float32', [4]);
  const entering = b.mul(x, scale);
  const weights = ['gate', 'up', 'down'].map((name) => b.weight(name, [4, 4]));
  const leaving = b.segment('layer.0', () => {
    const gated = b.mul(b.silu(b.matmul(entering, weights[0]!)), b.matmul(entering, weights[1]!));
    return b.add(entering, b.matmul(gated, weights[2]!));
  });
  const loss = b.reduceMean(b.square(leaving));
  const [gScale] = gradient(b, loss, [scale], { recompute }) as [Value];
  return b.graph({ loss, gScale });
}
