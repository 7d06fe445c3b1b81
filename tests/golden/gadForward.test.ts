import { describe, expect, it } from 'vitest';
import { classifierKinds } from '../../src-main/common/settings';
import type { Batch } from '../../src-main/gad/batch';
import { gradient } from '../../src-main/engine/autodiff/gradient';
import type { Value } from '../../src-main/engine/graph/graph';
import type { Builder } from '../../src-main/engine/ops/builder';
import { Executable } from '../../src-main/engine/runtime/executable';
import { floats } from '../../src-main/engine/runtime/tensor';
import { Comparison, goldenJson, hasGolden } from './goldenFolder';
import {
  type GoldenBatchWindow,
  goldenFloats,
  goldenTensors,
  type Method,
  methodBatch,
  methodFeeds,
  methodProgram,
  readMethod,
} from './gadMethod';

interface Losses {
  total: number;
  cls?: number;
  gen?: number;
  second_returned: number;
  third_returned: number;
  gen_per_window?: number[];
  cls_per_window_unweighted?: number[];
}

async function goldenBatch(method: Method): Promise<Batch> {
  const windows = goldenJson<GoldenBatchWindow[]>(method.kind, 'batch', 'windows.json');
  return methodBatch(method, windows, await goldenFloats(method.kind, 'batch', 'rgb_frames.npy'));
}

async function run(b: Builder, outputs: Record<string, Value>, method: Method, batch: Batch) {
  const executable = await Executable.create(b.graph(outputs), { device: 'cpu', threads: 1 });
  const all = { ...method.frozen, ...method.parameters, ...methodFeeds(method, batch) };
  const results = await executable.run(executable.inputsAmong(all));
  await executable.dispose();
  return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, floats(tensor)]));
}

/** The same batch with every position read, so that all rows of the last layer are computed. */
function readingAll(batch: Batch): Batch {
  const count = batch.inputIds.length;
  return {
    ...batch,
    shape: { ...batch.shape, answers: count },
    answerRows: Int32Array.from({ length: count }, (_, row) => row),
    answerTokens: new Int32Array(count),
    answerWeights: new Float32Array(count),
  };
}

/** Rows of tokens that are not padding. */
function realRows(values: Float32Array, batch: Batch): Float32Array {
  const width = values.length / batch.attentionMask.length;
  return values.filter((_, i) => batch.attentionMask[Math.floor(i / width)] === 1);
}

const files = ['settings.json', 'batch/windows.json', 'batch/rgb_frames.npy', 'ref/grads.safetensors'];

