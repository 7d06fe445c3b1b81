import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../../src-main/common/rng';
import {
  type AdamWSettings,
  adamwScalars,
  clipFactor,
  officialAdamW,
  scalarNames,
} from '../../../../src-main/engine/optim/adamw';
import { stateKinds, updateGraph } from '../../../../src-main/engine/optim/graphForm';
import { HostMoments } from '../../../../src-main/engine/optim/hostForm';
import { cosineWithWarmup, warmupSteps } from '../../../../src-main/engine/optim/schedule';
import { Executable } from '../../../../src-main/engine/runtime/executable';
import { floats, float32, type HostTensor, scalar, zeros } from '../../../../src-main/engine/runtime/tensor';

type Arrays = Record<string, number[]>;
interface Reference {
  schedules: { peak: number; warmup: number; total: number; rates: number[] }[];
  adamw: {
    weightDecay: number;
    maxGradientNorm: number;
    shapes: Record<string, number[]>;
    initial: Arrays;
    steps: {
      learningRate: number;
      gradients: Arrays;
      norm: number;
      parameters: Arrays;
      first: Arrays;
      second: Arrays;
    }[];
  }[];
}
const reference = JSON.parse(readFileSync(new URL('reference.json', import.meta.url), 'utf8')) as Reference;

function expectClose(found: ArrayLike<number>, expected: number[], what: string): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, index) => {
    expect(Math.abs(found[index]! - value), `${what}[${index}]`).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
  });
}

describe.each(reference.adamw)('AdamW, decay $weightDecay, norm at most $maxGradientNorm', (run) => {
  const settings: AdamWSettings = { ...officialAdamW, ...run };
  const names = Object.keys(run.shapes);

  it('beside the graph agrees with PyTorch', () => {
    const moments = new HostMoments(Object.fromEntries(names.map((name) => [name, run.initial[name]!.length])));
    for (const name of names) moments.array(name, 'parameter').set(run.initial[name]!);
    run.steps.forEach((expected, n) => {
      for (const name of names) moments.array(name, 'gradient').set(expected.gradients[name]!);
      const norm = moments.gradientNorm();
      expect(norm).toBeCloseTo(expected.norm, 5);
      moments.update(adamwScalars(settings, n + 1, expected.learningRate, clipFactor(norm, run.maxGradientNorm)));
      for (const name of names) {
        expectClose(moments.array(name, 'parameter'), expected.parameters[name]!, `parameter ${name}`);
        expectClose(moments.array(name, 'first'), expected.first[name]!, `first ${name}`);
        expectClose(moments.array(name, 'second'), expected.second[name]!, `second ${name}`);
      }
    });
  });

  it('in the graph agrees with PyTorch and clears the gradients', async () => {
    const executable = await Executable.create(updateGraph(run.shapes, settings), { device: 'cpu', threads: 1 });
    const state: Record<string, HostTensor> = {};
    for (const name of names) {
      state[`parameter ${name}`] = float32(run.shapes[name]!, run.initial[name]!);
      for (const kind of ['first', 'second']) state[`${kind} ${name}`] = zeros('float32', run.shapes[name]!);
    }
    for (const [n, expected] of run.steps.entries()) {
      const scalars = Object.entries(adamwScalars(settings, n + 1, expected.learningRate, 0.5));
      // Half the scale of twice the gradients: what averaging two micro batches asks for.
      for (const name of names)
        state[`gradient ${name}`] = float32(
          run.shapes[name]!,
          expected.gradients[name]!.map((value) => 2 * value),
        );
      const feeds = Object.fromEntries(scalars.map(([name, value]) => [name, float32([], [value])]));
      const results = await executable.run({ ...state, ...feeds });
      expect(scalar(results['gradientNorm']!)).toBeCloseTo(expected.norm, 5);
      for (const name of names) {
        expectClose(floats(results[`new parameter ${name}`]!), expected.parameters[name]!, `parameter ${name}`);
        expectClose(floats(results[`new first ${name}`]!), expected.first[name]!, `first ${name}`);
        expectClose(floats(results[`new second ${name}`]!), expected.second[name]!, `second ${name}`);
        expect(floats(results[`new gradient ${name}`]!).every((value) => value === 0)).toBe(true);
        for (const kind of ['parameter', 'first', 'second']) state[`${kind} ${name}`] = results[`new ${kind} ${name}`]!;
      }
    }
  });
});

