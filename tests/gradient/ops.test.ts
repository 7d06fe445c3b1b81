import { describe, expect, it } from 'vitest';
import { Rng } from '../../src-main/common/rng';
import type { OpName } from '../../src-main/engine/graph/graph';
import { isFloat } from '../../src-main/engine/graph/shape';
import { ops } from '../../src-main/engine/ops/registry';
import { Executable } from '../../src-main/engine/runtime/executable';
import { floats } from '../../src-main/engine/runtime/tensor';
import { build, feedsOf, programs, references } from './programs';

/** Largest difference, relative to the largest expected number (at least 1). */
function worst(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  let [difference, scale] = [0, 1];
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs(found[i]! - expected[i]!));
    scale = Math.max(scale, Math.abs(expected[i]!));
  }
  return difference / scale;
}

describe.each(Object.entries(programs))('%s', (name, program) => {
  const reference = references[name]!;
  // Half precision holds 11 bits; everything else is single precision.
  const tolerance = name === 'cast' ? 1e-3 : 2e-6;

  it('agrees with PyTorch, output and gradients', async () => {
    const executable = await Executable.create(build(program, reference), { device: 'cpu', threads: 1 });
    const results = await executable.run(feedsOf(reference));
    expect(results['output']!.dims).toEqual(reference.output.dims);
    expect(worst(floats(results['output']!), reference.output.data)).toBeLessThan(tolerance);
    for (const [input, expected] of Object.entries(reference.gradients)) {
      const found = results[`gradient ${input}`]!;
      expect(found.dims).toEqual(expected.dims);
      expect(worst(floats(found), expected.data), `gradient of ${input}`).toBeLessThan(tolerance);
    }
  });

  it('agrees with finite differences', async () => {
    const seed = (Math.random() * 2 ** 31) | 0;
    const rng = new Rng(seed);
    const graph = build(program, reference);
    const executable = await Executable.create(graph, { device: 'cpu', threads: 1 });
    const feeds = feedsOf(reference);
    const results = await executable.run(feeds);
    // Rounding to half precision is no smooth function: its slope shows over a wide step only, and roughly.
    const [step, allowed] = name === 'cast' ? [0.25, 0.05] : [0.02, 1e-3];
    for (const input of Object.keys(reference.gradients)) {
      const values = floats(feeds[input]!);
      const direction = Float32Array.from(values, () => rng.between(-1, 1));
      const lossAt = async (distance: number) => {
        const data = values.map((value, index) => value + distance * direction[index]!);
        const { output } = await executable.run({ ...feeds, [input]: { ...feeds[input]!, data } }, ['output']);
        return floats(output!).reduce((sum, value, index) => sum + value * reference.cotangent.data[index]!, 0);
      };
      const difference = async (distance: number) => (await lossAt(distance)) - (await lossAt(-distance));
      // Fourth order, so that the step may be wide enough for single precision.
      const slope = (8 * (await difference(step)) - (await difference(2 * step))) / (12 * step);
      const found = floats(results[`gradient ${input}`]!);
      const expected = found.reduce((sum, value, index) => sum + value * direction[index]!, 0);
      expect(Math.abs(slope - expected), `seed ${seed}, ${input}`).toBeLessThan(
        allowed * Math.max(1, Math.abs(expected)),
      );
    }
  });
});

it('covers every differentiable operator', () => {
  const covered = new Set<OpName>();
  for (const [name, program] of Object.entries(programs))
    for (const node of build(program, references[name]!).nodes)
      if (isFloat(node.output.dtype) && !node.scope.startsWith('gradient')) covered.add(node.op);
  const differentiable = (Object.keys(ops) as OpName[]).filter((op) => ops[op].gradient !== null);
  expect(differentiable.filter((op) => !covered.has(op))).toEqual([]);
});
