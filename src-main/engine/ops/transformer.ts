/** Operators of transformer decoders that ONNX Runtime has as one kernel on every provider. */
import type { Value } from '../graph/graph';
import { formatType, sameShape } from '../graph/shape';
import type { Backward, OpDefinition, OpDefinitions } from './definition';

/** x [..., dim], weight [dim] -> x / sqrt(mean(x^2) + epsilon) * weight (Zhang & Sennrich 2019). */
const rmsNorm: OpDefinition<'rmsNorm'> = {
  infer(inputs) {
    const [x, weight] = inputs as [Value, Value];
    if (weight.shape.length !== 1 || weight.shape[0] !== x.shape.at(-1) || x.dtype !== weight.dtype)
      throw new Error(`expected [..., dim] and [dim], found ${inputs.map(formatType).join(' and ')}`);
    return { dtype: x.dtype, shape: x.shape };
  },
  emit: (e, { attributes }) =>
    e.result('SimplifiedLayerNormalization', e.inputs, { axis: -1, epsilon: { float: attributes.epsilon } }),
  // n = x r with r = 1 / sqrt(mean(x^2) + epsilon); dw = sum(dy n); dx = r (h - n mean(h n)) with h = dy w
  gradient: (backward) => {
    const { b, grad, input } = backward;
    return [
      () => {
        const r = inverseRms(backward);
        const n = b.mul(input(0), r);
        const h = b.mul(grad, input(1));
        return b.mul(r, b.sub(h, b.mul(n, b.reduceMean(b.mul(h, n), [-1], true))));
      },
      () => b.mul(grad, b.mul(input(0), inverseRms(backward))),
    ];
  },
  madeAgainFrom: 'half',
};

/** From primitives: the kernel's second output is the row mean on WebGPU, not the inverse root mean square. */
function inverseRms({ b, node, input }: Backward<'rmsNorm'>): Value {
  const meanSquare = b.reduceMean(b.square(input(0)), [-1], true);
  return b.reciprocal(b.sqrt(b.add(meanSquare, node.attributes.epsilon)));
}

/**
 * x [batch, heads, steps, dim], cos and sin [steps, dim / 2] for all or [batch, steps, dim / 2] -> the
 * halves (u, v) of each row turned by its step's angles: (u cos - v sin, v cos + u sin) (Su et al. 2021, in
 * the half-split form of Llama).
 */
const rope: OpDefinition<'rope'> = {
  infer(inputs) {
    const [x, cos, sin] = inputs as [Value, Value, Value];
    const [batch, , steps, dim] = x.shape;
    const table = cos.shape.length === 3 ? [batch!, steps!, dim! / 2] : [steps!, dim! / 2];
    if (x.shape.length !== 4 || !sameShape(cos.shape, table) || !sameShape(sin.shape, cos.shape))
      throw new Error(
        `expected [batch, heads, steps, dim] and twice [steps, dim / 2] or [batch, steps, dim / 2], found ${inputs.map(formatType).join(', ')}`,
      );
    return { dtype: x.dtype, shape: x.shape };
  },
  emit(e, { inputs }) {
    const [x, cos, sin] = e.inputs as [string, string, string];
    const { shape } = inputs[1]!;
    const rotate = (positions: string, ...tables: string[]) =>
      e.result('RotaryEmbedding', [x, positions, ...tables], { interleaved: 0 }, 'com.microsoft');
    if (shape.length === 2) return rotate(e.integers([0]), cos, sin);
    // The kernel has one table, of which each row names its line.
    const [batch, steps, half] = shape as [number, number, number];
    const lines = BigInt64Array.from({ length: batch * steps }, (_, line) => BigInt(line));
    const flat = (table: string) => e.step('Reshape', [table, e.integers([batch * steps, half])]);
    rotate(e.tensor('int64', [batch, steps], lines), flat(cos), flat(sin));
  },
  // the transpose of a rotation is the rotation back
  gradient: ({ b, grad, input }) => [() => b.rope(grad, input(1), b.neg(input(2))), null, null],
  madeAgainFrom: 'layer',
};

export const transformer: OpDefinitions<'rmsNorm' | 'rope'> = { rmsNorm, rope };