describe.each(classifierKinds)('network of the %s kind', (kind) => {
  const there = hasGolden('tiny-llama/model.safetensors', ...files.map((file) => `${kind}/${file}`));

  it.runIf(there)('has the same states behind every layer', async () => {
    const method = await readMethod(kind);
    const batch = readingAll(await goldenBatch(method));
    const { b, network } = methodProgram(method, batch.shape);
    const layers = Array.from({ length: method.model.decoder.layers }, (_, i) => {
      const nodes = b.nodes.filter((node) => node.scope === `layer.${i}`);
      return nodes[nodes.length - 1]!.output;
    });
    const final = b.nodes.filter((node) => node.op === 'rmsNorm').at(-1)!.output;
    const outputs = Object.fromEntries(layers.map((value, i) => [`layer${i}`, value]));
    const results = await run(b, { embeddings: network.embeddings, final, ...outputs }, method, batch);

    const compared = new Comparison(`${kind} states`);
    const reference = async (file: string) => goldenFloats(kind, 'ref', file);
    compared.close(
      realRows(results['embeddings']!, batch),
      realRows(await reference('inputs_embeds.npy'), batch),
      1e-5,
      1e-5,
    );
    const all = await reference('layer_outputs.npy');
    const size = all.length / layers.length;
    const decisions = (all.length / layers.length / batch.attentionMask.length) * batch.shape.windows;
    layers.forEach((_, i) => {
      // The last layer computes the deciding rows first, then those asked for: here all.
      const own = results[`layer${i}`]!.slice(i === layers.length - 1 ? decisions : 0);
      compared.close(realRows(own, batch), realRows(all.slice(i * size, (i + 1) * size), batch), 1e-5, 1e-5);
    });
    compared.close(
      realRows(results['final']!.slice(decisions), batch),
      realRows(await reference('hidden_final.npy'), batch),
      1e-5,
      1e-5,
    );
    compared.print();
  });

  it.runIf(there)('has the same logits, losses and gradients', async () => {
    const method = await readMethod(kind);
    const batch = await goldenBatch(method);
    const { b, network, loss } = methodProgram(method, batch.shape);
    const { classLogits, answerLogits } = network;
    const names = Object.keys(method.parameters);
    const gradients = gradient(
      b,
      loss.total,
      names.map((name) => b.inputNamed(name)!),
    );
    const outputs = Object.entries({ ...loss, classLogits, answerLogits }).flatMap(([name, value]) =>
      value ? [[name, value] as const] : [],
    );
    const results = await run(
      b,
      { ...Object.fromEntries(outputs), ...Object.fromEntries(names.map((name, i) => [`d ${name}`, gradients[i]!])) },
      method,
      batch,
    );

    const logits = new Comparison(`${kind} logits`);
    if (classLogits) logits.close(results['classLogits']!, await goldenFloats(kind, 'ref', 'cls_logits.npy'), 1e-4);
    if (answerLogits)
      logits.close(results['answerLogits']!, await goldenFloats(kind, 'ref', 'gen_logits_at_response.npy'), 1e-4);
    logits.print();

    const losses = new Comparison(`${kind} losses`);
    const expected = goldenJson<Losses>(kind, 'ref', 'losses.json');
    losses.close(results['total']!, [expected.total], 0, 1e-5);
    if (expected.cls !== undefined) losses.close(results['classLoss']!, [expected.cls], 0, 1e-5);
    if (expected.gen !== undefined) losses.close(results['textLoss']!, [expected.gen], 0, 1e-5);
    if (expected.cls_per_window_unweighted)
      losses.close(results['classRows']!, expected.cls_per_window_unweighted, 0, 1e-5);
    if (expected.gen_per_window) losses.close(perWindow(results['textRows']!, batch), expected.gen_per_window, 0, 1e-5);
    losses.print();

    const grads = new Comparison(`${kind} gradients`);
    const reference = await goldenTensors(kind, 'ref', 'grads.safetensors');
    expect(names.sort()).toEqual([...reference.keys()].sort());
    for (const [name, values] of reference) grads.close(results[`d ${name}`]!, values, 1e-5, 1e-4);
    grads.print();
  });
});

describe('network of the discriminative kind without [CLS]', () => {
  const kind = 'discriminative';
  const noCls = ['cls_logits.npy', 'losses.json', 'grads.safetensors'].map((file) => `${kind}/ref_no_cls/${file}`);
  const there = hasGolden('tiny-llama/model.safetensors', ...files.map((file) => `${kind}/${file}`), ...noCls);

  it.runIf(there)('has the same logits, losses and gradients', async () => {
    const method = await readMethod(kind, 'adapter', { classToken: false });
    const batch = await goldenBatch(method);
    const { b, network, loss } = methodProgram(method, batch.shape);
    const reference = await goldenTensors(kind, 'ref_no_cls', 'grads.safetensors');
    const names = [...reference.keys()];
    const gradients = gradient(
      b,
      loss.total,
      names.map((name) => b.inputNamed(name)!),
    );
    const outputs = { total: loss.total, classRows: loss.classRows!, logits: network.classLogits! };
    const named = Object.fromEntries(names.map((name, i) => [`d ${name}`, gradients[i]!]));
    const results = await run(b, { ...outputs, ...named }, method, batch);
    expect(b.inputNamed('cls_emb.weight')).toBeUndefined();

    const logits = new Comparison('logits without [CLS]');
    logits.close(results['logits']!, await goldenFloats(kind, 'ref_no_cls', 'cls_logits.npy'), 1e-4);
    logits.print();
    const losses = new Comparison('losses without [CLS]');
    const expected = goldenJson<Losses>(kind, 'ref_no_cls', 'losses.json');
    losses.close(results['total']!, [expected.total], 0, 1e-5);
    losses.close(results['classRows']!, expected.cls_per_window_unweighted!, 0, 1e-5);
    losses.print();
    const grads = new Comparison('gradients without [CLS]');
    for (const [name, values] of reference) grads.close(results[`d ${name}`]!, values, 1e-5, 1e-4);
    grads.print();
  });
});

/** Mean of the losses of each window's learnt positions. */
function perWindow(rows: Float32Array, batch: Batch): number[] {
  return Array.from({ length: batch.shape.windows }, (_, window) => {
    const own = rows.filter((_, i) => Math.floor(batch.answerRows[i]! / batch.shape.length) === window);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  });
}