it.each([3, Infinity])('AdamW in the graph and beside it agree, norm at most %s', async (maxGradientNorm) => {
  const settings: AdamWSettings = { ...officialAdamW, weightDecay: 0.05, maxGradientNorm };
  const shapes = { matrix: [13, 7], vector: [5] };
  const names = ['matrix', 'vector'] as const;
  const rng = new Rng(11);
  const moments = new HostMoments({ matrix: 91, vector: 5 });
  const executable = await Executable.create(updateGraph(shapes, settings), { device: 'cpu', threads: 1 });
  const state: Record<string, HostTensor> = {};
  for (const name of names) for (const kind of stateKinds) state[`${kind} ${name}`] = zeros('float32', shapes[name]);
  for (let step = 1; step <= 20; step++) {
    for (const name of names) {
      // From far below the clipping norm to far above it.
      moments.array(name, 'gradient').set(moments.array(name, 'gradient').map(() => rng.normal() * 0.01 * step ** 2));
      state[`gradient ${name}`] = float32(shapes[name], moments.array(name, 'gradient').slice());
    }
    const scalars = adamwScalars(settings, step, 0.02, 0.5);
    const feeds = Object.fromEntries(scalarNames.map((name) => [name, float32([], [scalars[name]])]));
    const results = await executable.run({ ...state, ...feeds });
    const norm = 0.5 * moments.gradientNorm();
    moments.update({ ...scalars, gradientScale: 0.5 * clipFactor(norm, settings.maxGradientNorm) });
    expect(scalar(results['gradientNorm']!) / norm).toBeCloseTo(1, 6);
    for (const name of names)
      for (const kind of ['parameter', 'first', 'second'] as const) {
        state[`${kind} ${name}`] = results[`new ${kind} ${name}`]!;
        expectClose(floats(state[`${kind} ${name}`]!), [...moments.array(name, kind)], `${kind} ${name}`);
      }
  }
});

describe('HostMoments', () => {
  it('updates every element of parameters whose lengths are no multiple of the vector width', () => {
    const moments = new HostMoments({ one: 1, five: 5, sixtyFive: 65 });
    for (const name of ['one', 'five', 'sixtyFive']) moments.array(name, 'gradient').fill(1);
    moments.update(adamwScalars(officialAdamW, 1, 0.1, 1));
    for (const name of ['one', 'five', 'sixtyFive'])
      for (const value of moments.array(name, 'parameter')) expect(value).toBeCloseTo(-0.1, 6);
    expect(moments.gradientNorm()).toBeCloseTo(Math.sqrt(71), 10);
  });

  it('sums the norm in double precision', () => {
    const moments = new HostMoments({ x: 1_000_003 });
    moments.array('x', 'gradient').fill(1e-3);
    expect(moments.gradientNorm()).toBeCloseTo(Math.fround(1e-3) * Math.sqrt(1_000_003), 10);
  });
});

describe('cosineWithWarmup', () => {
  it.each(reference.schedules)('equals transformers: peak $peak, $warmup of $total steps', (run) => {
    const schedule = cosineWithWarmup(run.peak, run.warmup, run.total);
    run.rates.forEach((rate, step) => {
      if (step <= run.total) expect(schedule(step)).toBeCloseTo(rate, 9);
    });
  });

  it('begins at 0 and refuses a rate that is not positive', () => {
    expect(cosineWithWarmup(1e-3, 2, 20)(0)).toBe(0);
    expect(() => cosineWithWarmup(0, 2, 20)).toThrow('learning rate 0, expected more than 0');
    expect(warmupSteps(0.1, 15)).toBe(2);
  });
});
