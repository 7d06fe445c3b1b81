import { fromFloat16, toFloat16 } from '../../src-main/common/float16';
import { Rng } from '../../src-main/common/rng';
import type { Value } from '../../src-main/engine/graph/graph';
import { sizeOf } from '../../src-main/engine/graph/shape';
import { Builder } from '../../src-main/engine/ops/builder';
import type { Recompute } from '../../src-main/engine/ops/definition';
import { officialAdamW } from '../../src-main/engine/optim/adamw';
import type { DeviceId } from '../../src-main/common/contract/app';
import { floats, float32, type HostTensor, int32, scalar } from '../../src-main/engine/runtime/tensor';
import { TrainingStep, type TrainingStepOptions } from '../../src-main/engine/runtime/trainingStep';

const [batch, steps, width, heads, vocabulary, rank, classes] = [2, 6, 16, 2, 11, 3, 5];
const headSize = width / heads;

const frozenShapes = {
  embedding: [vocabulary, width],
  norm: [width],
  q: [width, width],
  k: [width, width],
  v: [width, width],
  gate: [width, width],
  up: [width, width],
};
const trainedShapes = { down: [rank, width], loraUp: [width, rank], visual: [1, width], head: [classes, width] };

export interface Training {
  readonly stored: 'float32' | 'float16';
  readonly recompute: Recompute;
}

/**
 * Three updates of two micro batches each; the last is done by another step that takes the state over, so
 * that export and import are part of what is compared. @returns losses, an output, gradient norms, and
 * the state after the last update
 */
export async function train(device: DeviceId, { stored, recompute }: Training): Promise<Record<string, number[]>> {
  const frozen = Object.entries(tensors(frozenShapes)).map(([name, tensor]) => [name, frozenWeight(tensor, stored)]);
  const options: TrainingStepOptions<null> = {
    device,
    threads: 1,
    parameters: tensors(trainedShapes),
    frozen: Object.fromEntries(frozen) as Record<string, HostTensor>,
    build: () => build(stored),
    recompute,
    accumulation: 'mean',
    optimizer: { ...officialAdamW, weightDecay: 0.01 },
  };
  const first = await TrainingStep.create(options);
  const second = await TrainingStep.create(options);
  try {
    const numbers: Record<string, number[]> = { losses: [], outputs: [], norms: [] };
    await update(first, numbers);
    await update(first, numbers);
    await second.importState(await first.exportState());
    await update(second, numbers);
    const exported = await second.exportState();
    for (const kind of ['parameters', 'first', 'second'] as const)
      for (const [name, tensor] of Object.entries(exported[kind])) numbers[`${kind} ${name}`] = [...floats(tensor)];
    return numbers;
  } finally {
    await first.dispose();
    await second.dispose();
  }
}

/** A weight that half precision holds exactly, in either type. */
function frozenWeight(weight: HostTensor, stored: Training['stored']): HostTensor {
  const data = toFloat16(floats(weight));
  return stored === 'float16' ? { ...weight, dtype: stored, data } : float32(weight.dims, fromFloat16(data));
}

async function update(step: TrainingStep<null>, numbers: Record<string, number[]>): Promise<void> {
  const feeds = {
    ids: int32([batch, steps], [1, 2, 3, 4, 5, 1, 7, 8, 9, 10, 1, 0]),
    place: int32([1], [3]),
    rows: int32([batch], [5, 11]),
  };
  for (const labels of [int32([batch], [2, 4]), int32([batch], [0, 1])]) {
    const { loss, outputs } = await step.forwardBackward(null, { ...feeds, labels });
    numbers['losses']!.push(loss);
    numbers['outputs']!.push(scalar(outputs['largest']!));
  }
  numbers['norms']!.push((await step.update(0.01)).gradientNorm);
}

/**
 * One layer of a decoder with an adapter, an embedding written over a token, and a class head: what GAD training needs.
 */
function build(stored: 'float32' | 'float16') {
  const b = new Builder();
  const weight = (name: keyof typeof frozenShapes) => b.weight(name, frozenShapes[name], stored);
  const trained = (name: keyof typeof trainedShapes) => b.input(name, 'float32', trainedShapes[name]);
  const embedded = b.gather(weight('embedding'), b.input('ids', 'int32', [batch, steps]));
  const x = b.scatterRows(embedded, b.input('place', 'int32', [1]), trained('visual'));
  const [down, up] = [trained('down'), trained('loraUp')];
  const y = b.segment('layer.0', () => {
    const attended = b.add(attention(b, x, weight, down, up), x);
    const gate = b.silu(b.matmul(attended, weight('gate'), { transB: true }));
    return b.add(attended, b.gelu(b.mul(gate, b.matmul(attended, weight('up'), { transB: true }))));
  });
  const last = b.gather(b.reshape(y, [batch * steps, width]), b.input('rows', 'int32', [batch]));
  const logits = b.matmul(last, trained('head'), { transB: true });
  const perRow = b.crossEntropy(logits, b.input('labels', 'int32', [batch]), b.constant([1, 0.5], [batch]));
  return { b, loss: b.reduceMean(perRow), outputs: { largest: b.reduceMax(b.logSoftmax(logits)) } };
}

/** x [batch, steps, width] -> the same shape; the query projection has the adapter. */
function attention(b: Builder, x: Value, weight: (name: 'norm' | 'q' | 'k' | 'v') => Value, down: Value, up: Value) {
  const flat = b.reshape(b.rmsNorm(x, weight('norm'), 1e-5), [batch * steps, width]);
  const project = (name: 'q' | 'k' | 'v') => b.matmul(flat, weight(name), { transB: true });
  const split = (value: Value) => b.transpose(b.reshape(value, [batch, steps, heads, headSize]), [0, 2, 1, 3]);
  const half = headSize / 2;
  const table = (f: (angle: number) => number) =>
    b.constant(
      Float32Array.from({ length: steps * half }, (_, i) => f(Math.floor(i / half) / 3)),
      [steps, half],
    );
  const [cos, sin] = [table(Math.cos), table(Math.sin)];
  const adapted = b.matmul(b.matmul(flat, down, { transB: true }), up, { transB: true });
  const q = b.rope(split(b.add(project('q'), adapted)), cos, sin);
  const k = b.rope(split(project('k')), cos, sin);
  const mixed = b.matmul(b.softmax(b.mul(b.matmul(q, k, { transB: true }), 0.35)), split(project('v')));
  return b.reshape(b.transpose(mixed, [0, 2, 1, 3]), [batch, steps, width]);
}

function tensors(shapes: Readonly<Record<string, readonly number[]>>): Record<string, HostTensor> {
  const entries = Object.entries(shapes).map(([name, dims]) => {
    const rng = new Rng(1, name);
    const values = Float32Array.from({ length: sizeOf(dims) }, () => 0.4 * rng.normal());
    return [name, float32(dims, values)] as const;
  });
  return Object.fromEntries(entries);
}
