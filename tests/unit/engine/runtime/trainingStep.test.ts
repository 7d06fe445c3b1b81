import { describe, expect, it } from 'vitest';
import { Rng } from '../../../../src-main/common/rng';
import { Builder } from '../../../../src-main/engine/ops/builder';
import type { Recompute } from '../../../../src-main/engine/ops/definition';
import { officialAdamW } from '../../../../src-main/engine/optim/adamw';
import { floats, float32, type HostTensor } from '../../../../src-main/engine/runtime/tensor';
import { TrainingStep } from '../../../../src-main/engine/runtime/trainingStep';

const width = 8;
const rank = 2;

function random(seed: number, dims: number[], scale = 1): HostTensor {
  const rng = new Rng(seed);
  return float32(
    dims,
    Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => scale * rng.normal()),
  );
}

interface Options {
  accumulation?: 'mean' | 'sum';
  recompute?: Recompute;
  maxGradientNorm?: number;
}

/** A frozen linear layer with a low-rank adapter, trained to reproduce targets. */
function makeStep({ accumulation = 'mean', recompute = 'none', maxGradientNorm = 1 }: Options = {}) {
  return TrainingStep.create({
    device: 'cpu',
    threads: 1,
    parameters: { down: random(1, [rank, width], 0.3), up: random(2, [width, rank], 0.3) },
    frozen: { weight: random(3, [width, width]) },
    build: ({ rows }: { rows: number }) => {
      const b = new Builder();
      const x = b.input('x', 'float32', [rows, width]);
      const target = b.input('target', 'float32', [rows, width]);
      const weight = b.weight('weight', [width, width]);
      const down = b.input('down', 'float32', [rank, width]);
      const up = b.input('up', 'float32', [width, rank]);
      const y = b.segment('layer.0', () => {
        const adapted = b.matmul(b.matmul(x, down, { transB: true }), up, { transB: true });
        return b.silu(b.add(b.matmul(x, weight, { transB: true }), adapted));
      });
      const loss = b.reduceMean(b.square(b.sub(y, target)));
      return { b, loss, outputs: { rowLoss: b.reduceMean(b.square(b.sub(y, target)), [1]) } };
    },
    recompute,
    accumulation,
    optimizer: { ...officialAdamW, maxGradientNorm },
  });
}

const batch = (rows: number, seed: number) => ({
  x: random(seed, [rows, width]),
  target: random(seed + 1000, [rows, width]),
});

describe('TrainingStep', () => {
  it('lowers the loss, over batches of different shapes', async () => {
    const step = await makeStep();
    const losses: number[] = [];
    for (let n = 0; n < 60; n++) {
      const rows = n % 2 === 0 ? 6 : 3;
      const { loss, outputs } = await step.forwardBackward({ rows }, batch(rows, n % 2));
      expect(outputs['rowLoss']!.dims).toEqual([rows]);
      losses.push(loss);
      await step.update(0.05);
    }
    expect(losses[58]! + losses[59]!).toBeLessThan(0.6 * (losses[0]! + losses[1]!));
    await step.dispose();
  });

  it('goes on bit for bit from an exported state', async () => {
    const uninterrupted = await makeStep();
    const run = async (step: Awaited<ReturnType<typeof makeStep>>, from: number, to: number) => {
      const losses: number[] = [];
      for (let n = from; n < to; n++) {
        losses.push((await step.forwardBackward({ rows: 4 }, batch(4, n))).loss);
        losses.push((await step.update(0.01)).gradientNorm);
      }
      return losses;
    };
    await run(uninterrupted, 0, 3);
    const saved = await uninterrupted.exportState();
    const expected = await run(uninterrupted, 3, 6);
    const resumed = await makeStep();
    await resumed.importState(saved);
    expect(await run(resumed, 3, 6)).toEqual(expected);
    expect(saved.step).toBe(3);
    expect(await resumed.exportState()).toEqual(await uninterrupted.exportState());
  });

  it('refuses a state of other parameters and keeps its own', async () => {
    const step = await makeStep();
    const before = await step.exportState();
    const { up, ...others } = before.first;
    const turned = { ...others, up: { ...up!, dims: [rank, width] } };
    await expect(step.importState({ ...before, first: others })).rejects.toThrow('the state holds no first of up');
    await expect(step.importState({ ...before, second: turned })).rejects.toThrow(
      'second of up in the state: [2, 8], expected [8, 2]',
    );
    expect(await step.exportState()).toEqual(before);
  });

  it('compiles again what was dropped for newer batch shapes', async () => {
    const step = await makeStep();
    const losses: number[] = [];
    for (const rows of [1, 2, 3, 4, 1]) losses.push((await step.forwardBackward({ rows }, batch(rows, 1))).loss);
    expect(losses[4]).toBe(losses[0]);
    await step.dispose();
  });

  it('sums or averages the gradients of micro batches', async () => {
    const norm = async (accumulation: 'mean' | 'sum', seeds: number[]) => {
      const step = await makeStep({ accumulation });
      for (const seed of seeds) await step.forwardBackward({ rows: 4 }, batch(4, seed));
      return (await step.update(0.01)).gradientNorm;
    };
    const once = await norm('mean', [5]);
    expect(await norm('mean', [5, 5])).toBeCloseTo(once, 5);
    expect(await norm('sum', [5, 5])).toBeCloseTo(2 * once, 5);
  });

  it('refuses to update on gradients that are not finite and keeps the parameters', async () => {
    const step = await makeStep();
    const before = await step.exportState();
    const bad = { ...batch(4, 1), x: float32([4, width], new Float32Array(4 * width).fill(Number.NaN)) };
    const { loss } = await step.forwardBackward({ rows: 4 }, bad);
    expect(loss).toBeNaN();
    await expect(step.update(0.1)).rejects.toThrow(
      'Invalid gradients at update 1: their norm is NaN; the parameters stay as they were.',
    );
    expect(await step.exportState()).toEqual(before);
  });

  it('gives the same gradients whatever is recomputed', async () => {
    const states = [];
    for (const recompute of ['none', 'half', 'layer'] as const) {
      const step = await makeStep({ recompute });
      await step.forwardBackward({ rows: 5 }, batch(5, 9));
      await step.update(0.01);
      states.push(floats((await step.exportState()).parameters['up']!));
    }
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);
  });
});
