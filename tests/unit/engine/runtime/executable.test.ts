import { describe, expect, it } from 'vitest';
import { toFloat16 } from '../../../../src-main/common/float16';
import { Builder } from '../../../../src-main/engine/ops/builder';
import { writeOnnx } from '../../../../src-main/engine/onnx/writer';
import { Executable } from '../../../../src-main/engine/runtime/executable';
import { floats, float32, int32 } from '../../../../src-main/engine/runtime/tensor';

function product() {
  const b = new Builder();
  const x = b.input('x', 'float32', [2, 3]);
  const weight = b.weight('weight', [3, 2], 'float16');
  const label = b.input('label', 'int32', [2]);
  const y = b.matmul(x, weight);
  return b.graph({ y, loss: b.crossEntropy(y, label), same: x });
}
const weight = { dtype: 'float16' as const, dims: [3, 2], data: toFloat16(Float32Array.of(1, 0, 0, 1, 1, 1)) };
const x = float32([2, 3], [1, 2, 3, 4, 5, 6]);
const label = int32([2], [0, 1]);

describe('Executable', () => {
  it('runs a graph whose outputs may be inputs, and fetches what is asked for', async () => {
    const executable = await Executable.create(product(), { device: 'cpu' });
    const { y, same } = await executable.run({ x, weight, label });
    expect([...floats(y!)]).toEqual([4, 5, 10, 11]);
    expect([...floats(same!)]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(Object.keys(await executable.run({ x, weight, label }, ['loss']))).toEqual(['loss']);
    await executable.dispose();
  });

  it('writes outputs into given buffers', async () => {
    const executable = await Executable.create(product(), { device: 'cpu' });
    const into = float32([2, 2], [0, 0, 0, 0]);
    await executable.run({ x, weight, label }, ['y'], { y: into });
    expect([...floats(into)]).toEqual([4, 5, 10, 11]);
  });

  it('gives the same with weights stored instead of fed', async () => {
    const executable = await Executable.create(product(), { device: 'cpu', stored: { weight } });
    expect(executable.inputs.map((input) => input.name)).toEqual(['x', 'label']);
    const { y } = await executable.run({ x, label });
    expect([...floats(y!)]).toEqual([4, 5, 10, 11]);
  });

  it('loads the bytes it writes', async () => {
    const executable = await Executable.create(writeOnnx(product()), { device: 'cpu' });
    expect(executable.inputs).toEqual([
      { name: 'x', dtype: 'float32', shape: [2, 3] },
      { name: 'weight', dtype: 'float16', shape: [3, 2] },
      { name: 'label', dtype: 'int32', shape: [2] },
    ]);
  });

  it('names the feed that does not fit, before running', async () => {
    const executable = await Executable.create(product(), { device: 'cpu' });
    const run = (feeds: object) => executable.run({ x, weight, label, ...feeds });
    await expect(run({ z: x })).rejects.toThrow('feed z: the graph has no such input');
    await expect(executable.run({ x, label })).rejects.toThrow('feed weight: missing, expected float16 [3, 2]');
    await expect(run({ x: label })).rejects.toThrow('feed x: type int32, expected float32');
    await expect(run({ x: float32([2, 4], new Float32Array(8)) })).rejects.toThrow(
      'feed x: dimension 1 is 4, expected 3',
    );
    await expect(run({ x: float32([6], new Float32Array(6)) })).rejects.toThrow('feed x: [6], expected rank 2, [2, 3]');
    await expect(run({ x: float32([2, 3], new Float32Array(5)) })).rejects.toThrow(
      'feed x: 5 values for [2, 3], expected 6',
    );
    await expect(run({ weight: { ...weight, data: new Float32Array(6) } })).rejects.toThrow(
      'feed weight: float16 held in Float32Array, expected Uint16Array',
    );
  });

  it('runs one after another in the order asked for', async () => {
    const b = new Builder();
    const value = b.input('value', 'float32', [1]);
    const executable = await Executable.create(b.graph({ twice: b.add(value, value) }), { device: 'cpu' });
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3].map(async (n) => {
        const { twice } = await executable.run({ value: float32([1], [n]) });
        order.push(floats(twice!)[0]!);
      }),
    );
    expect(order).toEqual([2, 4, 6]);
  });

  it('says how much memory was missing', async () => {
    const b = new Builder();
    const repeated = b.expand(b.input('value', 'float32', [1]), [2 ** 20, 2 ** 22]);
    const executable = await Executable.create(b.graph({ sum: b.reduceSum(b.exp(repeated)) }), { device: 'cpu' });
    await expect(executable.run({ value: float32([1], [1]) })).rejects.toMatchObject({
      code: 'out-of-memory',
      message: 'Missing memory for the computation on cpu: a tensor of 17592186044416 bytes did not fit.',
    });
    await executable.dispose();
  });

  it('says what is wrong with a file that is no model', async () => {
    await expect(Executable.create(Uint8Array.of(1, 2, 3), { device: 'cpu' })).rejects.toMatchObject({
      code: 'runtime-failed',
    });
    await expect(Executable.create('/nowhere/encoder.onnx', { device: 'cpu' })).rejects.toThrow(
      '/nowhere/encoder.onnx',
    );
  });
});
