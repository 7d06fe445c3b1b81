import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TrainSettings } from '../../../src-main/common/settings';
import { gradient } from '../../../src-main/engine/autodiff/gradient';
import { Builder } from '../../../src-main/engine/ops/builder';
import { Executable } from '../../../src-main/engine/runtime/executable';
import { float32, floats, type HostTensor, scalar } from '../../../src-main/engine/runtime/tensor';
import { describeClassifier } from '../../../src-main/gad/classifier';
import type { ClassifierModel } from '../../../src-main/gad/network';
import { contrastiveFeeds, pairLosses, structureFeeds } from '../../../src-main/gad/pairLosses';
import { StructureTarget } from '../../../src-main/gad/structure';

const reference = JSON.parse(readFileSync('tests/unit/gad/data/pairLosses.json', 'utf8')) as {
  windows: number;
  count: number;
  decision: number[][];
  structure: { logSimilarities: number[][]; loss: number; gradient: number[][] };
  contrastive: {
    labels: number[];
    classes: number[][];
    weight: number[][];
    bias: number[];
    loss: number;
    gradients: Record<string, number[] | number[][]>;
  };
};
const { windows, count } = reference;
const hidden = reference.decision[0]!.length;
const decision = float32([windows, hidden], Float32Array.from(reference.decision.flat()));

/** Loss and gradients by name of one of the two losses. */
async function computed(which: 'structure' | 'contrastive', feeds: Record<string, HostTensor>) {
  const b = new Builder();
  const description = describeClassifier(TrainSettings.parse({ [which]: 1 }));
  const states = b.input('decision', 'float32', [windows, hidden]);
  const model = { description, decoder: { hiddenSize: hidden } } as ClassifierModel;
  const loss = pairLosses(b, states, model)[which]!;
  const trained = b.graph({ loss }).inputs.filter(({ name = '' }) => /^(decision|text_proj)/.test(name));
  const made = gradient(b, loss, trained);
  const graph = b.graph({ loss, ...Object.fromEntries(trained.map(({ name }, i) => [`gradient ${name}`, made[i]!])) });
  const executable = await Executable.create(graph, { device: 'cpu', threads: 1 });
  const results = await executable.run({ decision, ...feeds });
  await executable.dispose();
  return results;
}

function expectClose(found: Float32Array, expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
}

it('the structure loss and its gradient are those of PyTorch; padding has none', async () => {
  const { logSimilarities, loss, gradient: expected } = reference.structure;
  const feeds = structureFeeds(Float64Array.from(logSimilarities.flat()), count, windows);
  const results = await computed('structure', feeds);
  expect(scalar(results['loss']!)).toBeCloseTo(loss, 5);
  expectClose(floats(results['gradient decision']!), expected.flat());
});

it('the contrastive loss and its gradients are those of PyTorch; padding has none', async () => {
  const { labels, classes, weight, bias, loss, gradients } = reference.contrastive;
  const results = await computed('contrastive', {
    ...contrastiveFeeds(
      labels,
      classes.map((row) => Float32Array.from(row)),
      windows,
    ),
    'text_proj.weight': float32([hidden, hidden], Float32Array.from(weight.flat())),
    'text_proj.bias': float32([hidden], Float32Array.from(bias)),
  });
  expect(scalar(results['loss']!)).toBeCloseTo(loss, 5);
  for (const [name, expected] of Object.entries(gradients))
    expectClose(floats(results[`gradient ${name}`]!), expected.flat());
});

it('a batch of one window has nothing to compare: structure 0, no gradient', async () => {
  const results = await computed('structure', structureFeeds(new Float64Array(1), 1, windows));
  expect(scalar(results['loss']!)).toBeCloseTo(0, 12);
  expect(Math.max(...floats(results['gradient decision']!).map(Math.abs))).toBe(0);
});

it('windows that are unlike in everything still make rows of probabilities', () => {
  const far = Float64Array.from([0, -2000, -2001, -2000, 0, -2002, -2001, -2002, 0]);
  const { alike } = structureFeeds(far, 3, 3);
  const rows = floats(alike!);
  expect(rows[0]).toBe(0);
  expect(rows[1]! + rows[2]!).toBeCloseTo(1 / 3, 6);
  expect(rows[1]! / rows[2]!).toBeCloseTo(Math.E, 4);
});

describe('what the structure loss teaches', () => {
  const classes = [Float32Array.of(0, 0), Float32Array.of(1, 0), Float32Array.of(0, 2)];
  const track = (...values: number[]) => Float32Array.from(values);
  const similarities = (own: Partial<TrainSettings>, labels: number[], tracks: Float32Array[]) =>
    new StructureTarget(TrainSettings.parse({ short: 3, ...own }), classes).logSimilarities(labels, tracks, 1);

  it('is by what is seen alone, by the class text alone, or by both', () => {
    const tracks = [track(0, 1, 2), track(0, 1, 2.1), track(5, 5, 5)];
    const [, seen12 = 0, seen13 = 0] = similarities({ structureText: 0 }, [1, 2, 1], tracks);
    expect(seen12).toBeGreaterThan(seen13);
    const [, text12 = 0, text13 = 0] = similarities({ structureText: 1 }, [1, 2, 1], tracks);
    expect(text13).toBeCloseTo(0, 12);
    expect(text12).toBeLessThan(0);
    const [, both12 = 0, both13 = 0] = similarities({ structureText: 0.5 }, [1, 2, 1], tracks);
    expect(both12).toBeLessThan(0);
    expect(both13).toBeLessThan(0);
  });

  it('looks at the short part of a window only', () => {
    const late = (...before: number[]) => track(...before, 1, 2, 3);
    const found = similarities({}, [1, 1], [late(9, 9), late(0, 0)]);
    expect(found[1]).toBeCloseTo(0, 12);
  });
});
