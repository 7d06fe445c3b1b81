import { describe, expect, it } from 'vitest';
import { fromFloat16 } from '../../../../src-main/common/float16';
import { Rng } from '../../../../src-main/common/rng';
import { gradient } from '../../../../src-main/engine/autodiff/gradient';
import { Builder } from '../../../../src-main/engine/ops/builder';
import { Executable } from '../../../../src-main/engine/runtime/executable';
import { float32, floats, type HostTensor, int32 } from '../../../../src-main/engine/runtime/tensor';
import { loadWeights, openCheckpoint, type Precision } from '../../../../src-main/models/decoder/checkpoint';
import { Decoder, type DecoderOptions } from '../../../../src-main/models/decoder/decoder';
import { initialLora } from '../../../../src-main/models/decoder/lora';
import { mergeLora } from '../../../../src-main/models/decoder/merge';
import { loraTargets } from '../../../../src-main/models/decoder/weights';
import { tinyLlama } from '../folder';

const windows = 2;
const steps = 12;
const rows = [5, 11, 23];
const lora = { rank: 4, alpha: 8, dropout: 0.1, targets: loraTargets };
type Recompute = 'none' | 'half' | 'layer';

const ids = int32(
  [windows, steps],
  Int32Array.from({ length: windows * steps }, (_, i) => (i * 37) % 590),
);
const labels = int32([rows.length], [1, 20, 300]);

/** An adapter whose B is not zero. */
function someAdapter(config: Parameters<typeof initialLora>[0]): Map<string, HostTensor> {
  const adapter = initialLora(config, lora, 0);
  const rng = new Rng(1);
  for (const [name, { data }] of adapter)
    if (name.endsWith('B')) data.forEach((_, i) => (data[i] = rng.between(-0.1, 0.1)));
  return adapter;
}

/** Loss and gradients of a language-model loss on a few rows. */
async function trainStep(options: Pick<DecoderOptions, 'base' | 'lora'>, recompute: Recompute, stored?: Precision) {
  const checkpoint = await openCheckpoint(tinyLlama);
  const b = new Builder();
  const decoder = new Decoder(b, checkpoint.config, { ...options, windows, steps });
  const rowInput = b.input('rows', 'int32', [rows.length]);
  const states = decoder.states(decoder.embed(b.input('ids', 'int32', [windows, steps])), undefined, rowInput);
  const loss = b.reduceMean(b.crossEntropy(decoder.logits(states), b.input('labels', 'int32', [rows.length])));
  const trained = decoder.weights.filter((weight) => weight.trained);
  const gradients = gradient(
    b,
    loss,
    trained.map((weight) => weight.value),
    { recompute },
  );
  const outputs = Object.fromEntries(trained.map((weight, i) => [`${weight.name}.gradient`, gradients[i]!]));
  const graph = b.graph({ loss, ...outputs });
  const executable = await Executable.create(graph, { device: 'cpu', threads: 1 });
  const weights = new Map([...(await loadWeights(checkpoint, stored ?? 'fp32')), ...someAdapter(checkpoint.config)]);
  const results = await executable.run({
    ...Object.fromEntries(decoder.weights.map(({ name }) => [name, weights.get(name)!])),
    ...decoder.dropout?.feeds(1, 'step 1'),
    ids,
    labels,
    rows: int32([rows.length], rows),
  });
  await executable.dispose();
  return { graph, trained: trained.map((weight) => weight.name), results };
}

function worst(a: Record<string, HostTensor>, b: Record<string, HostTensor>): number {
  expect(Object.keys(a)).toEqual(Object.keys(b));
  return Math.max(
    ...Object.keys(a).map((name) => {
      const other = floats(b[name]!);
      return floats(a[name]!).reduce((most, value, i) => Math.max(most, Math.abs(value - other[i]!)), 0);
    }),
  );
}

describe('a decoder trained by adapters', () => {
  it('has a gradient for every adapter matrix and no gradient node for a frozen weight', async () => {
    const { trained, graph, results } = await trainStep({ base: 'fp32', lora }, 'none');
    expect(trained.length).toBe(2 * (7 * 3 + 1));
    expect(trained.filter((name) => floats(results[`${name}.gradient`]!).every((value) => value === 0))).toEqual([]);
    const shapeOf = new Map(graph.inputs.map((input) => [input.shape.join(), input.name]));
    const ofFrozen = graph.nodes.filter(
      ({ op, scope, output }) =>
        op === 'matmul' && scope.startsWith('gradient/') && shapeOf.get(output.shape.join())?.endsWith('.weight'),
    );
    expect(ofFrozen).toEqual([]);
  });

  it('gives the same gradients whatever is recomputed', async () => {
    const kept = await trainStep({ base: 'fp32', lora }, 'none');
    for (const recompute of ['half', 'layer'] as const)
      expect(worst((await trainStep({ base: 'fp32', lora }, recompute)).results, kept.results)).toBeLessThan(1e-6);
  });

  it('gives nearly the same gradients with frozen weights in half precision', async () => {
    const full = await trainStep({ base: 'fp32', lora }, 'none');
    const half = await trainStep({ base: 'fp16', lora }, 'none', 'fp16');
    expect(worst(half.results, full.results)).toBeLessThan(5e-3);
    expect(worst(half.results, full.results)).toBeGreaterThan(0);
  });

  it('repeats itself bit for bit with dropout on', async () => {
    const [one, two] = [
      await trainStep({ base: 'fp32', lora }, 'none'),
      await trainStep({ base: 'fp32', lora }, 'none'),
    ];
    expect(worst(one.results, two.results)).toBe(0);
  });
});

describe('a decoder trained in full', () => {
  it('has a gradient for every weight, the tied table included', async () => {
    const { trained, results } = await trainStep({ base: 'trained' }, 'none');
    expect(trained.length).toBe(2 + 3 * 9);
    expect(trained.filter((name) => floats(results[`${name}.gradient`]!).every((value) => value === 0))).toEqual([]);
  });
});

describe('merging adapters', () => {
  it('keeps the precision of the weights and leaves the others alone', async () => {
    const checkpoint = await openCheckpoint(tinyLlama);
    const adapter = someAdapter(checkpoint.config);
    const single = await loadWeights(checkpoint, 'fp32');
    const merged = await mergeLora(single, adapter, lora);
    const half = await mergeLora(await loadWeights(checkpoint, 'fp16'), adapter, lora);
    const name = 'layer.1.k.weight';
    const expected = Float32Array.from(floats(single.get(name)!));
    const [a, b] = [floats(adapter.get('layer.1.k.loraA')!), floats(adapter.get('layer.1.k.loraB')!)];
    for (let i = 0; i < expected.length; i++)
      for (let r = 0; r < 4; r++) expected[i]! += 2 * b[Math.floor(i / 64) * 4 + r]! * a[r * 64 + (i % 64)]!;
    expect(worst({ w: merged.get(name)! }, { w: float32([32, 64], expected) })).toBeLessThan(1e-6);
    expect(half.get(name)!.dtype).toBe('float16');
    const fromHalf = fromFloat16(half.get(name)!.data as Uint16Array);
    expect(worst({ w: float32([32, 64], fromHalf) }, { w: float32([32, 64], expected) })).toBeLessThan(1e-3);
    expect(merged.get('embedding.weight')).toBe(single.get('embedding.weight'));
  });
});
