import { describe, expect, it } from 'vitest';
import { classifierKinds } from '../../src-main/common/settings';
import type { BatchShape } from '../../src-main/gad/batch';
import { cosineWithWarmup, warmupSteps } from '../../src-main/engine/optim/schedule';
import { floats } from '../../src-main/engine/runtime/tensor';
import type { TrainingStep } from '../../src-main/engine/runtime/trainingStep';
import { openSafetensors } from '../../src-main/models/weights/safetensors';
import { nameFromPeft } from '../../src-main/models/weights/peft';
import { Comparison, goldenJson, goldenPath, hasGolden } from './goldenFolder';
import {
  type GoldenBatchWindow,
  goldenTensors,
  type Method,
  methodBatch,
  methodFeeds,
  methodTraining,
  readMethod,
} from './gadMethod';

interface MicroStep {
  loss: number;
  lr_used: number;
  rows: number[];
  /** Stands where an update follows. */
  grad_norm_before_clip?: number;
}
interface Settings {
  learning_rate: number;
  warmup_ratio: number;
  total_optimizer_steps: number;
}

/** Batches of the trace by their windows, with the features of the batch they came in. */
async function traceBatches(method: Method, steps: readonly MicroStep[]) {
  const windows = goldenJson<GoldenBatchWindow[]>(method.kind, 'train', 'windows.json');
  const file = await openSafetensors(goldenPath(method.kind, 'train', 'batches.safetensors'));
  return Promise.all(
    steps.map(async ({ rows }) => {
      const rgb = await file.read(`batch${rows[0]! / rows.length}.rgb_frames`);
      return methodBatch(
        method,
        rows.map((row) => windows[row]!),
        rgb,
      );
    }),
  );
}

/** Repeats the official trainer's steps; losses, learning rates and norms must be the same. */
async function repeat(
  method: Method,
  training: TrainingStep<BatchShape>,
  settings: Settings,
  steps: readonly MicroStep[],
  compared: Comparison,
) {
  const { total_optimizer_steps: total, learning_rate, warmup_ratio } = settings;
  const schedule = cosineWithWarmup(learning_rate, warmupSteps(warmup_ratio, total), total);
  let updates = 0;
  for (const [i, batch] of (await traceBatches(method, steps)).entries()) {
    const expected = steps[i]!;
    const { loss } = await training.forwardBackward(batch.shape, methodFeeds(method, batch));
    compared.close([loss], [expected.loss], 0, 1e-4);
    compared.close([schedule(updates)], [expected.lr_used], 1e-12);
    if (expected.grad_norm_before_clip === undefined) continue;
    const { gradientNorm } = await training.update(schedule(updates++));
    compared.close([gradientNorm], [expected.grad_norm_before_clip], 0, 1e-4);
  }
  expect(updates).toBe(total);
}

describe.each(classifierKinds)('training of the %s kind', (kind) => {
  const there = (...files: string[]) =>
    hasGolden(
      'tiny-llama/model.safetensors',
      ...['windows.json', 'batches.safetensors', ...files].map((file) => `${kind}/train/${file}`),
    );

  it.runIf(there('trace.json', 'final_weights.safetensors'))('follows the official trainer', async () => {
    const method = await readMethod(kind);
    const training = await methodTraining(method, 'mean');
    const { settings, steps } = goldenJson<{ settings: Settings; steps: MicroStep[] }>(kind, 'train', 'trace.json');
    const compared = new Comparison(`${kind} trace`);
    await repeat(method, training, settings, steps, compared);
    compared.print();

    const { parameters } = await training.exportState();
    const differences: number[] = [];
    for (const [name, expected] of await goldenTensors(kind, 'train', 'final_weights.safetensors')) {
      floats(parameters[name]!).forEach((value, i) => differences.push(Math.abs(value - expected[i]!)));
    }
    differences.sort((a, b) => a - b);
    const weights = new Comparison(`${kind} final weights, 99.9th percentile of ${differences.length}`);
    weights.close([differences[Math.floor(0.999 * differences.length)]!], [0], 2e-5);
    weights.print();
    await training.dispose();
  });

  it.runIf(there('trace_accum2.json'))('sums accumulated gradients as the official trainer does', async () => {
    const method = await readMethod(kind);
    const training = await methodTraining(method, 'sum');
    const trace = goldenJson<{
      settings: Settings;
      micro_steps: MicroStep[];
      final_weight_checks: Record<string, { l2: number; first: number[] }>;
    }>(kind, 'train', 'trace_accum2.json');
    const compared = new Comparison(`${kind} trace, accumulation 2`);
    await repeat(method, training, trace.settings, trace.micro_steps, compared);
    const { parameters } = await training.exportState();
    for (const [key, { l2, first }] of Object.entries(trace.final_weight_checks)) {
      const values = floats(parameters[nameFromPeft(key, ['connector', 'cls_head', 'cls_emb'])!]!);
      compared.close([Math.hypot(...values)], [l2], 0, 1e-4);
      compared.close(values.subarray(0, first.length), first, 2e-5);
    }
    compared.print();
    await training.dispose();
  });
});
