import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TrainSettings } from '../../src-main/common/settings';
import { gradient } from '../../src-main/engine/autodiff/gradient';
import { Builder } from '../../src-main/engine/ops/builder';
import { Executable } from '../../src-main/engine/runtime/executable';
import { float32, floats, type HostTensor } from '../../src-main/engine/runtime/tensor';
import { makeBatch, tightShape } from '../../src-main/gad/batch';
import { describeClassifier } from '../../src-main/gad/classifier';
import { classifierLoss, lossFeeds } from '../../src-main/gad/loss';
import { batchFeeds, buildNetwork, type ClassifierModel } from '../../src-main/gad/network';
import { adaptedTargets, initialParameters } from '../../src-main/gad/parameters';
import { Prompt } from '../../src-main/gad/prompt';
import { ClassifierTrainer } from '../../src-main/gad/trainer';
import { loadWeights, openCheckpoint } from '../../src-main/models/decoder/checkpoint';
import { Comparison } from './goldenFolder';

/** Variants that the official code does not have, against plain PyTorch (`tests/reference/classifiers.py`). */
interface Reference {
  classes: string[];
  dim: number;
  rank: number;
  alpha: number;
  lambda: number;
  backgroundWeight: number;
  windows: { steps: number; label: number; previous: number }[];
  variants: Record<
    string,
    {
      classLogits: number[];
      losses: { total: number; class: number; context: number };
      gradientNorms: Record<string, number>;
      gradients: Record<string, number[]>;
    }
  >;
  twoStages: {
    learningRate: number;
    updates: { stage: string; loss: number; norm: number }[];
    moved: Record<string, number>;
  };
}

const here = dirname(fileURLToPath(import.meta.url));
const reference = JSON.parse(readFileSync(join(here, 'variants.json'), 'utf8')) as Reference;
const variants: Record<string, Partial<TrainSettings>> = {
  'generation first': { order: 'generation first' },
  parallel: { order: 'parallel' },
  'discriminative first': {},
  head: { contextAs: 'head' },
  'head, own [CLS]': { contextAs: 'head, own [CLS]' },
};

const waves = (count: number, phase: number) =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(0.7 * i + phase));

/** The k-th tensor by name is 0.1 sin(0.7 i + k), as in the script. */
function madeParameters(model: ClassifierModel): Record<string, HostTensor> {
  const named = [...initialParameters(model, 1, 0)].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    named.map(([name, { dims, data }], k) => {
      const values = Float32Array.from({ length: data.length }, (_, i) => 0.1 * Math.sin(0.7 * i + k));
      return [name, float32(dims, values)];
    }),
  );
}

const windows = reference.windows.map(({ steps, label, previous }, i) => ({
  video: `${i}`,
  steps: Int32Array.from({ length: steps }, (_, step) => step),
  target: steps - 1,
  label,
  previous,
}));
const tracks = windows.map(({ steps }, i) => waves(steps.length * reference.dim, 10 + i));

async function makeVariant(own: Partial<TrainSettings>) {
  const { lambda, backgroundWeight, rank, alpha, classes, dim } = reference;
  const batch = windows.length;
  const settings = TrainSettings.parse({
    kind: 'gad',
    lambda,
    backgroundWeight,
    rank,
    alpha,
    dropout: 0,
    batch,
    ...own,
  });
  const checkpoint = await openCheckpoint(join(here, 'data', 'tiny-llama'));
  const description = describeClassifier(settings);
  const model: ClassifierModel = {
    description,
    decoder: checkpoint.config,
    visualDim: dim,
    classes: classes.length,
    lora: { rank, alpha, dropout: 0, targets: adaptedTargets(description) },
    base: 'fp32',
  };
  const parameters = madeParameters(model);
  const prompt = new Prompt(checkpoint.tokenizer, description, classes);
  const weights = Object.fromEntries(await loadWeights(checkpoint, 'fp32'));
  return { settings, model, parameters, prompt, weights };
}

describe.each(Object.entries(variants))('a GAD classifier, %s', (name, own) => {
  it('has the same class logits, losses and gradients as PyTorch', async () => {
    const { settings, model, parameters, prompt, weights } = await makeVariant(own);
    const layouts = windows.map((window) => prompt.layout(window.steps.length, window));
    const batch = makeBatch(prompt, windows, layouts, tracks, tightShape(layouts), [settings.backgroundWeight]);
    const b = new Builder();
    const network = buildNetwork(b, model, batch.shape);
    const { total, classLoss, textLoss } = classifierLoss(b, network, model, batch.shape);
    const names = Object.keys(parameters);
    const gradients = gradient(
      b,
      total,
      names.map((parameter) => b.inputNamed(parameter)!),
    );
    const outputs = { total, classLoss: classLoss!, textLoss: textLoss!, logits: network.classLogits! };
    const graph = b.graph({ ...outputs, ...Object.fromEntries(names.map((n, i) => [`d ${n}`, gradients[i]!])) });
    const executable = await Executable.create(graph, { device: 'cpu', threads: 1 });
    const feeds = { ...weights, ...parameters, ...batchFeeds(batch, model), ...lossFeeds(batch, model) };
    const results = await executable.run(executable.inputsAmong(feeds));
    await executable.dispose();
    const made = (output: string) => floats(results[output]!);

    const expected = reference.variants[name]!;
    const logits = new Comparison(`${name} logits`);
    logits.close(made('logits'), expected.classLogits, 1e-4);
    logits.print();
    const losses = new Comparison(`${name} losses`);
    losses.close(made('total'), [expected.losses.total], 0, 1e-5);
    losses.close(made('classLoss'), [expected.losses.class], 0, 1e-5);
    losses.close(made('textLoss'), [expected.losses.context], 0, 1e-5);
    losses.print();
    const compared = new Comparison(`${name} gradients`);
    expect(names.sort()).toEqual(Object.keys(expected.gradientNorms).sort());
    for (const [parameter, norm] of Object.entries(expected.gradientNorms))
      compared.close([Math.hypot(...made(`d ${parameter}`))], [norm], 1e-5, 1e-4);
    for (const [parameter, values] of Object.entries(expected.gradients))
      compared.close(made(`d ${parameter}`), values, 1e-5, 1e-4);
    compared.print();
  });
});

describe('a training in two stages', () => {
  it('moves the tensors that PyTorch moves, by as much', async () => {
    const { twoStages } = reference;
    const options = await makeVariant({ stages: 'two', clip: 1 });
    const { parameters } = options;
    const trainer = await ClassifierTrainer.create({
      ...options,
      device: 'cpu',
      classes: [],
      textIds: [],
      similar: null,
      classWeights: [reference.backgroundWeight],
      longest: Math.max(...windows.map(({ steps }) => steps.length)),
      windows,
      updates: twoStages.updates.length,
    });
    const compared = new Comparison('two stages');
    for (const [update, { stage, loss: expected, norm }] of twoStages.updates.entries()) {
      const { loss, classLoss, textLoss } = await trainer.collect(windows, tracks, `${update}`);
      expect([classLoss !== null, textLoss !== null]).toEqual([stage === 'class', stage === 'context']);
      compared.close([loss], [expected], 0, 1e-4);
      compared.close([await trainer.update(twoStages.learningRate)], [norm], 0, 1e-4);
    }
    const { parameters: trained } = await trainer.exportState();
    await trainer.dispose();
    for (const [name, expected] of Object.entries(twoStages.moved)) {
      const before = floats(parameters[name]!);
      const after = floats(trained[name]!);
      compared.close([Math.hypot(...after.map((value, i) => value - before[i]!))], [expected], 0, 1e-3);
    }
    compared.print();
  });
});
