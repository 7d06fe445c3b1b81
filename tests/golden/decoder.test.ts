import { readFileSync } from 'node:fs';
import { describe, it } from 'vitest';
import { readNpy } from '../../src-main/data/formats/npy';
import { Builder } from '../../src-main/engine/ops/builder';
import { Executable, type Feeds } from '../../src-main/engine/runtime/executable';
import { floats, int32 } from '../../src-main/engine/runtime/tensor';
import { type Checkpoint, loadWeights, openCheckpoint } from '../../src-main/models/decoder/checkpoint';
import { Decoder } from '../../src-main/models/decoder/decoder';
import { Comparison, goldenJson, goldenPath, hasGolden, hasSharedData, sharedDataPath } from './goldenFolder';

/** How far two float32 implementations may differ in a logit (golden README, "Tolerances"). */
const tolerance = 1e-4;

interface Tokens {
  ids: ArrayLike<number>;
  mask?: ArrayLike<number>;
  windows: number;
  /** Flat rows whose logits are wanted; absent: all. */
  rows?: number[];
}

/** Logits [rows, vocabulary] and final states [rows, hidden] of a checkpoint's decoder. */
async function runDecoder(checkpoint: Checkpoint, weights: Feeds, { ids, mask, windows, rows }: Tokens) {
  const b = new Builder();
  const steps = ids.length / windows;
  const decoder = new Decoder(b, checkpoint.config, { base: 'fp32', windows, steps });
  const idInput = b.input('ids', 'int32', [windows, steps]);
  const maskInput = mask && b.input('mask', 'int32', [windows, steps]);
  const rowInput = rows && b.input('rows', 'int32', [rows.length]);
  const states = decoder.states(decoder.embed(idInput), maskInput, rowInput);
  const graph = b.graph({ states, logits: decoder.logits(states) });
  const executable = await Executable.create(graph, { device: 'cpu', threads: 2 });
  const used = new Set(decoder.weights.map((weight) => weight.name));
  const outputs = await executable.run({
    ...Object.fromEntries(Object.entries(weights).filter(([name]) => used.has(name))),
    ids: int32([windows, steps], ids),
    ...(mask ? { mask: int32([windows, steps], mask) } : {}),
    ...(rows ? { rows: int32([rows.length], rows) } : {}),
  });
  await executable.dispose();
  return { logits: floats(outputs['logits']!), states: floats(outputs['states']!) };
}

async function load(path: string): Promise<{ checkpoint: Checkpoint; weights: Feeds }> {
  const checkpoint = await openCheckpoint(path);
  return { checkpoint, weights: Object.fromEntries(await loadWeights(checkpoint, 'fp32')) };
}

/** Reference arrays are float32 or int32. */
async function array(...parts: string[]): Promise<{ data: Float32Array | Int32Array; shape: readonly number[] }> {
  const { data, shape } = await readNpy(goldenPath(...parts));
  if (data instanceof Float32Array || data instanceof Int32Array) return { data, shape };
  throw new Error(`${parts.join('/')} is neither float32 nor int32`);
}

function argmax(values: Float32Array): number {
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
}

async function continueGreedily(path: { checkpoint: Checkpoint; weights: Feeds }, start: number[], count: number) {
  const ids = start.slice();
  for (let i = 0; i < count; i++) {
    const { logits } = await runDecoder(path.checkpoint, path.weights, { ids, windows: 1, rows: [ids.length - 1] });
    ids.push(argmax(logits));
  }
  return ids.slice(start.length);
}

for (const name of ['tiny-llama', 'tiny-qwen2']) {
  const needed = ['model.safetensors', 'ref/input_ids.npy', 'ref/logits_row0_nomask.npy', 'ref/ref.json'];
  describe.runIf(hasGolden(...needed.map((file) => `${name}/${file}`)))(`decoder ${name}`, () => {
    it('gives the reference logits without a mask', async () => {
      const model = await load(goldenPath(name));
      const ids = await array(name, 'ref', 'input_ids.npy');
      const expected = await array(name, 'ref', 'logits_row0_nomask.npy');
      const steps = ids.shape[1]!;
      const all = await runDecoder(model.checkpoint, model.weights, { ids: ids.data.subarray(0, steps), windows: 1 });
      const compared = new Comparison(`${name}, logits`);
      compared.close(all.logits, expected.data, tolerance);
      compared.print();
    });

    it('gives the reference logits of a left-padded window, whether all rows are computed or few', async () => {
      const model = await load(goldenPath(name));
      const { data: ids, shape } = await array(name, 'ref', 'input_ids.npy');
      const { data: mask } = await array(name, 'ref', 'attention_mask.npy');
      const expected = await array(name, 'ref', 'logits_leftpad_row1.npy');
      const steps = shape[1]!;
      const [count, vocabulary] = expected.shape as [number, number];
      const compared = new Comparison(`${name}, logits of a left-padded window`);
      const all = await runDecoder(model.checkpoint, model.weights, { ids, mask, windows: 2 });
      compared.close(all.logits.subarray((2 * steps - count) * vocabulary), expected.data, tolerance);
      const rows = [2 * steps - 1, 2 * steps - count];
      const few = await runDecoder(model.checkpoint, model.weights, { ids, mask, windows: 2, rows });
      compared.close(few.logits.subarray(0, vocabulary), expected.data.subarray((count - 1) * vocabulary), tolerance);
      compared.close(few.logits.subarray(vocabulary), expected.data.subarray(0, vocabulary), tolerance);
      compared.print();
    });

    it('continues a text greedily as the reference does', async () => {
      const model = await load(goldenPath(name));
      const reference = goldenJson<{ text_ids: number[]; greedy_continuation_ids: number[] }>(name, 'ref', 'ref.json');
      const expected = reference.greedy_continuation_ids;
      const compared = new Comparison(`${name}, greedy continuation`);
      compared.equal(await continueGreedily(model, reference.text_ids, expected.length), expected);
      compared.print();
    });
  });
}

interface SmollmPrompt {
  prompt: string;
  token_ids: number[];
  last_position_top10: { id: number; logit: number }[];
  last_hidden_state_first8: number[];
  last_hidden_state_l2: number;
  greedy_16_ids: number[];
}

describe.runIf(hasSharedData('models', 'smollm2-135m'))('decoder SmolLM2 from GGUF', () => {
  const gguf = ['models', 'smollm2-135m', 'SmolLM2-135M-Instruct.Q4_1.gguf'];

  it('gives the reference logits, final states and first greedy tokens', async () => {
    const model = await load(sharedDataPath(...gguf));
    const file = readFileSync(sharedDataPath('models', 'smollm2-135m', 'golden.json'), 'utf8');
    const { prompts } = JSON.parse(file) as { prompts: SmollmPrompt[] };
    const compared = new Comparison('SmolLM2, logits and states at the last position');
    for (const prompt of prompts) {
      const ids = prompt.token_ids;
      const { logits, states } = await runDecoder(model.checkpoint, model.weights, {
        ids,
        windows: 1,
        rows: [ids.length - 1],
      });
      const top = prompt.last_position_top10;
      // The reference is printed with five decimals.
      compared.close(
        top.map(({ id }) => logits[id]!),
        top.map(({ logit }) => logit),
        2e-4,
      );
      compared.close(states.subarray(0, 8), prompt.last_hidden_state_first8, 2e-4);
      compared.close([Math.hypot(...states)], [prompt.last_hidden_state_l2], 2e-4);
      compared.equal(await continueGreedily(model, ids, 2), prompt.greedy_16_ids.slice(0, 2), prompt.prompt);
    }
    compared.print();
  });
});
