import { readFileSync } from 'node:fs';
import { describe, it } from 'vitest';
import { readNpy } from '../../src-main/data/formats/npy';
import { Builder } from '../../src-main/engine/ops/builder';
import { Executable } from '../../src-main/engine/runtime/executable';
import { float32, floats, type HostTensor, int32 } from '../../src-main/engine/runtime/tensor';
import { loadWeights, openCheckpoint } from '../../src-main/models/decoder/checkpoint';
import { Decoder } from '../../src-main/models/decoder/decoder';
import type { Lora } from '../../src-main/models/decoder/lora';
import { mergeLora } from '../../src-main/models/decoder/merge';
import { loraTargets } from '../../src-main/models/decoder/weights';
import { type Adapter, adapterFiles, nameFromPeft, readAdapter } from '../../src-main/models/weights/peft';
import { openSafetensors } from '../../src-main/models/weights/safetensors';
import { Comparison, goldenPath, hasGolden } from './goldenFolder';

const methods = ['gad', 'discriminative', 'generative'] as const;

function loraOf({ rank, alpha, tensors }: Adapter): Lora {
  const targets = loraTargets.filter((target) => [...tensors.keys()].some((name) => name.endsWith(`${target}.loraA`)));
  return { rank, alpha, dropout: 0, targets };
}

/** Final states for reference embeddings, with or without adapters in the graph. */
async function finalStates(
  method: string,
  weights: ReadonlyMap<string, HostTensor>,
  lora?: Lora,
): Promise<Float32Array> {
  const { config } = await openCheckpoint(goldenPath('tiny-llama'));
  const embeddings = await readNpy(goldenPath(method, 'ref', 'inputs_embeds.npy'));
  const [windows, steps] = embeddings.shape as [number, number, number];
  const b = new Builder();
  const decoder = new Decoder(b, config, { base: 'fp32', windows, steps, ...(lora ? { lora } : {}) });
  const input = b.input('embeddings', 'float32', embeddings.shape);
  const mask = b.input('mask', 'int32', [windows, steps]);
  const graph = b.graph({ states: decoder.states(input, mask) });
  const executable = await Executable.create(graph, { device: 'cpu', threads: 2 });
  const used = decoder.weights.map(({ name }) => [name, weights.get(name)!]);
  const feeds = {
    ...(Object.fromEntries(used) as Record<string, HostTensor>),
    embeddings: float32(embeddings.shape, embeddings.data as Float32Array),
    mask: int32([windows, steps], await readMask(method, windows, steps)),
  };
  const { states } = await executable.run(feeds);
  await executable.dispose();
  return floats(states!);
}

/** The discriminative [CLS] stands behind the tokens, with mask 1. */
async function readMask(method: string, windows: number, steps: number): Promise<Int32Array> {
  const { data, shape } = await readNpy(goldenPath(method, 'batch', 'attention_mask.npy'));
  const length = shape[1]!;
  return Int32Array.from({ length: windows * steps }, (_, i) =>
    i % steps < length ? Number(data[Math.floor(i / steps) * length + (i % steps)]) : 1,
  );
}

/** Rows of real tokens: the states of padding mean nothing. */
function realRows(states: Float32Array, mask: Int32Array): Float32Array {
  const hidden = states.length / mask.length;
  return states.filter((_, i) => mask[Math.floor(i / hidden)] === 1);
}

for (const method of methods) {
  const files = ['adapter/adapter_model.safetensors', 'adapter/adapter_config.json', 'ref/hidden_final.npy'];
  describe.runIf(hasGolden(...files.map((file) => `${method}/${file}`)))(`adapter ${method}`, () => {
    it('is written as it was read: the same bytes, the same configuration', async () => {
      const folder = goldenPath(method, 'adapter');
      const base = await openSafetensors(goldenPath('tiny-llama', 'model.safetensors'));
      const name = 'model.embed_tokens.weight';
      const head: HostTensor = { dtype: 'float32', dims: base.shapes.get(name)!, data: await base.read(name) };
      const files = adapterFiles(await readAdapter(folder), head);
      const compared = new Comparison(`adapter ${method}, written again`);
      const weights = files.get('adapter_model.safetensors')!;
      compared.equal(Buffer.from(weights).equals(readFileSync(`${folder}/adapter_model.safetensors`)), true);
      const config: unknown = JSON.parse(Buffer.from(files.get('adapter_config.json')!).toString());
      compared.equal(config, JSON.parse(readFileSync(`${folder}/adapter_config.json`, 'utf8')) as unknown);
      compared.print();
    });

    it('names every trained tensor', async () => {
      const adapter = await readAdapter(goldenPath(method, 'adapter'));
      const { shapes } = await openSafetensors(goldenPath(method, 'ref', 'grads.safetensors'));
      const compared = new Comparison(`adapter ${method}, names`);
      const names = [...shapes.keys()].map((key) => nameFromPeft(key, adapter.fullModules));
      compared.equal(names.sort(), [...adapter.tensors.keys()].sort());
      compared.print();
    });

    it('gives the reference states, in the graph or merged into the weights', async () => {
      const adapter = await readAdapter(goldenPath(method, 'adapter'));
      const weights = await loadWeights(await openCheckpoint(goldenPath('tiny-llama')), 'fp32');
      const expected = await readNpy(goldenPath(method, 'ref', 'hidden_final.npy'));
      const [windows, steps] = expected.shape as [number, number];
      const mask = await readMask(method, windows, steps);
      const wanted = realRows(expected.data as Float32Array, mask);
      const lora = loraOf(adapter);
      const compared = new Comparison(`adapter ${method}, final states`);
      const inGraph = await finalStates(method, new Map([...weights, ...adapter.tensors]), lora);
      compared.close(realRows(inGraph, mask), wanted, 2e-5);
      const merged = await finalStates(method, await mergeLora(weights, adapter.tensors, lora));
      compared.close(realRows(merged, mask), wanted, 2e-5);
      compared.print();
    });
  });
}
